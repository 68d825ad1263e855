import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { startPlainBroker, type PlainBroker } from '../support/plain-broker.ts';
import { expect, goToView, grid, rowOf, rowsOfPractice, test } from './fixtures.ts';

const view = (page: Page) => page.getByRole('region', { name: 'Connections' });

/** Fills the form of a new connection by the custom preset. */
const fillForm = async (page: Page, values: { name: string; address: string; topic: string; password?: string }) => {
  await goToView(page, '#/connections');
  await view(page)
    .getByRole('button', { name: /Add connection/ })
    .click();
  await view(page)
    .getByRole('button', { name: /^Any MQTT broker/ })
    .click();
  const form = view(page);
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill(values.name);
  await form.getByRole('textbox', { name: 'Address' }).fill(values.address);
  await form.getByRole('combobox', { name: 'Protocol' }).click();
  await page.getByRole('option', { name: /3\.1\.1/ }).click();
  await form.getByRole('textbox', { name: 'Topic 1', exact: true }).fill(values.topic);
  if (values.password !== undefined) {
    await form.getByRole('textbox', { name: 'User name' }).fill('dispatcher');
    await form.getByLabel('Password', { exact: true }).fill(values.password);
  }
};

const filesBelow = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
};

let broker: PlainBroker;
test.beforeEach(async () => {
  broker = await startPlainBroker();
});
test.afterEach(async () => {
  await broker.close();
});

test('a broker of one’s own: tested in words, saved, its vehicles shown, and removed again', async ({ fleet }) => {
  await fillForm(fleet, { name: 'Yard', address: `mqtt://127.0.0.1:${broker.port}`, topic: 'fleet/#' });

  const timer = setInterval(() => {
    void broker.publish('fleet/YARD-7/state', { lat: 51.1, lon: 12.2, speed: 33 });
  }, 200);
  try {
    await view(fleet).getByRole('button', { name: 'Test connection' }).click();
    const outcome = fleet.getByRole('status', { name: 'Connection test' });
    await expect(outcome).toContainText(/1 vehicle/);
    await view(fleet).getByRole('button', { name: 'Save' }).click();
    await expect(view(fleet).getByRole('listitem', { name: 'Yard' })).toContainText('Live');

    await goToView(fleet, '#/fleet');
    await fleet.getByRole('textbox', { name: 'Filter vehicles' }).fill('yard-7');
    await expect(rowOf(fleet, 'YARD-7')).toBeVisible();
    await fleet.getByRole('button', { name: 'Clear the text filter' }).click();
  } finally {
    clearInterval(timer);
  }

  await goToView(fleet, '#/connections');
  await view(fleet).getByRole('button', { name: 'Remove Yard' }).click();
  await fleet
    .getByRole('dialog')
    .getByRole('button', { name: /^Remove/ })
    .click();
  await expect(view(fleet).getByRole('listitem', { name: 'Yard' })).toHaveCount(0);
  await goToView(fleet, '#/fleet');
  await expect(grid(fleet)).toHaveAttribute('aria-rowcount', rowsOfPractice());
});

test('a test that fails says why: nobody listens, nothing arrives, not an address', async ({ fleet }) => {
  await fillForm(fleet, { name: 'Nobody', address: 'mqtt://127.0.0.1:9', topic: 'fleet/#' });
  const outcome = fleet.getByRole('status', { name: 'Connection test' });
  await view(fleet).getByRole('button', { name: 'Test connection' }).click();
  await expect(outcome).toContainText(/refused/i);

  await view(fleet).getByRole('textbox', { name: 'Address' }).fill(`mqtt://127.0.0.1:${broker.port}`);
  await view(fleet).getByRole('button', { name: 'Test connection' }).click();
  await expect(outcome).toContainText(/no message/i);

  await view(fleet).getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1');
  await view(fleet).getByRole('button', { name: 'Save' }).click();
  await expect(view(fleet)).toContainText('Start with mqtt://, mqtts://, ws:// or wss://.');
});

test('a password is in no file, no log, no page and no answer once it has been saved', async ({ fleet, running }) => {
  const password = `pw-${crypto.randomUUID()}`;
  const frames: string[] = [];
  fleet.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => frames.push(payload.toString('latin1')));
  });
  await fleet.reload();
  await expect(grid(fleet)).toBeVisible();
  await fillForm(fleet, {
    name: 'Secretive',
    address: `mqtt://127.0.0.1:${broker.port}`,
    topic: 'fleet/#',
    password,
  });
  await view(fleet).getByRole('button', { name: 'Save' }).click();
  await expect(view(fleet).getByRole('listitem', { name: 'Secretive' })).toContainText('Live');
  await view(fleet).getByRole('button', { name: 'Edit Secretive' }).click();
  await expect(view(fleet)).toContainText(/password is (stored|kept)/i);

  expect(await fleet.content()).not.toContain(password);
  expect(
    await fleet.evaluate(() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])),
  ).not.toContain(password);
  expect(frames.length).toBeGreaterThan(0);
  expect(frames.join('')).not.toContain(password);
  const files = await filesBelow(running.homeDir);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(await readFile(file, 'latin1'), file).not.toContain(password);
  // The practice fleet's own token is no less a secret.
  for (const file of files)
    expect(await readFile(file, 'latin1'), file).not.toContain(running.ready.practice.watson.apiToken);

  await view(fleet).getByRole('button', { name: 'Cancel' }).click();
  await view(fleet).getByRole('button', { name: 'Remove Secretive' }).click();
  await fleet
    .getByRole('dialog')
    .getByRole('button', { name: /^Remove/ })
    .click();
});

test('messages that are wrong are counted, shown with the reason, and stop nothing', async ({ fleet }) => {
  await fillForm(fleet, { name: 'Rough', address: `mqtt://127.0.0.1:${broker.port}`, topic: 'fleet/#' });
  await view(fleet).getByRole('button', { name: 'Save' }).click();
  await expect(view(fleet).getByRole('listitem', { name: 'Rough' })).toContainText(/Live|waiting/i);
  const hostile = '<img src=x onerror=alert(1)>';
  await broker.publish('fleet/A/state', 'not JSON');
  await broker.publish('fleet/B/state', { lat: 1234, lon: 12, speed: 10 });
  await broker.publish('fleet/C/state', '['.repeat(100_000));
  await broker.publish('fleet/D/state', { text: 'x'.repeat(1_000_000) });
  await broker.publish(`fleet/${hostile}/state`, { lat: 50, lon: 12, speed: 5 });
  await broker.publish('fleet/E/state', '{"__proto__":{"polluted":true},"lat":50.1,"lon":12.1,"speed":7}');
  await broker.publish('fleet/F/state', { lat: 50.2, lon: 12.2, speed: 'NaN' });
  await broker.publish('fleet/G/state', { lat: 50.3, lon: 12.3, speed: 20 });

  await goToView(fleet, '#/fleet');
  await fleet.getByRole('textbox', { name: 'Filter vehicles' }).fill('Rough');
  await expect(rowOf(fleet, 'G')).toBeVisible();
  await expect(grid(fleet)).toContainText(hostile);
  const status = fleet.getByRole('status', { name: 'Connections' });
  await status
    .getByRole('button', { name: /rejected.*Rough|Rough.*rejected|[1-9]\d* rejected/i })
    .last()
    .click();
  const dialog = fleet.getByRole('dialog');
  await expect(dialog).toContainText('1234');
  await expect(dialog).toContainText(/JSON/);
  await fleet.keyboard.press('Escape');

  await goToView(fleet, '#/connections');
  await view(fleet).getByRole('button', { name: 'Remove Rough' }).click();
  await fleet
    .getByRole('dialog')
    .getByRole('button', { name: /^Remove/ })
    .click();
});

import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { addConnection, connectionCard, expect, goToView, secretField, test } from './fixtures.ts';

const connection = 'Yard';
const password = `pw-${crypto.randomUUID()}`;
const passphrase = `a long sentence ${crypto.randomUUID()}`;

test.describe.configure({ mode: 'serial' });
test.use({ consoleOf: { name: 'admin', args: ['--vehicles', '2'] } });

const admin = (page: Page) => page.getByRole('region', { name: 'Admin' });
const place = (page: Page) => admin(page).getByRole('region', { name: 'Where secrets are kept' });

test('secrets come under a passphrase: locked, a wrong one refused, unlocked', async ({ fleet }) => {
  const form = await addConnection(fleet, /^Any MQTT broker/);
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill(connection);
  await form.getByRole('textbox', { name: 'Address' }).fill('mqtt://127.0.0.1:9');
  await form.getByRole('textbox', { name: 'Topic 1', exact: true }).fill('fleet/#');
  await form.getByRole('textbox', { name: 'User name' }).fill('dispatcher');
  await secretField(form, /^Password/).fill(password);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(connectionCard(fleet, connection)).toBeVisible();

  await goToView(fleet, '#/admin/secrets');
  await expect(place(fleet)).toContainText('gone when the console is closed');
  await place(fleet).getByRole('button', { name: 'Use a passphrase…' }).click();
  const dialog = fleet.getByRole('dialog');
  await secretField(dialog, /^New passphrase/).fill(passphrase);
  await secretField(dialog, /^The same once more/).fill(passphrase);
  await dialog.getByRole('checkbox', { name: /^I have kept it/ }).check();
  await dialog.getByRole('button', { name: 'Move under the passphrase' }).click();
  await expect(dialog).toBeHidden();
  await expect(place(fleet)).toContainText('kept when the console is closed');

  await place(fleet).getByRole('button', { name: 'Lock now' }).click();
  await expect(place(fleet)).toContainText('Vault under a passphrase, locked');
  await goToView(fleet, '#/fleet');
  await expect(fleet.getByText('Secrets are locked.')).toBeVisible();

  await goToView(fleet, '#/admin/secrets');
  const unlock = place(fleet).getByRole('form', { name: 'Unlock the vault' });
  await secretField(unlock, /^Passphrase of the vault/).fill('not the right one');
  await unlock.getByRole('button', { name: 'Unlock' }).click();
  await expect(unlock.getByRole('alert')).toContainText('Not unlocked');
  await secretField(unlock, /^Passphrase of the vault/).fill(passphrase);
  await unlock.getByRole('button', { name: 'Unlock' }).click();
  await expect(unlock).toBeHidden();
  await expect(place(fleet)).not.toContainText('locked');
  await expect(fleet.getByText('Secrets are locked.')).toBeHidden();
});

test('settings go out as a file without secrets, and come in after one has seen what changes', async ({ fleet }) => {
  await goToView(fleet, '#/admin/backup');
  const [download] = await Promise.all([
    fleet.waitForEvent('download'),
    admin(fleet).getByRole('button', { name: 'Export without secrets' }).click(),
  ]);
  const file = await download.path();
  const content = await readFile(file, 'utf8');
  expect(content).toContain(connection);
  expect(content).not.toContain(password);

  await goToView(fleet, '#/connections');
  await fleet.getByRole('button', { name: `Remove ${connection}` }).click();
  await fleet
    .getByRole('dialog')
    .getByRole('button', { name: /^Remove/ })
    .click();
  await expect(connectionCard(fleet, connection)).toHaveCount(0);

  await goToView(fleet, '#/admin/backup');
  await admin(fleet)
    .getByLabel('Backup file')
    .setInputFiles({ name: 'settings.json', mimeType: 'application/json', buffer: Buffer.from(content) });
  const found = admin(fleet).getByRole('list', { name: 'Connections in the file' });
  const item = found.getByRole('listitem', { name: connection });
  await expect(item).toContainText('Not here yet');
  await item.getByRole('radio', { name: 'Add', exact: true }).check();
  await goToView(fleet, '#/connections');
  await fleet.getByRole('dialog').getByRole('button', { name: 'Go on with the import' }).click();
  await admin(fleet).getByRole('button', { name: 'Import as chosen' }).click();
  await expect(admin(fleet).getByRole('status', { name: 'Import' })).toContainText('1 connection added');
  await goToView(fleet, '#/connections');
  await expect(connectionCard(fleet, connection)).toBeVisible();
});

test('the audit log shows what was done, can be searched, and proves that it is whole', async ({ fleet }) => {
  await goToView(fleet, '#/admin/audit');
  const rows = admin(fleet).getByRole('grid').getByRole('row');
  for (const action of ['Move secrets', 'Lock vault', 'Try to unlock vault', 'Unlock vault', 'Export settings']) {
    await expect(rows.filter({ hasText: action }).first()).toBeVisible();
  }
  await admin(fleet).getByRole('textbox', { name: 'Find in the log' }).fill('Import settings');
  await expect(rows.filter({ hasText: 'Lock vault' })).toHaveCount(0);
  await expect(rows.filter({ hasText: 'Import settings' }).first()).toBeVisible();
  await admin(fleet).getByRole('button', { name: 'Clear filters' }).click();
  await admin(fleet).getByRole('button', { name: 'Verify' }).click();
  await expect(admin(fleet).getByRole('status', { name: 'Check of the log' })).toContainText('Intact');
  expect(await fleet.content()).not.toContain(password);
  expect(await fleet.content()).not.toContain(passphrase);
});

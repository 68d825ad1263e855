import type { Locator, Page } from '@playwright/test';
import { connectionCard, expect, goToView, test } from './fixtures.ts';

/** It makes and deletes vehicles: a console of its own. */
test.use({ consoleOf: { name: 'bulk-devices', args: ['--vehicles', '12'] } });

const connections = { watson: 'Practice fleet', central: 'Practice IoT Central' } as const;

const dialogOf = (page: Page, title: RegExp): Locator => page.getByRole('dialog', { name: title });

const choose = async (page: Page, connection: string, item: string): Promise<void> => {
  await goToView(page, '#/connections');
  const card = connectionCard(page, connection);
  const power = card.getByRole('switch');
  if (!(await power.isChecked())) await power.click();
  await expect(card).toContainText('token accepted');
  await expect(card).toContainText(/vehicles? listed/);
  await card.getByRole('button', { name: `Several vehicles of ${connection}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

const enterList = async (page: Page, text: string, type: RegExp): Promise<void> => {
  const dialog = dialogOf(page, /^Several new vehicles/);
  await dialog.getByRole('textbox', { name: 'List of vehicles' }).fill(text);
  await dialog.getByRole('combobox', { name: /of the lines that name none/ }).click();
  await page.getByRole('option', { name: type }).click();
  await dialog.getByRole('button', { name: 'Check the list' }).click();
};

const deleteAll = async (page: Page, connection: string, filter: string, count: number): Promise<void> => {
  await choose(page, connection, 'Delete several…');
  const choosing = dialogOf(page, /are to be deleted/);
  await choosing.getByRole('textbox', { name: 'Find vehicles' }).fill(filter);
  await choosing.getByRole('button', { name: `Choose the ${String(count)} vehicles` }).click();
  await choosing.getByRole('button', { name: `Continue with ${String(count)} vehicles` }).click();
  const asking = dialogOf(page, /^Delete/);
  await expect(asking.getByRole('region', { name: 'Vehicles to be deleted' }).getByRole('listitem')).toHaveCount(count);
  await asking.getByRole('textbox').fill(String(count));
  await asking.getByRole('button', { name: `Delete ${String(count)} vehicles` }).click();
  const ended = dialogOf(page, /What became of them/);
  await expect(ended.getByText(`${String(count)} vehicles deleted.`)).toBeVisible();
  await ended.getByRole('button', { name: 'Close' }).last().click();
};

test('a list of Watson vehicles is checked, created in parts, handed over as an encrypted file, and deleted again', async ({
  fleet,
}) => {
  await choose(fleet, connections.watson, 'Add several…');
  const good = Array.from({ length: 30 }, (_, index) => `YARD-${String(index + 1).padStart(3, '0')}`);
  await enterList(fleet, [...good, 'YARD 99', 'TRUCK-001,refrigerated-truck'].join('\n'), /^Van/);

  const checking = dialogOf(fleet, /^Check 32 lines/);
  await expect(checking.getByText('2 lines have a problem and are left out.')).toBeVisible();
  await expect(checking.getByRole('row', { name: /TRUCK-001/ })).toContainText('with this type and id already');
  await checking.getByRole('button', { name: 'Create 30 vehicles' }).click();

  const ended = dialogOf(fleet, /What became of them/);
  await expect(ended.getByText('30 vehicles created.')).toBeVisible();
  const keys = ended.getByRole('button', { name: 'Keys of YARD-001' });
  await keys.click();
  await expect(ended.getByText('use-token-auth')).toBeVisible();
  await expect(ended.getByRole('button', { name: 'Show Authentication token' })).toBeVisible();

  await ended.getByRole('button', { name: 'Close' }).click();
  const asking = dialogOf(fleet, /^Leave without the keys of 30 vehicles/);
  await asking.getByRole('button', { name: 'Go back and take them' }).click();
  await ended.getByRole('button', { name: 'Save as an encrypted file…' }).click();
  await ended.getByLabel('New passphrase').fill('k7wq-m2ha-9fxt-ve4c');
  await ended.getByLabel('The same once more').fill('k7wq-m2ha-9fxt-ve4c');
  await ended.getByRole('checkbox').check();
  const download = fleet.waitForEvent('download');
  await ended.getByRole('button', { name: 'Encrypt and save the file' }).click();
  expect((await download).suggestedFilename()).toBe('Practice-fleet-keys.csv.age');
  await ended.getByRole('button', { name: 'I have the keys: close' }).click();
  await expect(fleet.getByRole('button', { name: 'Several vehicles of Practice fleet' })).toBeFocused();

  await goToView(fleet, '#/admin/audit');
  await expect(fleet.getByRole('row', { name: /Hand vehicle keys over as a file.*30 vehicles/ }).first()).toBeVisible();
  await deleteAll(fleet, connections.watson, 'YARD', 30);
});

test('on IoT Central, which takes no lists, they are made one after the other; the keyboard is enough', async ({
  fleet,
}) => {
  await goToView(fleet, '#/connections');
  const card = connectionCard(fleet, connections.central);
  if (!(await card.getByRole('switch').isChecked())) await card.getByRole('switch').click();
  await expect(card).toContainText(/vehicles? listed/);
  await card.getByRole('button', { name: `Several vehicles of ${connections.central}` }).focus();
  await fleet.keyboard.press('Enter');
  await expect(fleet.getByRole('menu')).toBeVisible();
  await fleet.keyboard.press('ArrowDown');
  await expect(fleet.getByRole('menuitem', { name: 'Add several…' })).toBeFocused();
  await fleet.keyboard.press('Enter');
  const entering = dialogOf(fleet, /^Several new vehicles/);
  await expect(entering.getByRole('textbox', { name: 'List of vehicles' })).toBeFocused();
  await fleet.keyboard.type('YARD-501\nYARD-502\n');
  const type = entering.getByRole('combobox', { name: /^Device template of the lines/ });
  await type.focus();
  await fleet.keyboard.type('Van');
  await fleet.keyboard.press('ArrowDown');
  await fleet.keyboard.press('Enter');
  await entering.getByRole('button', { name: 'Check the list' }).focus();
  await fleet.keyboard.press('Enter');
  const create = dialogOf(fleet, /^Check 2 lines/).getByRole('button', { name: 'Create 2 vehicles' });
  await create.focus();
  await fleet.keyboard.press('Enter');
  const ended = dialogOf(fleet, /What became of them/);
  await expect(ended.getByText('2 vehicles created.')).toBeVisible();
  await ended.getByRole('button', { name: 'Close' }).click();
  await dialogOf(fleet, /^Leave without/)
    .getByRole('button', { name: 'Leave without them' })
    .click();
  await expect(fleet.getByRole('dialog')).toHaveCount(0);
  await deleteAll(fleet, connections.central, 'YARD-50', 2);
});

test('a platform that goes silent in the middle leaves in doubt what was sent, and says what was not', async ({
  fleet,
  running,
}) => {
  const { watson, adminKey } = running.ready.practice;
  await choose(fleet, connections.watson, 'Add several…');
  await enterList(fleet, Array.from({ length: 60 }, (_, index) => `LOST-${String(index)}`).join('\n'), /^Van/);
  const fault = await fetch(new URL('/practice/faults', watson.restUrl), {
    method: 'POST',
    headers: { 'x-practice-key': adminKey, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'cut', path: '/bulk/devices/add', after: 1, times: 1 }),
  });
  expect(fault.status).toBe(201);
  await dialogOf(fleet, /^Check 60 lines/)
    .getByRole('button', { name: 'Create 60 vehicles' })
    .click();
  const ended = dialogOf(fleet, /What became of them/);
  await expect(ended.getByText('25 vehicles created, 25 not known, 10 not sent.')).toBeVisible();
  await expect(ended.getByRole('alert')).toContainText('It ended early.');
  await ended.getByRole('button', { name: 'Go on with 10 vehicles not sent' }).click();
  await expect(ended.getByText('35 vehicles created, 25 not known.')).toBeVisible();
});

import type { Page } from '@playwright/test';
import { addConnection, connectionCard, connectionForm, expect, goToView, secretField, test } from './fixtures.ts';
import type { WatsonAccess, WatsonKey } from '../support/console-process.ts';

test.describe.configure({ mode: 'serial' });
test.use({ consoleOf: { name: 'tokens', args: ['--vehicles', '2'] } });

const view = (page: Page) => page.getByRole('region', { name: 'Tokens' });
const dialogOf = (page: Page, title: RegExp) => page.getByRole('dialog', { name: title });

const addIotCentral = async (page: Page, name: string, address: string, token: string): Promise<void> => {
  const form = await addConnection(page, /^Azure IoT Central/);
  await form.getByRole('textbox', { name: 'Address of the application' }).fill(address);
  await secretField(form, /^API token/).fill(token);
  await finishSetup(page, name);
};

const addWatson = async (page: Page, name: string, { restUrl }: WatsonAccess, mqttUrl: string, key: WatsonKey) => {
  const form = await addConnection(page, /^Watson IoT/);
  await form.getByRole('textbox', { name: 'API key' }).fill(key.apiKey);
  await secretField(form, /^Token/).fill(key.apiToken);
  await form.getByRole('textbox', { name: 'Address', exact: true }).fill(new URL(restUrl).origin);
  await form.getByRole('textbox', { name: /^Address of the live messages/ }).fill(mqttUrl);
  await finishSetup(page, name);
};

const finishSetup = async (page: Page, name: string): Promise<void> => {
  const form = connectionForm(page);
  await form.getByRole('button', { name: 'Next: test it' }).click();
  await expect(form.getByRole('status', { name: 'Connection test' })).toContainText('The connection works.');
  await form.getByRole('button', { name: 'Next: choose what to watch' }).click();
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(connectionCard(page, name)).toContainText('token accepted');
};

const openTokens = async (page: Page, connection: string): Promise<void> => {
  await goToView(page, '#/tokens');
  await view(page)
    .getByRole('navigation', { name: 'Connections' })
    .getByRole('link', { name: new RegExp(`^${connection} `) })
    .click();
};

const rowOf = (page: Page, connection: string, token: string) =>
  view(page)
    .getByRole('grid', { name: `Tokens of ${connection}` })
    .getByRole('row')
    .filter({ hasText: token });

/** Makes a token, shows its secret, and saves it into a connection of its own. */
const createAndSave = async (page: Page, names: { platform: RegExp; token: string; role: string; into: string }) => {
  await view(page)
    .getByRole('button', { name: /^New (token|API key)…/ })
    .click();
  const form = dialogOf(page, /^New /);
  await form.getByRole('textbox', { name: /^(Name|Comment)/ }).fill(names.token);
  await form.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: names.role, exact: true }).click();
  await form.getByRole('button', { name: names.platform }).click();

  const taking = dialogOf(page, /^The secret of/);
  await expect(taking.getByRole('button', { name: 'Copy (C)' })).toBeFocused();
  await page.keyboard.press('Escape');
  const question = dialogOf(page, /^Leave without the secret/);
  await question.getByRole('button', { name: 'Go back and take it' }).click();
  await expect(question).toBeHidden();
  await taking.getByRole('button', { name: 'Show', exact: true }).click();
  const secret = await taking.getByLabel('Secret in plain text').textContent();
  expect(secret?.length ?? 0).toBeGreaterThan(10);
  await taking.getByRole('combobox', { name: 'Connection' }).click();
  await page.getByRole('option', { name: 'A new connection' }).click();
  await taking.getByRole('textbox', { name: 'Name of the new connection' }).fill(names.into);
  await taking.getByRole('button', { name: 'Save into the connection' }).click();
  await expect(taking).toContainText(`Saved into “${names.into}”`);
  await taking.getByRole('button', { name: 'Done' }).click();
  await expect(taking).toBeHidden();
  expect(await page.content()).not.toContain(secret);
};

/** From the new token's making to the old one's end, in one sitting. */
const rotate = async (page: Page, connection: string, token: string, into: string): Promise<void> => {
  await rowOf(page, connection, token).click();
  await view(page)
    .getByRole('group', { name: `Actions for ${token}` })
    .getByRole('button', { name: 'Rotate…' })
    .click();
  const dialog = dialogOf(page, /^Rotate/);
  await dialog.getByRole('combobox', { name: 'Both stay valid for' }).click();
  await page.getByRole('option', { name: 'None: revoke at once' }).click();
  await dialog.getByRole('button', { name: /^Begin: make the new/ }).click();
  await dialog.getByRole('button', { name: 'Test the new token' }).click();
  await dialog.getByRole('button', { name: 'Switch the connections over' }).click();
  await expect(dialog).toContainText(into);
  await dialog.getByRole('button', { name: 'Go on to revoking' }).click();
  await acknowledge(page, /^Rotate/);
  await dialog.getByRole('button', { name: 'Revoke the old token' }).click();
  await expect(dialog).toContainText('Done.');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
};

/** Reads and ticks what stops working, where anything does. */
const acknowledge = async (page: Page, title: RegExp): Promise<void> => {
  const dialog = dialogOf(page, title);
  const whatStops = dialog.getByRole('group', { name: 'What stops working' });
  await expect(whatStops.or(dialog.getByText(/^Nothing that this console knows of stops/))).toBeVisible();
  for (const box of await dialog.getByRole('checkbox').all()) await box.check();
};

const revoke = async (page: Page, connection: string, token: string): Promise<void> => {
  await rowOf(page, connection, token).click();
  await view(page)
    .getByRole('group', { name: `Actions for ${token}` })
    .getByRole('button', { name: 'Delete…' })
    .click();
  await acknowledge(page, /^Delete/);
  await dialogOf(page, /^Delete/)
    .getByRole('button', { name: /^Delete (token|API key)/ })
    .click();
  await expect(rowOf(page, connection, token)).toHaveCount(0);
};

test('IoT Central: a token is made, shown once, saved into a connection, rotated and revoked', async ({
  fleet,
  running,
}) => {
  const { restUrl, tokens } = running.ready.practice.iotCentral;
  await addIotCentral(fleet, 'Contoso', new URL(restUrl).origin, tokens.administrator);
  await openTokens(fleet, 'Contoso');
  await expect(rowOf(fleet, 'Contoso', 'practice-administrator')).toContainText('this connection');
  await createAndSave(fleet, {
    platform: /^Make it on Azure IoT Central/,
    token: 'night-shift',
    role: 'Operator',
    into: 'Night shift',
  });
  await expect(rowOf(fleet, 'Contoso', 'night-shift')).toContainText('Night shift');
  await rotate(fleet, 'Contoso', 'night-shift', 'Night shift');
  await expect(rowOf(fleet, 'Contoso', 'night-shift')).toHaveCount(1);
  await expect(rowOf(fleet, 'Contoso', 'night-shift-2')).toContainText('Night shift');
  await goToView(fleet, '#/connections');
  await expect(connectionCard(fleet, 'Night shift')).toContainText('token accepted');
  await openTokens(fleet, 'Contoso');
  await revoke(fleet, 'Contoso', 'practice-builder');
});

test('Watson: an API key is made, shown once, saved into a connection, rotated and revoked', async ({
  fleet,
  running,
}) => {
  const { watson, mqttUrl } = running.ready.practice;
  await addWatson(fleet, 'Depot', watson, mqttUrl, watson.keys.operations);
  await openTokens(fleet, 'Depot');
  await expect(rowOf(fleet, 'Depot', 'Practice key: operations')).toContainText('this connection');
  await createAndSave(fleet, {
    platform: /^Make it on Watson IoT/,
    token: 'Night desk',
    role: 'Standard application',
    into: 'Nights',
  });
  await expect(rowOf(fleet, 'Depot', 'Night desk')).toContainText('Nights');
  await rotate(fleet, 'Depot', 'Night desk', 'Nights');
  await expect(rowOf(fleet, 'Depot', 'Night desk')).toHaveCount(1);
  await expect(rowOf(fleet, 'Depot', 'Night desk-2')).toContainText('Nights');
  await goToView(fleet, '#/connections');
  await expect(connectionCard(fleet, 'Nights')).toContainText('token accepted');
  await expect(connectionCard(fleet, 'Nights')).toContainText('Live');
  await openTokens(fleet, 'Depot');
  await revoke(fleet, 'Depot', 'Practice key: device');
});

test('an operator’s token is told why it sees no tokens, and who can help', async ({ fleet, running }) => {
  const { restUrl, tokens } = running.ready.practice.iotCentral;
  await addIotCentral(fleet, 'Control room', new URL(restUrl).origin, tokens.operator);
  await openTokens(fleet, 'Control room');
  await expect(view(fleet)).toContainText('The tokens of Control room are not shown to this connection');
  await expect(view(fleet)).toContainText('Who can help:');
  await view(fleet).getByRole('link', { name: 'Tokens seen through Contoso' }).click();
  await expect(rowOf(fleet, 'Contoso', 'practice-operator')).toBeVisible();
});

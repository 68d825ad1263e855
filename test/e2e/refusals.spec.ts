import type { Locator, Page } from '@playwright/test';
import { addConnection, connectionCard, expect, goToView, secretField, test } from './fixtures.ts';
import type { IotCentralAccess, WatsonAccess } from '../support/console-process.ts';

test.describe.configure({ mode: 'serial' });
test.use({ consoleOf: { name: 'refusals', args: ['--vehicles', '6'] } });

const operatorRole = 'ae2c9854-393b-4f97-8c42-479d70ce626e';
const minuteAgo = (): string => new Date(Date.now() - 60_000).toISOString();

/** As an administrator elsewhere. */
const callCentral = async ({ restUrl, tokens }: IotCentralAccess, method: string, id: string, expiry?: string) => {
  const answer = await fetch(`${restUrl}/apiTokens/${id}?api-version=2022-07-31`, {
    method,
    headers: { authorization: tokens.administrator, ...(method === 'PUT' && { 'content-type': 'application/json' }) },
    ...(method === 'PUT' && { body: JSON.stringify({ roles: [{ role: operatorRole }], ...(expiry && { expiry }) }) }),
  });
  expect(answer.ok).toBe(true);
  return method === 'PUT' ? ((await answer.json()) as { token: string }).token : '';
};
const callWatson = async ({ restUrl, keys }: WatsonAccess, method: string, path: string, body?: object) => {
  const { apiKey, apiToken } = keys.operations;
  const answer = await fetch(`${restUrl}/authorization/apikeys${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${apiKey}:${apiToken}`).toString('base64')}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as { key: string; token: string };
};

/** Goes on to the test, reads what it says, and comes back to the first step. */
const refusalOf = async (form: Locator): Promise<string> => {
  await form.getByRole('button', { name: 'Next: test it' }).click();
  const outcome = form.getByRole('status', { name: 'Connection test' });
  await expect(outcome).toContainText('Token');
  await expect(outcome).toContainText(/Enter|Use a key|Copy it/);
  const said = await outcome.innerText();
  await form.getByRole('button', { name: 'Back' }).click();
  return said;
};

const remarkOn = (form: Locator): Locator => form.getByRole('status', { name: 'Read from the token' });

const switchOn = async (page: Page, name: string): Promise<void> => {
  await goToView(page, '#/connections');
  const card = connectionCard(page, name);
  await card.getByRole('switch').click({ force: true });
  await expect(card).toContainText('Live');
};

test('the setup says of an IoT Central token which is wrong with it, where another connection may look', async ({
  fleet,
  running,
}) => {
  const { iotCentral } = running.ready.practice;
  await switchOn(fleet, 'Practice IoT Central');
  const good = await callCentral(iotCentral, 'PUT', 'good');
  const expired = await callCentral(iotCentral, 'PUT', 'over', minuteAgo());
  const revoked = await callCentral(iotCentral, 'PUT', 'gone');
  await callCentral(iotCentral, 'DELETE', 'gone');

  const form = await addConnection(fleet, /^Azure IoT Central/);
  await form.getByRole('textbox', { name: 'Address of the application' }).fill(new URL(iotCentral.restUrl).origin);
  const token = secretField(form, /^API token/);

  await token.fill(good.slice(0, -3));
  await expect(remarkOn(form)).toContainText('A part at the end of this token is missing');
  expect(await refusalOf(form)).toContain('“good” is damaged');
  await token.fill(good.replace(/(?<=sig=(?:%..)*)[A-Za-z0-9]/, (one) => (one === 'A' ? 'B' : 'A')));
  expect(await refusalOf(form)).toContain('“good” is wrong');
  await token.fill(expired);
  await expect(remarkOn(form)).toContainText('This token has expired');
  expect(await refusalOf(form)).toContain('“over” expired on');
  await token.fill(revoked);
  expect(await refusalOf(form)).toContain('“gone” was revoked');
  await token.fill(good.replace(/sr=[^&]*/, 'sr=00000000-1111-2222-3333-444444444444'));
  expect(await refusalOf(form)).toContain('“good” belongs to another IoT Central application');
});

test('the setup says of a Watson key which is wrong with it, where another connection may look', async ({
  fleet,
  running,
}) => {
  const { watson, mqttUrl } = running.ready.practice;
  const wish = { comment: 'For the setup', roles: ['PD_STANDARD_APP'] };
  const good = await callWatson(watson, 'POST', '', wish);
  const expired = await callWatson(watson, 'POST', '', { ...wish, expiresAt: minuteAgo() });
  const revoked = await callWatson(watson, 'POST', '', wish);
  await callWatson(watson, 'DELETE', `/${revoked.key}`);

  const form = await addConnection(fleet, /^Watson IoT/);
  const key = form.getByRole('textbox', { name: 'API key' });
  const token = secretField(form, /^Token/i);
  const use = async (access: { readonly key: string; readonly token: string }): Promise<string> => {
    await key.fill(access.key);
    await token.fill(access.token);
    await form.getByRole('textbox', { name: 'Address', exact: true }).fill(new URL(watson.restUrl).origin);
    await form.getByRole('textbox', { name: /^Address of the live messages/ }).fill(mqttUrl);
    return refusalOf(form);
  };

  expect(await use({ ...good, token: good.token.slice(0, 12) })).toContain(
    'has 12 characters, where such tokens have 18',
  );
  await expect(remarkOn(form)).toContainText('This token has 12 characters');
  expect(await use({ ...good, token: `${good.token.startsWith('A') ? 'B' : 'A'}${good.token.slice(1)}` })).toContain(
    'is not that of the API key',
  );
  expect(await use(expired)).toContain('expired on');
  expect(await use(revoked)).toContain('was revoked');
  expect(await use({ ...good, key: 'a-other1-x1y2z3a4b5' })).toContain('belongs to the organisation other1');
});

import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumLaunchOptions } from '../support/chromium.ts';
import { startConsole, type RunningConsole } from '../support/console-process.ts';
import { canReadProcesses, filesBelow, processPlaces, type Place } from '../support/leaks/places.ts';
import { createSecretSearch, type Finding } from '../support/leaks/secret-search.ts';
import {
  addConnection,
  connectionCard,
  connectionForm,
  expect,
  goToView,
  openFleet,
  secretField,
  test,
} from './fixtures.ts';

// What a page keeps, shows and tells, in a browser with a profile on disk, so that the profile can be searched, too.

test.describe.configure({ mode: 'serial' });

const search = createSecretSearch();
const said: string[] = [];
let running: RunningConsole;
let profile: string;
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  running = await startConsole({ args: ['--vehicles', '3', '--verbose'] });
  const { watson, iotCentral, adminKey } = running.ready.practice;
  for (const [role, token] of Object.entries(iotCentral.tokens)) search.know(`IoT Central's ${role} token`, token);
  for (const [role, { apiToken }] of Object.entries(watson.keys)) search.know(`Watson's ${role} token`, apiToken);
  search.know("the practice platform's admin key", adminKey);
  profile = await mkdtemp(join(tmpdir(), 'fleetdeck-profile-'));
  context = await chromium.launchPersistentContext(profile, chromiumLaunchOptions());
  page = context.pages()[0] ?? (await context.newPage());
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.stack ?? error.message));
  page.on('request', (request) => {
    // The first address is the one that was printed; its key is exchanged for a cookie at once.
    if (!request.url().startsWith(running.ready.url)) said.push(request.url(), JSON.stringify(request.headers()));
  });
});

test.afterAll(async () => {
  await context.close();
  await running.end();
  await rm(profile, { recursive: true, force: true });
});

/** What is on the page, entered values among it. */
const shown = (): Promise<string> =>
  page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')];
    return [document.documentElement.outerHTML, document.title, ...fields.map(({ value }) => value)].join('\n');
  });

/** What the page has put away, and the addresses it knows of. */
const kept = (): Promise<string> =>
  page.evaluate(async () => {
    const databases = await indexedDB.databases();
    return JSON.stringify({
      local: Object.entries(localStorage),
      session: Object.entries(sessionStorage),
      databases,
      caches: await caches.keys(),
      cookie: document.cookie,
      name: window.name,
      history: window.history.state as unknown,
      address: window.location.href,
      loaded: performance.getEntries().map(({ name }) => name),
    });
  });

const findIn = (places: readonly Place[]): readonly Finding[] =>
  places.flatMap(({ name, content }) => search.find(name, content));

const expectNothingOnPage = async (): Promise<void> => {
  expect(findIn([{ name: 'the page', content: await shown() }])).toEqual([]);
  expect(findIn([{ name: 'what the page keeps', content: await kept() }])).toEqual([]);
};

const killEngine = (): void => {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => ({ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? '' }));
  const below = (root: number): typeof table =>
    table.filter((one) => one.parent === root).flatMap((one) => [one, ...below(one.pid)]);
  const engine = below(running.process.pid ?? 0).find(({ command }) => command.includes('web/main.ts'));
  if (engine === undefined) throw new Error('The engine does not run.');
  process.kill(engine.pid, 'SIGKILL');
};

test('a token that was entered is neither on the page nor kept by it', async () => {
  const { restUrl, tokens } = running.ready.practice.iotCentral;
  await openFleet(page, running.ready.url);
  expect(page.url()).not.toContain('key=');
  const form = await addConnection(page, /^Azure IoT Central/);
  await form.getByRole('textbox', { name: 'Address of the application' }).fill(new URL(restUrl).origin);
  await secretField(form, /^API token/).fill(tokens.administrator);
  // The search sees what is on the page: here the token stands in its field.
  expect(search.find('the page', await shown())).not.toEqual([]);
  await form.getByRole('button', { name: 'Next: test it' }).click();
  await expect(form.getByRole('status', { name: 'Connection test' })).toContainText('The connection works.');
  await form.getByRole('button', { name: 'Next: choose what to watch' }).click();
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Contoso');
  await connectionForm(page).getByRole('button', { name: 'Save' }).click();
  await expect(connectionCard(page, 'Contoso')).toContainText('token accepted');
  await expectNothingOnPage();
});

test('a token that was made is on the page while it is shown, and nowhere afterwards', async () => {
  await goToView(page, '#/tokens');
  const view = page.getByRole('region', { name: 'Tokens' });
  await view
    .getByRole('navigation', { name: 'Connections' })
    .getByRole('link', { name: /^Contoso / })
    .click();
  await view.getByRole('button', { name: 'New token…' }).click();
  const form = page.getByRole('dialog', { name: /^New / });
  await form.getByRole('textbox', { name: /^Name/ }).fill('night-shift');
  await form.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Operator', exact: true }).click();
  await form.getByRole('button', { name: /^Make it on Azure IoT Central/ }).click();
  const taking = page.getByRole('dialog', { name: /^The secret of/ });
  await taking.getByRole('button', { name: 'Show', exact: true }).click();
  const secret = (await taking.getByLabel('Secret in plain text').textContent()) ?? '';
  expect(secret).toContain('sig=');
  search.know('the created token', secret.trim());
  expect(search.find('the page', await shown())).not.toEqual([]);
  expect(findIn([{ name: 'what the page keeps', content: await kept() }])).toEqual([]);
  await taking.getByRole('combobox', { name: 'Connection' }).click();
  await page.getByRole('option', { name: 'A new connection' }).click();
  await taking.getByRole('textbox', { name: 'Name of the new connection' }).fill('Night shift');
  await taking.getByRole('button', { name: 'Save into the connection' }).click();
  await expect(taking).toContainText('Saved into “Night shift”');
  await taking.getByRole('button', { name: 'Done' }).click();
  await expect(taking).toBeHidden();
  await expectNothingOnPage();
});

test('no view shows a secret, also after the engine was killed', async () => {
  killEngine();
  const banner = page.getByText(/engine (stopped answering|does not answer)/i).first();
  await expect(banner).toBeVisible();
  await expectNothingOnPage();
  await expect(banner).toBeHidden();
  for (const hash of [
    '#/connections',
    '#/tokens',
    '#/admin/secrets',
    '#/admin/backup',
    '#/admin/audit',
    '#/jobs',
    '#/fleet',
  ]) {
    await goToView(page, hash);
    await expect(page.getByRole('main')).not.toBeEmpty();
    await expectNothingOnPage();
  }
});

test('no secret is in what the page said or asked for, in a process, a file, or the profile of the browser', async () => {
  if (canReadProcesses) expect(findIn(await processPlaces(running.process.pid ?? 0))).toEqual([]);
  await context.close();
  expect(said.length).toBeGreaterThan(0);
  expect(search.find('what the page said or asked for', said.join('\n'))).toEqual([]);
  expect(search.find('what the console said', running.messages())).toEqual([]);
  const files = await filesBelow(running.homeDir);
  expect(files.map(({ name }) => name)).toContain(join('logs', 'fleetdeck.log'));
  expect(findIn(files)).toEqual([]);
  const ofBrowser = await filesBelow(profile);
  const visited = createSecretSearch();
  visited.know('the address', new URL(running.ready.url).host);
  expect(ofBrowser.flatMap(({ name, content }) => visited.find(name, content))).not.toEqual([]);
  expect(findIn(ofBrowser)).toEqual([]);
});

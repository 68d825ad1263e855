import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockDataFolder } from '../../../core/data-folder/lock.ts';
import { customPreset } from '../../../core/presets/custom.ts';
import { openPage, type PageDouble } from '../../../electron/testing/page-double.ts';
import { createClient, type ContractClient } from '../../../shared/contract/client.ts';
import { plainSettings } from '../../support/engine-fixture.ts';
import { startPlainBroker } from '../../support/plain-broker.ts';
import { buildDesktop, startDesktop, type DesktopApp } from '../../support/desktop-app.ts';

let built: Awaited<ReturnType<typeof buildDesktop>>;
let home: string;
let app: DesktopApp | undefined;

beforeAll(async () => {
  built = await buildDesktop();
});

afterAll(async () => {
  await built.remove();
});

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fleetdeck-home-'));
  app = undefined;
});

afterEach(async () => {
  app?.double.api.app.quit();
  await Promise.all((app?.double.processes ?? []).map((each) => each.ended));
  await rm(home, { recursive: true });
});

const start = (...args: string[]): DesktopApp => (app = startDesktop(built.folder, ['--home', home, ...args]));

const pageOf = async ({ double }: DesktopApp, address?: string): Promise<PageDouble> => {
  const { webContents } = await double.firstWindow;
  return openPage(double, webContents, join(built.folder, 'dist', 'electron', 'preload.cjs'), address);
};

const connect = async (page: PageDouble): Promise<ContractClient> => createClient(await page.connect());

const processOf = ({ double }: DesktopApp, name: string) => {
  const found = double.processes.findLast((each) => each.modulePath.endsWith(name));
  if (found === undefined) throw new Error(`${name} was not started`);
  return found;
};

const isLive = (client: ContractClient, wanted: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const subscription = client.subscribe(
      'connections',
      {},
      {
        onEvent: ({ connections }) => {
          if (connections.some(({ id, state }) => id === wanted && state === 'live')) {
            resolve();
            subscription.close();
          }
        },
        onError: ({ message }) => {
          reject(new Error(message));
        },
      },
    );
  });

describe('the desktop app', () => {
  it('gives its window a port to the engine, which shows the practice fleet', async () => {
    const running = start('--vehicles', '3');
    const page = await pageOf(running);
    // Asked before the engine is up: the port comes when it is.
    const client = await connect(page);
    const info = await client.call('app.info', {});
    expect(info).toMatchObject({
      ok: true,
      value: {
        host: 'desktop',
        version: '1.2.3',
        dataFolder: home,
        vault: { backend: 'gnome_libsecret', isPersistent: true },
      },
    });
    await isLive(client, 'practice');
    expect(page.windowMessages).toEqual([
      { message: 'fleetdeck-engine-port', origin: 'app://fleetdeck', portCount: 1 },
    ]);
    await running.started;
    expect(running.errors).toEqual([]);
  });

  it('starts the engine again when it dies: calls under way are answered, and the window gets a new port when it asks', async () => {
    const running = start('--no-practice');
    const page = await pageOf(running);
    const first = await connect(page);
    await running.started;
    const closed = new Promise<string>((resolve) => first.onClose(resolve));
    const silentBroker = createServer().listen(0, '127.0.0.1');
    await once(silentBroker, 'listening');
    const { port } = silentBroker.address() as AddressInfo;
    const reached = once(silentBroker, 'connection');
    const pending = first.call('connections.test', {
      settings: { ...customPreset.settings, url: `mqtt://127.0.0.1:${String(port)}` },
      secrets: {},
    });
    await reached;
    processOf(running, 'engine.js').kill();
    await closed;
    expect(await pending).toMatchObject({ ok: false, error: { code: 'engine-restarted', retryable: true } });
    // Told by the main process too: not every port notices.
    const messages = () => page.windowMessages.map(({ message }) => message);
    await expect.poll(messages).toEqual(['fleetdeck-engine-port', 'fleetdeck-engine-gone']);
    silentBroker.close();
    // The port may close before the process is known to be gone: then it asks once more, as the window does.
    const asksAgain = async () => (await (await connect(page)).call('app.info', {})).ok;
    await expect.poll(asksAgain, { timeout: 15_000 }).toBe(true);
    expect(running.double.processes.filter((each) => each.modulePath.endsWith('engine.js'))).toHaveLength(2);
  });

  it('follows a broker over WebSocket: all that takes is in the bundle', async () => {
    const broker = await startPlainBroker();
    const client = await connect(await pageOf(start('--no-practice')));
    const url = `ws://127.0.0.1:${String(broker.webSocketPort)}`;
    const settings = plainSettings(url, { protocolVersion: 4 });
    const saved = await client.call('connections.save', { settings, secrets: {} });
    if (!saved.ok) throw new Error(saved.error.message);
    await isLive(client, saved.value.id);
    await broker.close();
  });

  it('keeps a password in the keyring: it is in no file and no argument', async () => {
    const running = start('--no-practice');
    const client = await connect(await pageOf(running));
    const password = 'a-password-of-this-test';
    const saved = await client.call('connections.save', {
      settings: {
        ...customPreset.settings,
        name: 'Depot',
        url: 'mqtt://127.0.0.1:9',
        username: 'depot',
        isEnabled: false,
      },
      secrets: { password },
    });
    expect(saved).toMatchObject({ ok: true, value: { secrets: { password: 'ok' } } });
    const files = await readdir(home, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
    );
    expect(files.map((file) => file.name)).toContainEqual(expect.stringMatching(/^connection_2fdepot.+\.json$/));
    expect(texts.length).toBeGreaterThan(2);
    for (const text of texts) expect(text).not.toContain(password);
    expect(JSON.stringify(running.double.processes.map((each) => each.args))).not.toContain(password);
  });

  it('gives no port to a page that is not ours', async () => {
    const running = start('--no-practice');
    await running.started;
    const stranger = await pageOf(running, 'https://evil.example/');
    stranger.bridge.connectEngine();
    expect(stranger.windowMessages).toEqual([]);
    expect(await readFile(join(home, 'logs', 'desktop.log'), 'utf8')).toContain('a stranger asked for the engine');
  });

  it('starts the practice platform again on the same port, and the console is live again by itself', async () => {
    const running = start('--vehicles', '3', '--json');
    const client = await connect(await pageOf(running));
    await isLive(client, 'practice');
    processOf(running, 'practice.js').kill();
    await new Promise<void>((resolve) => {
      const subscription = client.subscribe(
        'connections',
        {},
        {
          onEvent: ({ connections }) => {
            if (connections.some(({ id, state }) => id === 'practice' && state === 'offline')) {
              resolve();
              subscription.close();
            }
          },
        },
      );
    });
    await isLive(client, 'practice');
  });

  it('prints one line for scripts, with a device to connect and without a window if so wished', async () => {
    const running = start('--vehicles', '2', '--json', '--no-open');
    await running.started;
    expect(running.double.windows).toEqual([]);
    expect(running.out).toHaveLength(1);
    expect(JSON.parse(running.out[0] ?? '')).toMatchObject({
      ready: true,
      host: 'desktop',
      practice: { mqttUrl: expect.stringMatching(/^mqtt:\/\/127\.0\.0\.1:\d+$/) as unknown, watson: { device: {} } },
    });
  });

  it('serves the window from its own scheme', async () => {
    const running = start('--no-practice');
    await running.started;
    const [window] = running.double.windows;
    expect(window?.address).toBe('app://fleetdeck/');
    expect(window?.shown).toBe(1);
    expect(window?.options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true });
    const serve = running.double.requestHandlers.get('app');
    const response = await serve?.(new Request('app://fleetdeck/'));
    expect(await response?.text()).toContain('<title>Fleetdeck</title>');
  });

  it('takes its folder, its lock and its sandbox before anything else, and has a menu', async () => {
    const running = start('--no-practice');
    await running.started;
    expect(running.double.calls).toEqual([
      'setPath userData',
      'requestSingleInstanceLock',
      'enableSandbox',
      'registerSchemesAsPrivileged',
      'setApplicationMenu',
    ]);
  });

  it('frees everything at its end', async () => {
    const running = start('--vehicles', '2');
    await running.started;
    running.double.api.app.quit();
    await Promise.all(running.double.processes.map((each) => each.ended));
    lockDataFolder(home).release();
  });

  it('opens more windows from the menu, each with a place and a port of its own', async () => {
    const running = start('--no-practice');
    const first = await connect(await pageOf(running));
    await running.started;
    const file = running.double.menus[0]?.find(({ label }) => label === '&File')?.submenu;
    const item = Array.isArray(file) ? file.find(({ label }) => label === 'New window') : undefined;
    item?.click?.({} as never, undefined, {});
    const [, second] = running.double.windows;
    if (second === undefined) throw new Error('no second window was opened');
    const preload = join(built.folder, 'dist', 'electron', 'preload.cjs');
    const page = openPage(running.double, second.webContents, preload);
    expect((await (await connect(page)).call('app.info', {})).ok).toBe(true);
    expect((await first.call('app.info', {})).ok).toBe(true);
    expect(running.double.windows.map(({ options }) => options.name)).toEqual(['fleet', 'fleet-2']);
  });

  it('ends at a signal without asking for what is not saved', async () => {
    const running = start('--no-practice');
    await running.started;
    running.interrupt();
    expect(await running.double.exited).toBe(0);
    expect(running.double.windows[0]?.isDestroyed()).toBe(true);
    expect(running.double.questions).toEqual([]);
  });

  it('comes to the front when it is started a second time', async () => {
    const running = start('--no-practice');
    await running.started;
    running.double.app.emit('second-instance');
    expect(running.double.windows).toHaveLength(1);
    expect(running.double.windows[0]?.focused).toBe(1);
  });
});

describe('a start that cannot go on', () => {
  it('as a second instance ends quietly and starts nothing', async () => {
    app = startDesktop(built.folder, ['--home', home], { isFirstInstance: false });
    await app.started;
    expect(await app.double.exited).toBe(0);
    expect(app.double.processes).toEqual([]);
    expect(app.double.windows).toEqual([]);
  });

  it('says which option is wrong', async () => {
    const running = start('--vehicles', 'many');
    expect(await running.double.exited).toBe(2);
    expect(running.errors).toEqual(['--vehicles takes a whole number from 1 to 5000, not "many".\n']);
  });

  it('says that the data folder is in use', async () => {
    const lock = lockDataFolder(home);
    const running = start('--no-practice');
    expect(await running.double.exited).toBe(1);
    expect(running.double.errorBoxes).toEqual([expect.stringContaining('is in use by another Fleetdeck')]);
    expect(running.double.processes).toEqual([]);
    lock.release();
  });

  it("says why a recording cannot be replayed, in the practice platform's words", async () => {
    const running = start('--replay', join(home, 'nowhere.jsonl'));
    expect(await running.double.exited).toBe(1);
    expect(running.double.errorBoxes).toEqual([expect.stringContaining('nowhere.jsonl')]);
  });
});

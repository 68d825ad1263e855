import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { presetById } from '../../../core/presets/presets.ts';
import type { HostMessage, StartOptions } from '../../../web/messages.ts';
import { connectToEngine } from '../../support/engine-client.ts';

const entry = fileURLToPath(new URL('../../../web/main.ts', import.meta.url));
/** Windows has no signals that a process could answer. */
const waysToEnd =
  process.platform === 'win32' ? (['disconnect'] as const) : (['disconnect', 'SIGTERM', 'SIGINT'] as const);
const apiToken = 'a-token-of-this-test';

interface Running {
  readonly child: ChildProcess;
  readonly answer: HostMessage;
  /** All that it wrote on standard output and standard error. */
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

let folder: string;
let home: string;
let children: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetdeck-browser-'));
  home = join(folder, 'home');
  children = [];
  await mkdir(join(folder, 'renderer'));
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html><title>Fleetdeck</title>');
});

afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
  await rm(folder, { recursive: true });
});

const launch = async (message: unknown, execArgv: readonly string[] = []): Promise<Running> => {
  const child = fork(entry, [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    execArgv: [...execArgv],
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (output += String(part)));
  const exited = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null);
  const answered = once(child, 'message');
  child.send(message as object);
  const [answer] = (await answered) as [HostMessage];
  return { child, answer, output: () => output, exited };
};

const start = (options: Partial<StartOptions> = {}, execArgv: readonly string[] = []): Promise<Running> =>
  launch(
    {
      type: 'start',
      options: {
        homeDir: home,
        isKeyringWanted: false,
        rendererDir: join(folder, 'renderer'),
        managedConnections: [
          {
            id: 'practice',
            name: 'Practice fleet',
            presetId: 'practice',
            url: 'mqtt://127.0.0.1:9',
            username: 'a-practice-key',
            password: apiToken,
          },
        ],
        ...options,
      },
    },
    execArgv,
  );

const readyOf = ({ answer, output }: Running): Extract<HostMessage, { type: 'ready' }> => {
  if (answer.type !== 'ready') throw new Error(`${JSON.stringify(answer)} ${output()}`);
  return answer;
};

const isPortFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });

describe('the browser host', () => {
  it('says where it is, and lets a window with the printed address speak to the engine', async () => {
    const running = await start();
    const { url, notices } = readyOf(running);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?key=[\w-]{43}$/);
    expect(notices).toEqual([]);
    const client = await connectToEngine(url);
    expect(await client.call('app.info', {})).toMatchObject({
      ok: true,
      value: {
        host: 'browser',
        name: 'Fleetdeck',
        dataFolder: home,
        vault: { backend: 'memory', isPersistent: false },
      },
    });
    client.close();
  });

  it('serves two windows at once', async () => {
    const { url } = readyOf(await start());
    const clients = await Promise.all([connectToEngine(url), connectToEngine(url)]);
    for (const client of clients) expect((await client.call('preferences.get', {})).ok).toBe(true);
    for (const client of clients) client.close();
  });

  it('killed and started again with what it handed over, is where it was, for the same key and cookie', async () => {
    const first = await start();
    const { url, restart } = readyOf(first);
    const cookie = await cookieOf(url);
    const client = await connectToEngine(url);
    const closed = new Promise((resolve) => client.onClose(resolve));
    first.child.kill('SIGKILL');
    await closed;
    await first.exited;
    const second = readyOf(await start({ restart }));
    expect(second).toMatchObject({ url, restart });
    const page = await fetch(new URL('/', url), { headers: { cookie } });
    expect(page.status).toBe(200);
    const again = await connectToEngine(url);
    expect((await again.call('app.info', {})).ok).toBe(true);
    again.close();
  });

  it('hands a password over whenever it changes, so that an engine that was killed can sign in again', async () => {
    const password = `pw-${randomUUID()}`;
    const first = await start();
    const { url } = readyOf(first);
    const client = await connectToEngine(url);
    const told = once(first.child, 'message');
    const { settings } = presetById('custom');
    const saved = await client.call('connections.save', {
      settings: { ...settings, name: 'Yard', url: 'mqtt://127.0.0.1:9', username: 'dispatcher', isEnabled: false },
      secrets: { password },
    });
    if (!saved.ok) throw new Error(saved.error.message);
    const [message] = (await told) as [HostMessage];
    if (message.type !== 'restart') throw new Error(`Told ${message.type} instead.`);
    client.close();
    first.child.kill('SIGKILL');
    await first.exited;

    const again = await connectToEngine(readyOf(await start({ restart: message.restart })).url);
    expect(await again.call('connections.get', { id: saved.value.id })).toMatchObject({
      ok: true,
      value: { secrets: { password: 'ok' } },
    });
    again.close();
  });

  it.each(waysToEnd)('ends well on %s, with a window open, and frees its port', async (way) => {
    const running = await start();
    const { url, restart } = readyOf(running);
    const client = await connectToEngine(url);
    const closed = new Promise((resolve) => client.onClose(resolve));
    if (way === 'disconnect') running.child.disconnect();
    else running.child.kill(way);
    expect(await running.exited).toBe(0);
    await closed;
    expect(await isPortFree(restart.port)).toBe(true);
    expect(readyOf(await start()).type).toBe('ready');
  });

  it.each(['throw new Error("boom")', 'Promise.reject(new Error("boom"))'])(
    'ends with an error code and a line in its log on: %s',
    async (mistake) => {
      const script = `process.on("message", ({ type }) => { if (type === "boom") ${mistake}; });`;
      const running = await start({}, ['--import', `data:text/javascript,${encodeURIComponent(script)}`]);
      const { restart } = readyOf(running);
      running.child.send({ type: 'boom' });
      expect(await running.exited).toBe(1);
      expect(await readFile(join(home, 'logs', 'fleetdeck.log'), 'utf8')).toContain('Error: boom');
      readyOf(await start({ restart }));
    },
  );

  it('writes nothing on standard output or standard error: they belong to the launcher', async () => {
    const running = await start();
    readyOf(running);
    running.child.disconnect();
    await running.exited;
    expect(running.output()).toBe('');
  });

  it('leaves a token, the key and the cookie in no file', async () => {
    const running = await start();
    const { url, restart } = readyOf(running);
    const client = await connectToEngine(url);
    await client.call('app.info', {});
    await fetch(`${url}&again`, { redirect: 'manual' });
    await fetch(new URL(`/nowhere?key=${restart.key}`, url));
    client.close();
    running.child.disconnect();
    await running.exited;
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    expect(files.map(({ name }) => name)).toContain('fleetdeck.log');
    for (const file of files.filter((each) => each.isFile())) {
      const text = await readFile(join(file.parentPath, file.name), 'latin1');
      for (const secret of [apiToken, restart.key, restart.cookie]) expect(text, file.name).not.toContain(secret);
    }
  });
});

describe('a start that cannot go on', () => {
  const failure = async (running: Running): Promise<string> => {
    expect(running.answer.type).toBe('failed');
    expect(await running.exited).toBe(1);
    return running.answer.type === 'failed' ? running.answer.message : '';
  };

  it('says in one line that the data folder is in use', async () => {
    readyOf(await start());
    const message = await failure(await start());
    expect(message).toMatch(/^The data folder .+ is in use by another Fleetdeck\. .+$/);
    expect(message).not.toContain('\n');
  });

  it('says that the port is taken, and leaves the data folder free', async () => {
    const { restart } = readyOf(await start());
    const other = join(folder, 'other-home');
    const message = await failure(await start({ homeDir: other, port: restart.port }));
    expect(message).toBe(`Port ${String(restart.port)} is in use by another program. Choose another with --port.`);
    readyOf(await start({ homeDir: other }));
  });

  it('says that the window is not built', async () => {
    expect(await failure(await start({ rendererDir: join(folder, 'nowhere') }))).toContain('not built yet');
  });

  it.each([
    { type: 'start' },
    { type: 'start', options: { homeDir: '', managedConnections: [] } },
    { type: 'start', options: { homeDir: 'x', managedConnections: [], restart: { port: 1, key: 'short' } } },
    { type: 'other' },
  ])('says that %j is no start message', async (message) => {
    expect(await failure(await launch(message))).toContain('The start message is not understood');
  });
});

it('keeps damaged settings, and says where', async () => {
  await mkdir(home);
  await writeFile(join(home, 'settings.json'), '{"connections": [');
  const { notices } = readyOf(await start());
  expect(notices).toEqual([expect.stringContaining('settings.broken-')]);
  const kept = (await readdir(home)).find((name) => name.startsWith('settings.broken-'));
  expect(await readFile(join(home, kept ?? ''), 'utf8')).toBe('{"connections": [');
});

const cookieOf = async (url: string): Promise<string> => {
  const answer = await fetch(url, { redirect: 'manual' });
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
};

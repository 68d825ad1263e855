import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ConnectionStatus } from '../../../shared/connection/status.ts';
import type { ContractClient } from '../../../shared/contract/client.ts';
import type { Result } from '../../../shared/contract/result.ts';
import type { HostMessage, Restart } from '../../../web/messages.ts';
import { connectToEngine } from '../../support/engine-client.ts';
import { plainSettings } from '../../support/engine-fixture.ts';
import { startPlainBroker, type PlainBroker } from '../../support/plain-broker.ts';

const entry = fileURLToPath(new URL('../../../web/main.ts', import.meta.url));
const password = 'n3ver-to-be-seen-on-disk';
const passphrase = 'four words of no sense';
const nextPassphrase = 'quite another sentence';

let folder: string;
let broker: PlainBroker;
let host: RunningHost | undefined;

/** The launcher's part: it keeps what a next process needs, in memory. */
interface RunningHost {
  readonly client: ContractClient;
  readonly restart: () => Restart;
  readonly kill: () => Promise<void>;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetdeck-vault-host-'));
  await mkdir(join(folder, 'renderer'));
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html><title>Fleetdeck</title>');
  broker = await startPlainBroker({
    authenticate: (_client, _username, given, done) => {
      if (given?.toString() === password) done(null, true);
      else done(Object.assign(new Error('no'), { returnCode: 5 }), null);
    },
  });
});

afterEach(async () => {
  await host?.kill();
  host = undefined;
  await broker.close();
  await rm(folder, { recursive: true });
});

const start = async (given?: Restart): Promise<RunningHost> => {
  const child = fork(entry, [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
    execArgv: [],
  });
  const answered = once(child, 'message');
  const options = {
    homeDir: join(folder, 'home'),
    rendererDir: join(folder, 'renderer'),
    isKeyringWanted: false,
    managedConnections: [],
    ...(given === undefined ? {} : { restart: given }),
  };
  child.send({ type: 'start', options });
  const [answer] = (await answered) as [HostMessage];
  if (answer.type !== 'ready') throw new Error(JSON.stringify(answer));
  let { restart } = answer;
  child.on('message', (message: HostMessage) => {
    if (message.type === 'restart') ({ restart } = message);
  });
  const client = await connectToEngine(answer.url);
  host = { client, restart: () => restart, kill: () => kill(child, client) };
  return host;
};

const kill = async (child: ChildProcess, client: ContractClient): Promise<void> => {
  client.close();
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
};

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};

const untilConnection = ({ client }: RunningHost, isWanted: (status: ConnectionStatus) => boolean) =>
  new Promise<ConnectionStatus>((resolve, reject) => {
    const subscription = client.subscribe(
      'connections',
      {},
      {
        onEvent: ({ connections }) => {
          const found = connections.find(isWanted);
          if (found === undefined) return;
          resolve(found);
          subscription.close();
        },
        onError: ({ message }) => {
          reject(new Error(message));
        },
      },
    );
  });

const saveConnection = async ({ client }: RunningHost): Promise<void> => {
  const url = `mqtt://127.0.0.1:${String(broker.port)}`;
  const settings = plainSettings(url, { protocolVersion: 4, username: 'dispatcher' });
  valueOf(await client.call('connections.save', { settings, secrets: { password } }));
};

const isLive = ({ state }: ConnectionStatus): boolean => state === 'live';

it(
  'under a passphrase a connection comes back after a crash by itself, and after a start when the vault is unlocked',
  { timeout: 60_000 },
  async () => {
    const first = await start();
    expect(valueOf(await first.client.call('vault.view', {}))).toMatchObject({
      backend: 'memory',
      isPersistent: false,
    });
    await saveConnection(first);
    await untilConnection(first, isLive);
    const moved = await first.client.call('vault.setPassphrase', { former: null, next: passphrase });
    expect(valueOf(moved)).toEqual({ movedCount: 1, leftBehind: [] });
    expect(first.restart().vault.secrets).toEqual({});
    await first.kill();

    const afterCrash = await start(first.restart());
    await untilConnection(afterCrash, isLive);
    await afterCrash.kill();

    const afterStart = await start();
    const { problem } = await untilConnection(afterStart, (status) => status.problem?.code === 'secret-locked');
    expect(problem?.willRetry).toBe(false);
    const view = valueOf(await afterStart.client.call('vault.view', {}));
    expect(view).toMatchObject({ backend: 'passphrase', isPersistent: true, management: { isLocked: true } });
    expect(view.entries).toMatchObject([{ backend: 'passphrase', status: 'locked' }]);
    expect(await afterStart.client.call('vault.unlock', { passphrase: nextPassphrase })).toMatchObject({
      ok: false,
      error: { details: { reason: 'wrong-passphrase' } },
    });
    valueOf(await afterStart.client.call('vault.unlock', { passphrase }));
    await untilConnection(afterStart, isLive);

    const changed = await afterStart.client.call('vault.setPassphrase', { former: passphrase, next: nextPassphrase });
    valueOf(changed);
    await afterStart.kill();
    const last = await start();
    valueOf(await last.client.call('vault.unlock', { passphrase: nextPassphrase }));
    await untilConnection(last, isLive);
    expect(valueOf(await last.client.call('vault.migrate', { backend: 'memory' }))).toMatchObject({ movedCount: 1 });
    expect(Object.values(last.restart().vault.secrets)).toEqual([password]);

    const files = await readdir(join(folder, 'home'), { recursive: true, withFileTypes: true });
    for (const file of files.filter((each) => each.isFile())) {
      const text = await readFile(join(file.parentPath, file.name), 'latin1');
      for (const secret of [password, passphrase, nextPassphrase]) expect(text, file.name).not.toContain(secret);
    }
  },
);

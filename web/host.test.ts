import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../core/clock.ts';
import type { LogFile } from '../core/data-folder/log-file.ts';
import { silentLog } from '../core/log.ts';
import { createKeyringDouble, type KeyringDouble } from '../core/vault/testing/keyring-double.ts';
import { valueOf } from '../core/vault/testing/vault-fixture.ts';
import type { Vault } from '../core/vault/vault.ts';
import { startHost, type Host } from './host.ts';
import { startMessageSchema, type Restart, type StartOptions } from './messages.ts';

const key = 'connection/depot/password';
const secret = 'correct-horse-battery';
const passphrase = 'four words of no sense';

let folder: string;
let keyring: KeyringDouble;
let hosts: Host[];
let told: Restart[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetdeck-host-'));
  keyring = createKeyringDouble();
  hosts = [];
  told = [];
  await mkdir(join(folder, 'renderer'));
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html><title>Fleetdeck</title>');
});

afterEach(async () => {
  for (const host of hosts) await host.close();
  await rm(folder, { recursive: true });
});

const log: LogFile = { ...silentLog, close: () => undefined };

/** A host whose engine is nothing but the vault that it was given. */
const start = async (options: Partial<StartOptions> = {}): Promise<{ readonly host: Host; readonly vault: Vault }> => {
  let vault: Vault | undefined;
  const host = await startHost(
    { homeDir: join(folder, 'home'), rendererDir: join(folder, 'renderer'), managedConnections: [], ...options },
    {
      createEngine: (needs) => {
        ({ vault } = needs);
        return Promise.resolve({
          openSession: () => {
            throw new Error('no window is opened here');
          },
          close: () => Promise.resolve(),
        });
      },
      rendererFolder: '',
      version: '0',
      clock: systemClock,
      onRestartChange: (restart) => {
        told.push(restart);
        return Promise.resolve();
      },
      openKeyring: keyring.open,
      openLog: () => log,
    },
  );
  hosts.push(host);
  if (vault === undefined) throw new Error('no engine was made');
  return { host, vault };
};

/** As when the process dies and the launcher starts the next one with what it was told last. */
const restartWith = async (host: Host, restart: Restart) => {
  await host.close();
  const message = { type: 'start', options: { homeDir: 'x', managedConnections: [], restart } };
  expect(startMessageSchema.safeParse(structuredClone(message)).success).toBe(true);
  return start({ restart });
};

const everyFile = async (): Promise<string> => {
  const files = await readdir(join(folder, 'home'), { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFile(join(file.parentPath, file.name), 'latin1'));
  return (await Promise.all(texts)).join('\n');
};

describe("the browser host's vault", () => {
  it('in a keyring has nothing to hand over, and is open after a restart', async () => {
    const { host, vault } = await start();
    await vault.save(key, secret);
    expect(host.restart.vault).toEqual({ secrets: {}, keys: {} });
    expect(told).toEqual([]);
    const next = await restartWith(host, host.restart);
    expect(next.vault.info()).toMatchObject({ backend: 'os-keyring', isPersistent: true });
    expect(await next.vault.read(key)).toEqual({ status: 'ok', secret });
  });

  it('in memory hands its secrets over', async () => {
    keyring.mode = 'missing';
    const { host, vault } = await start();
    await vault.save(key, secret);
    expect(told.at(-1)?.vault).toEqual({ secrets: { [key]: secret }, keys: {} });
    const next = await restartWith(host, told.at(-1) ?? host.restart);
    expect(await next.vault.read(key)).toEqual({ status: 'ok', secret });
    expect(await everyFile()).not.toContain(secret);
  });

  it('under a passphrase hands over its key and no secret, so that nobody is asked again after a crash', async () => {
    keyring.mode = 'missing';
    const { host, vault } = await start();
    if (vault.management === undefined) throw new Error('nothing to choose');
    valueOf(await vault.management.setPassphrase(null, passphrase));
    await vault.save(key, secret);
    const last = told.at(-1) ?? host.restart;
    expect(last.vault.secrets).toEqual({});
    expect(Object.keys(last.vault.keys)).toHaveLength(1);
    const next = await restartWith(host, last);
    expect(await next.vault.read(key)).toEqual({ status: 'ok', secret });
    const files = await everyFile();
    for (const text of [secret, passphrase, ...Object.values(last.vault.keys)]) expect(files).not.toContain(text);
    await next.host.close();
    expect(await (await start()).vault.read(key), 'after a start of the whole console').toEqual({ status: 'locked' });
  });

  it('leaves the keyring alone where that is wished', async () => {
    const { vault } = await start({ isKeyringWanted: false });
    expect(vault.info()).toMatchObject({ backend: 'memory', isPersistent: false });
    expect(keyring.asked).toBe(0);
  });
});

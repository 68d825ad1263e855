import Store from 'electron-store';
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../core/log.ts';
import { nameOfKey } from '../../core/vault/files/secret-name.ts';
import { takeVaultLock } from '../../core/vault/files/vault-lock.ts';
import type { Vault } from '../../core/vault/vault.ts';
import type { VaultEvent } from '../../core/vault/vault-events.ts';
import { createSafeStorageDouble, type SafeStorageDouble } from '../testing/electron-double.ts';
import { openCiphertextStore } from './ciphertext-store.ts';
import { findKeyring } from './keyring.ts';
import { createKeyringVault } from './keyring-vault.ts';

const key = 'connection/depot/password';
const secret = 'correct-horse-battery';
const startMs = Date.UTC(2030, 0, 2);

let folder: string;
let safeStorage: SafeStorageDouble;
let nowMs: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetdeck-vault-'));
  safeStorage = createSafeStorageDouble();
  nowMs = startMs;
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** As at a start of the app. */
const openVault = async (platform: NodeJS.Platform = 'linux'): Promise<Vault> => {
  const store = openCiphertextStore(folder, silentLog, nowMs);
  const keyring = await findKeyring(safeStorage, platform);
  return createKeyringVault({ safeStorage, keyring, store, clock: { now: () => nowMs }, log: silentLog });
};

const fileOf = (each = key) => join(folder, 'secrets', `${nameOfKey(each)}.json`);
const file = () => readFile(fileOf(), 'utf8');
const secretFiles = async () => (await readdir(join(folder, 'secrets'))).filter((name) => name.endsWith('.json'));

const recordEvents = (vault: Vault): VaultEvent[] => {
  const events: VaultEvent[] = [];
  vault.onEvent((event) => events.push(event));
  return events;
};

describe('with a keyring', () => {
  it('keeps a secret for the next start, and says that it does', async () => {
    const vault = await openVault();
    expect(await vault.status(key)).toBe('absent');
    expect(await vault.save(key, secret)).toBe('saved');
    const next = await openVault();
    expect(await next.read(key)).toEqual({ status: 'ok', secret });
    expect(await next.status(key)).toBe('ok');
    expect(next.info()).toMatchObject({ backend: 'gnome_libsecret', isPersistent: true });
  });

  it('leaves on disk one file a secret, with its backend and its time beside the ciphertext, for this user only', async () => {
    const vault = await openVault();
    await vault.save(key, secret);
    await vault.save('other', secret);
    expect(JSON.parse(await file())).toEqual({
      version: 2,
      key,
      backend: 'gnome_libsecret',
      createdAtMs: startMs,
      ciphertext: expect.stringMatching(/^[A-Za-z0-9+/=]+$/) as unknown,
    });
    expect(await file()).not.toContain(secret);
    expect(await secretFiles()).toHaveLength(2);
    if (process.platform !== 'win32') expect((await stat(fileOf())).mode & 0o777).toBe(0o600);
  });

  it('knows when a secret was made and used, over starts, and looking is no use', async () => {
    const vault = await openVault();
    await vault.save(key, secret);
    nowMs += 5000;
    await vault.save(key, 'replaced');
    const entry = { key, backend: 'gnome_libsecret', createdAtMs: startMs, lastUsedAtMs: null, status: 'ok' };
    expect(await vault.entries()).toEqual([entry]);
    await vault.read(key);
    nowMs += 5000;
    await vault.read(key);
    expect(await (await openVault()).entries()).toEqual([{ ...entry, lastUsedAtMs: startMs + 5000 }]);
  });

  it.each([
    ['darwin', 'keychain'],
    ['win32', 'dpapi'],
  ] as const)('on %s is %s', async (platform, backend) => {
    expect((await openVault(platform)).info()).toMatchObject({ backend, isPersistent: true });
  });

  it('removes what it is asked to remove, and nothing else', async () => {
    const vault = await openVault();
    await vault.save(key, secret);
    await vault.save('other', 'kept');
    await vault.read(key);
    await vault.remove(key);
    await vault.remove('never there');
    expect(await vault.status(key)).toBe('absent');
    expect(await vault.read('other')).toEqual({ status: 'ok', secret: 'kept' });
    expect(await secretFiles()).toEqual(['other.json', 'other.used.json']);
  });

  it('that rotated its key gets the secret encrypted anew', async () => {
    const vault = await openVault();
    await vault.save(key, secret);
    const before = await file();
    safeStorage.shouldReEncrypt = true;
    const { decryptStringAsync } = safeStorage;
    safeStorage.decryptStringAsync = async (encrypted) => {
      safeStorage.keyNumber = encrypted[0] ?? 0;
      const answer = await decryptStringAsync(encrypted);
      safeStorage.keyNumber = 2;
      return answer;
    };
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
    expect(await file()).not.toBe(before);
    expect(await (await openVault()).read(key)).toEqual({ status: 'ok', secret });
  });

  it('that encrypts to what it cannot open replaces nothing by it, and says so where something is saved', async () => {
    const vault = await openVault();
    await vault.save(key, secret);
    const before = await file();
    const { encryptStringAsync } = safeStorage;
    safeStorage.encryptStringAsync = async (text) => Buffer.concat([Buffer.from([99]), await encryptStringAsync(text)]);
    safeStorage.shouldReEncrypt = true;
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
    await expect(vault.save(key, 'another')).rejects.toThrow(
      'The secret could not be saved: the keyring of your desktop does not give back what it was given. What was stored before is still there.',
    );
    expect(await file()).toBe(before);
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
  });

  it('tells what happened, and never what the secret is', async () => {
    const vault = await openVault();
    const events = recordEvents(vault);
    await vault.save(key, secret);
    safeStorage.isAvailable = false;
    await vault.read(key);
    safeStorage.isAvailable = true;
    await vault.read(key);
    await vault.remove(key);
    expect(events.map(({ kind }) => kind)).toEqual(['saved', 'locked', 'read-failed', 'unlocked', 'removed']);
    expect(JSON.stringify(events)).not.toContain(secret);
  });
});

describe('when it fails: ', () => {
  const unreal = [
    ['basic_text, whose password is in the source of Chromium', () => (safeStorage.backend = 'basic_text')],
    ['no keyring that Electron knows', () => (safeStorage.backend = 'unknown')],
  ] as const;

  it.each(unreal)('%s: secrets live in memory, and it says so', async (_what, arrange) => {
    arrange();
    const vault = await openVault();
    expect(vault.info()).toMatchObject({ isPersistent: false });
    expect(vault.info().explanation).toContain('in memory only');
    expect(await vault.save(key, secret)).toBe('saved');
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
    expect(await vault.entries()).toMatchObject([{ key, backend: 'memory', status: 'ok' }]);
    expect(await (await openVault()).status(key)).toBe('absent');
    expect(await secretFiles()).toEqual([]);
  });

  it('no keyring any more: what it encrypted before is locked and stays', async () => {
    await (await openVault()).save(key, secret);
    const before = await file();
    safeStorage.backend = 'basic_text';
    const vault = await openVault();
    expect(await vault.read(key)).toEqual({ status: 'locked' });
    expect(await vault.entries()).toMatchObject([{ key, backend: 'gnome_libsecret', status: 'locked' }]);
    await vault.save(key, 'for today');
    expect(await vault.read(key)).toEqual({ status: 'ok', secret: 'for today' });
    expect(await file()).toBe(before);
    await vault.remove(key);
    expect(await vault.status(key)).toBe('absent');
  });

  it('a keyring that is locked at the start: new secrets are in memory until it opens, and then in it', async () => {
    await (await openVault()).save('before', 'kept');
    safeStorage.isAvailable = false;
    const vault = await openVault();
    const events = recordEvents(vault);
    expect(vault.info()).toMatchObject({ backend: 'gnome_libsecret', isPersistent: false });
    expect(vault.info().explanation).toContain('it is locked');
    expect(await vault.read('before')).toEqual({ status: 'locked' });
    expect(await vault.save(key, secret)).toBe('saved');
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
    expect(await vault.entries()).toMatchObject([
      { key: 'before', backend: 'gnome_libsecret', status: 'locked' },
      { key, backend: 'memory', status: 'ok' },
    ]);
    expect(await secretFiles()).toEqual(['before.json']);

    safeStorage.isAvailable = true;
    expect(await vault.read('before')).toEqual({ status: 'ok', secret: 'kept' });
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
    expect(vault.info()).toMatchObject({ isPersistent: true });
    expect(await vault.entries()).toMatchObject([
      { key: 'before', backend: 'gnome_libsecret' },
      { key, backend: 'gnome_libsecret', status: 'ok' },
    ]);
    expect(await (await openVault()).read(key)).toEqual({ status: 'ok', secret });
    expect(events.map(({ kind }) => kind)).toEqual(['read-failed', 'saved', 'unlocked', 'saved']);
    await vault.remove(key);
    expect(await vault.status(key)).toBe('absent');
  });

  it('a keyring that fails at the start is taken for locked', async () => {
    safeStorage.isAsyncEncryptionAvailable = () => Promise.reject(new Error('no message bus'));
    expect((await openVault()).info()).toMatchObject({ backend: 'gnome_libsecret', isPersistent: false });
  });

  it('a keyring that is locked while the app runs: nothing is overwritten, and it opens again', async () => {
    const vault = await openVault();
    await vault.save(key, secret);
    const before = await file();
    safeStorage.isAvailable = false;
    expect(await vault.read(key)).toEqual({ status: 'locked' });
    expect(await vault.save(key, 'another')).toBe('locked');
    expect(await file()).toBe(before);
    safeStorage.isAvailable = true;
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
  });

  it('a keyring whose key is lost: undecryptable and untouched, until it is saved anew', async () => {
    await (await openVault()).save(key, secret);
    const before = await file();
    safeStorage.keyNumber = 2;
    const vault = await openVault();
    expect(await vault.read(key)).toEqual({ status: 'undecryptable' });
    expect(await file()).toBe(before);
    expect(await vault.save(key, 'new')).toBe('saved');
    expect(await vault.read(key)).toEqual({ status: 'ok', secret: 'new' });
  });

  it('another backend: locked, not undecryptable, because the secret is good once the old one is back', async () => {
    await (await openVault()).save(key, secret);
    safeStorage.backend = 'kwallet6';
    const vault = await openVault();
    expect(await vault.read(key)).toEqual({ status: 'locked' });
    expect(await vault.entries()).toMatchObject([{ key, backend: 'gnome_libsecret', status: 'locked' }]);
    safeStorage.backend = 'gnome_libsecret';
    expect(await (await openVault()).read(key)).toEqual({ status: 'ok', secret });
  });

  it('a file cut in half: undecryptable, that secret alone, and kept even when it is saved anew', async () => {
    const vault = await openVault();
    await vault.save(key, secret);
    await vault.save('other', 'whole');
    await truncate(fileOf(), Math.floor((await file()).length / 2));
    const half = await file();
    const next = await openVault();
    expect(await next.read(key)).toEqual({ status: 'undecryptable' });
    expect(await next.read('other')).toEqual({ status: 'ok', secret: 'whole' });
    expect(await next.entries()).toMatchObject([
      { key, createdAtMs: null, status: 'undecryptable' },
      { key: 'other', status: 'ok' },
    ]);
    expect(await file()).toBe(half);
    expect(await next.save(key, 'anew')).toBe('saved');
    expect(await next.read(key)).toEqual({ status: 'ok', secret: 'anew' });
    const kept = (await readdir(join(folder, 'secrets'))).find((name) => name.includes('.broken-'));
    expect(await readFile(join(folder, 'secrets', kept ?? ''), 'utf8')).toBe(half);
    expect(await next.entries()).toHaveLength(2);
  });

  it('a full disk: saving fails with words, and the former value stays', async () => {
    const vault = await openVault();
    await vault.save(key, secret);
    const full = Object.assign(new Error(`write ${secret}`), { code: 'ENOSPC' });
    vi.spyOn(Store.prototype, 'set').mockImplementation(() => {
      throw full;
    });
    await expect(vault.save(key, 'another')).rejects.toThrow(
      'The secret could not be saved: the disk is full. What was stored before is still there. Put that right and try again.',
    );
    vi.restoreAllMocks();
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
  });

  it('two processes that write at once: neither loses what the other has written', async () => {
    const entry = fileURLToPath(new URL('testing/write-secrets.ts', import.meta.url));
    const count = 15;
    const children = ['a', 'b'].map((name) =>
      fork(entry, [folder, name, String(count)], {
        execArgv: [],
        env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: folder },
      }),
    );
    await Promise.all(children.map((child) => once(child, 'message')));
    const ends = children.map((child) => once(child, 'exit'));
    for (const child of children) child.send('go');
    expect(await Promise.all(ends)).toEqual([
      [0, null],
      [0, null],
    ]);
    const store = openCiphertextStore(folder, silentLog, nowMs);
    expect(store.list().filter(({ ciphertext }) => ciphertext !== 'damaged')).toHaveLength(2 * count + 1);
    const shared = store.read('shared');
    if (typeof shared === 'string') throw new Error(shared);
    expect(shared.data.toString()).toBe(shared.backend.repeat(500));
  });

  it('another process that is changing the vault: saving waits, then says so, and the former value stays', async () => {
    const vault = await openVault();
    await vault.save(key, secret);
    const release = takeVaultLock(join(folder, 'secrets'));
    await expect(vault.save(key, 'another')).rejects.toThrow('Another Fleetdeck is changing the vault.');
    await expect(vault.remove(key)).rejects.toThrow('Another Fleetdeck is changing the vault.');
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
    release?.();
    expect(await vault.save(key, 'another')).toBe('saved');
  });
});

describe('what the first version wrote', () => {
  const ciphertext = async (text: string) => (await safeStorage.encryptStringAsync(text)).toString('base64');
  const oldFile = () => join(folder, 'secrets.json');

  it('is moved to a file each', async () => {
    const backend = 'gnome_libsecret';
    const old = {
      [key]: { backend, ciphertext: await ciphertext(secret) },
      other: { backend, ciphertext: await ciphertext('x') },
    };
    await writeFile(oldFile(), JSON.stringify(old));
    const vault = await openVault();
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
    expect(await vault.read('other')).toEqual({ status: 'ok', secret: 'x' });
    expect(await vault.entries()).toMatchObject([{ key, createdAtMs: null }, { key: 'other' }]);
    expect(await readdir(folder)).toEqual(['secrets']);
  });

  it.each([['text'], [{ backend: 'gnome_libsecret' }], [{ backend: 'gnome_libsecret', ciphertext: 5 }], [null]])(
    'with %j in the place of a ciphertext is undecryptable, and not lost',
    async (damage) => {
      await writeFile(oldFile(), JSON.stringify({ [key]: damage }));
      expect(await (await openVault()).read(key)).toEqual({ status: 'undecryptable' });
      expect(JSON.parse(await file())).toEqual({ version: 2, key, former: damage });
    },
  );

  it('and nobody can read is moved aside, and said', async () => {
    await writeFile(oldFile(), '{"half');
    expect(openCiphertextStore(folder, silentLog, nowMs).kept).toContain('secrets.broken-2030-01-02');
    expect(await (await openVault()).save(key, secret)).toBe('saved');
    expect(await readdir(folder)).toContain('secrets.broken-2030-01-02T00-00-00-000Z.json');
  });

  it('is whole after a SIGKILL at any step of the move', async () => {
    const backend = 'gnome_libsecret';
    const keys = ['a', 'b', 'c'];
    const old = Object.fromEntries(
      await Promise.all(
        keys.map(async (each) => [each, { backend, ciphertext: await ciphertext(`of ${each}`) }] as const),
      ),
    );
    const entry = fileURLToPath(new URL('testing/move-first-version.ts', import.meta.url));
    const run = (step: number) =>
      new Promise<number | null>((resolve) => {
        const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: folder };
        const child = execFile(process.execPath, [entry, folder, String(step)], { env });
        child.once('exit', (code) => {
          resolve(code);
        });
      });
    let killedCount = 0;
    for (let step = 1; ; step += 1) {
      await rm(join(folder, 'secrets'), { recursive: true, force: true });
      await writeFile(oldFile(), JSON.stringify(old));
      if ((await run(step)) === 0) break;
      killedCount += 1;
      const vault = await openVault();
      for (const each of keys)
        expect(await vault.read(each), String(step)).toEqual({ status: 'ok', secret: `of ${each}` });
    }
    expect(killedCount).toBe(keys.length + 2);
  });
});

it('a secret that is saved anew is the former or the new one after a SIGKILL at any call to the file system', async () => {
  const entry = fileURLToPath(new URL('testing/replace-until-killed.ts', import.meta.url));
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: folder };
  const former = Buffer.from('what the keyring made of the former secret');
  const next = Buffer.from(former).reverse();
  const ends = new Set<string>();
  let killedCount = 0;
  for (let call = 1; ; call += 1) {
    openCiphertextStore(folder, silentLog, nowMs).write({ key, backend: 'kwallet', data: former, createdAtMs: nowMs });
    const isKilled = await new Promise<boolean>((resolve) => {
      execFile(process.execPath, [entry, folder, key, String(call)], { env }).once('exit', (code) => {
        resolve(code === null);
      });
    });
    const store = openCiphertextStore(folder, silentLog, nowMs);
    const found = store.read(key);
    if (typeof found === 'string') throw new Error(`Killed at call ${String(call)}, the secret is ${found}.`);
    expect([former, next], String(call)).toContainEqual(found.data);
    expect(store.list().map((each) => each.key)).toEqual([key]);
    ends.add(found.data.equals(next) ? 'new' : 'former');
    if (!isKilled) break;
    killedCount += 1;
    expect(killedCount).toBeLessThan(100);
  }
  // Opened, written, put on the disk, closed, renamed.
  expect(killedCount).toBeGreaterThan(4);
  expect([...ends].sort()).toEqual(['former', 'new']);
});

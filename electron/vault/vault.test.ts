import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../core/log.ts';
import type { Vault } from '../../core/vault/vault.ts';
import { createSafeStorageDouble, type SafeStorageDouble } from '../testing/electron-double.ts';
import { openCiphertextStore } from './ciphertext-store.ts';
import { findKeyring } from './keyring.ts';
import { createKeyringVault } from './keyring-vault.ts';
import { createRemoteVault } from './remote-vault.ts';
import { answerVaultRequest } from './vault-service.ts';

const key = 'connection/depot/password';
const secret = 'correct-horse-battery';
const nowMs = Date.UTC(2030, 0, 2);

let folder: string;
let safeStorage: SafeStorageDouble;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetdeck-vault-'));
  safeStorage = createSafeStorageDouble();
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** As at a start of the app. */
const openVault = async (platform: NodeJS.Platform = 'linux'): Promise<Vault> => {
  const store = openCiphertextStore(folder, silentLog, nowMs);
  return createKeyringVault({ safeStorage, keyring: await findKeyring(safeStorage, platform), store, log: silentLog });
};

const file = () => readFile(join(folder, 'secrets.json'), 'utf8');

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

  it('leaves on disk one ciphertext with its backend beside it, for this user only', async () => {
    await (await openVault()).save(key, secret);
    expect(JSON.parse(await file())).toEqual({
      [key]: { backend: 'gnome_libsecret', ciphertext: expect.stringMatching(/^[A-Za-z0-9+/=]+$/) as unknown },
    });
    expect(await file()).not.toContain(secret);
    if (process.platform !== 'win32') expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600);
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
    await vault.remove(key);
    await vault.remove('never there');
    expect(await vault.status(key)).toBe('absent');
    expect(await vault.read('other')).toEqual({ status: 'ok', secret: 'kept' });
  });

  it('that closes while the app runs is locked; nothing is overwritten, and it opens again', async () => {
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

  it('whose key is lost leaves the secret undecryptable and untouched, until it is saved anew', async () => {
    await (await openVault()).save(key, secret);
    const before = await file();
    safeStorage.keyNumber = 2;
    const vault = await openVault();
    expect(await vault.read(key)).toEqual({ status: 'undecryptable' });
    expect(await file()).toBe(before);
    expect(await vault.save(key, 'new')).toBe('saved');
    expect(await vault.read(key)).toEqual({ status: 'ok', secret: 'new' });
  });

  it('of another desktop is locked, not undecryptable: the secret is good once the old one is back', async () => {
    await (await openVault()).save(key, secret);
    safeStorage.backend = 'kwallet6';
    expect(await (await openVault()).read(key)).toEqual({ status: 'locked' });
    safeStorage.backend = 'gnome_libsecret';
    expect(await (await openVault()).read(key)).toEqual({ status: 'ok', secret });
  });

  it('that rotated its key gets the secret encrypted anew', async () => {
    const vault = await openVault();
    await vault.save(key, secret);
    const before = await file();
    safeStorage.shouldReEncrypt = true;
    const { decryptStringAsync } = safeStorage;
    safeStorage.decryptStringAsync = async (encrypted) => {
      const answer = await decryptStringAsync(encrypted);
      safeStorage.keyNumber = 2;
      return answer;
    };
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
    expect(await file()).not.toBe(before);
    expect(await (await openVault()).read(key)).toEqual({ status: 'ok', secret });
  });

  it.each([['text'], [{ backend: 'gnome_libsecret' }], [{ backend: 'gnome_libsecret', ciphertext: 5 }], [null]])(
    'with %j in the place of a ciphertext does not lose it',
    async (damage) => {
      const text = JSON.stringify({ [key]: damage });
      await writeFile(join(folder, 'secrets.json'), text);
      const vault = await openVault();
      expect(await vault.read(key)).toEqual({ status: 'undecryptable' });
      expect(JSON.parse(await file())).toEqual(JSON.parse(text));
    },
  );

  it('with a damaged file moves it aside', async () => {
    await writeFile(join(folder, 'secrets.json'), '{"half');
    expect(openCiphertextStore(folder, silentLog, nowMs).kept).toContain('secrets.broken-2030-01-02');
    expect(await (await openVault()).save(key, secret)).toBe('saved');
    expect(await readdir(folder)).toContain('secrets.broken-2030-01-02T00-00-00-000Z.json');
  });
});

describe('without a real keyring', () => {
  const cases = [
    ['basic_text, whose password is in the source of Chromium', () => (safeStorage.backend = 'basic_text')],
    ['an unknown one', () => (safeStorage.backend = 'unknown')],
    ['one that does not open', () => (safeStorage.isAvailable = false)],
    [
      'one that fails',
      () => (safeStorage.isAsyncEncryptionAvailable = () => Promise.reject(new Error('no message bus'))),
    ],
  ] as const;

  it.each(cases)('(%s) secrets live in memory, and it says so', async (_what, arrange) => {
    arrange();
    const vault = await openVault();
    expect(vault.info()).toMatchObject({ isPersistent: false });
    expect(vault.info().explanation).toContain('in memory only');
    expect(await vault.save(key, secret)).toBe('saved');
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
    expect(await (await openVault()).status(key)).toBe('absent');
    expect(await readdir(folder)).toEqual([]);
  });

  it('what a keyring encrypted before is locked and stays', async () => {
    await (await openVault()).save(key, secret);
    const before = await file();
    safeStorage.backend = 'basic_text';
    const vault = await openVault();
    expect(await vault.read(key)).toEqual({ status: 'locked' });
    await vault.save(key, 'for today');
    expect(await vault.read(key)).toEqual({ status: 'ok', secret: 'for today' });
    expect(await file()).toBe(before);
    await vault.remove(key);
    expect(await vault.status(key)).toBe('absent');
  });
});

describe("the engine's end", () => {
  /** Every message is cloned on its way, as between processes. */
  const connect = (vault: Vault) => {
    const remote = createRemoteVault(vault.info(), (request) => {
      answerVaultRequest(
        vault,
        structuredClone(request),
        (reply) => {
          remote.receive(structuredClone(reply));
        },
        silentLog,
      );
    });
    return remote;
  };

  it('reads, saves, tells and removes through the main process', async () => {
    const remote = connect(await openVault());
    expect(await remote.read(key)).toEqual({ status: 'absent' });
    expect(await remote.save(key, secret)).toBe('saved');
    expect(await remote.read(key)).toEqual({ status: 'ok', secret });
    expect(await remote.status(key)).toBe('ok');
    await remote.remove(key);
    expect(await remote.status(key)).toBe('absent');
    expect(remote.info().backend).toBe('gnome_libsecret');
  });

  it('fails a question that the vault could not answer, without its words', async () => {
    const broken = await openVault();
    const logged: unknown[] = [];
    const remote = createRemoteVault(broken.info(), (request) => {
      const failing: Vault = { ...broken, save: () => Promise.reject(new Error(`disk full writing ${secret}`)) };
      const log = { ...silentLog, error: (...parts: unknown[]) => logged.push(parts) };
      answerVaultRequest(failing, request, (reply) => remote.receive(reply), log);
    });
    await expect(remote.save(key, secret)).rejects.toThrow('The vault could not answer.');
    expect(JSON.stringify(logged)).toContain('the vault failed');
    expect(JSON.stringify(logged)).not.toContain(secret);
  });

  it('takes answers in any order', async () => {
    const vault = await openVault();
    await vault.save('a', '1');
    const replies: (() => void)[] = [];
    const remote = createRemoteVault(vault.info(), (request) => {
      answerVaultRequest(vault, request, (reply) => replies.push(() => remote.receive(reply)), silentLog);
    });
    const answers = Promise.all([remote.read('a'), remote.read('b')]);
    await expect.poll(() => replies.length).toBe(2);
    for (const reply of replies.reverse()) reply();
    expect(await answers).toEqual([{ status: 'ok', secret: '1' }, { status: 'absent' }]);
  });

  it.each([null, 'text', { type: 'window' }, { type: 'vault-request', id: 1, method: 'dump', key: 'a' }])(
    'is not moved by %j',
    async (message) => {
      const vault = await openVault();
      const isTaken = answerVaultRequest(vault, message, () => expect.unreachable(), silentLog);
      expect(isTaken).toBe(false);
      expect(createRemoteVault(vault.info(), () => undefined).receive(message)).toBe(false);
    },
  );
});

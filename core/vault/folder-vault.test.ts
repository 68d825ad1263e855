import { readFile, readdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StartError } from '../data-folder/start-error.ts';
import { takeVaultLock } from './files/vault-lock.ts';
import type { FolderVault, VaultHandOver } from './folder-vault.ts';
import { valueOf } from './testing/vault-fixture.ts';
import { recordEvents, startMs, VaultPlace } from './testing/vault-place.ts';

const key = 'connection/depot-x1/password';
const other = 'connection/yard-x2/clientKeyPem';
const secret = 'correct-horse-battery';
/** Longer than any keyring entry of Windows may be. */
const longSecret = `-----BEGIN PRIVATE KEY-----\n${'bm90LWEta2V5'.repeat(400)}\n-----END PRIVATE KEY-----\n`;
const passphrase = 'four words of no sense';

let place: VaultPlace;

beforeEach(async () => {
  place = await VaultPlace.make();
});

afterEach(async () => {
  await place.remove();
});

const open = (given?: VaultHandOver): Promise<FolderVault> => place.open(given);
const openWithPassphrase = (): Promise<FolderVault> => place.openWithPassphrase(passphrase);

const filesWith = async (text: string): Promise<readonly string[]> => {
  const names = await readdir(place.folder);
  const texts = await Promise.all(names.map((name) => readFile(join(place.folder, name), 'latin1')));
  return names.filter((_name, index) => texts[index]?.includes(text) === true);
};

const secretFileOf = async (part: string): Promise<string> => {
  const name = (await readdir(place.folder)).find((each) => each.includes(part) && each.endsWith('.json'));
  if (name === undefined) throw new Error(`no file of ${part}`);
  return join(place.folder, name);
};

describe('a first start', () => {
  it('with a keyring takes it, and says so', async () => {
    const vault = await open();
    expect(vault.info()).toMatchObject({ backend: 'os-keyring', isPersistent: true });
    expect(vault.info().explanation).toContain('the keyring of this test');
    expect(place.keyring.entries.size, 'the probe is gone, and no key is made before there is a secret').toBe(0);
  });

  it.each([
    ['missing', 'no keyring runs here'],
    ['forgetful', 'does not keep what it is given'],
    ['locked', 'is locked or refuses Fleetdeck'],
    ['silent', 'gave no answer'],
  ] as const)('with a keyring that is %s keeps secrets in memory, and says why', async (mode, reason) => {
    place.keyring.mode = mode;
    const vault = await open();
    expect(vault.info()).toMatchObject({ backend: 'memory', isPersistent: false });
    expect(vault.info().explanation.toLowerCase()).toContain(reason.toLowerCase());
    expect(await vault.save(key, secret)).toBe('saved');
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
    expect((await readdir(place.folder)).filter((name) => name.startsWith('secret-'))).toEqual([]);
    const state = await vault.management.state();
    expect(state.choices).toMatchObject([
      { backend: 'os-keyring', isAvailable: false },
      { backend: 'passphrase', isAvailable: true },
      { backend: 'memory', isAvailable: true },
    ]);
  });

  it('in a folder that cannot be made says why', async () => {
    await writeFile(place.folder, '');
    await expect(open()).rejects.toThrow(StartError);
    await expect(open()).rejects.toThrow(/cannot be opened: a file of that name is there already\.$/);
  });
});

describe.each(['os-keyring', 'passphrase'] as const)('the vault with %s', (backend) => {
  const openBackend = () => (backend === 'passphrase' ? openWithPassphrase() : open());
  const openAgain = async (): Promise<FolderVault> => {
    const vault = await open();
    if (backend === 'passphrase') valueOf(await vault.management.unlock(passphrase));
    return vault;
  };

  it('keeps secrets of any length for the next start, in one sealed file each, for this user only', async () => {
    const vault = await openBackend();
    expect(await vault.status(key)).toBe('absent');
    await vault.save(key, secret);
    await vault.save(other, longSecret);
    const next = await openAgain();
    expect(await next.read(key)).toEqual({ status: 'ok', secret });
    expect(await next.read(other)).toEqual({ status: 'ok', secret: longSecret });
    expect(next.info()).toMatchObject({ backend, isPersistent: true });
    expect(await filesWith(secret)).toEqual([]);
    expect(await filesWith('bm90LWEta2V5')).toEqual([]);
    const names = await readdir(place.folder);
    expect(names.filter((name) => name.startsWith('secret-') && name.endsWith('.json'))).toHaveLength(2);
    if (process.platform === 'win32') return;
    for (const name of names.filter((each) => each !== 'vault.lock')) {
      expect((await stat(join(place.folder, name))).mode & 0o777, name).toBe(0o600);
    }
  });

  it('has a backend, when it was made and when it was used beside each, and looking is no use', async () => {
    const vault = await openBackend();
    await vault.save(key, secret);
    place.clock.set(startMs + 1000);
    await vault.save(key, 'replaced');
    const entry = { key, backend, createdAtMs: startMs, lastUsedAtMs: null, status: 'ok' };
    expect(await vault.entries()).toEqual([entry]);
    place.clock.set(startMs + 60_000);
    await vault.read(key);
    expect(await vault.entries()).toEqual([{ ...entry, lastUsedAtMs: startMs + 60_000 }]);
    expect(await (await openAgain()).entries()).toEqual([{ ...entry, lastUsedAtMs: startMs + 60_000 }]);
  });

  it('removes what it is asked to remove, and nothing else', async () => {
    const vault = await openBackend();
    await vault.save(key, secret);
    await vault.save(other, 'kept');
    await vault.read(key);
    const events = recordEvents(vault);
    await vault.remove(key);
    await vault.remove('never there');
    expect(await vault.read(key)).toEqual({ status: 'absent' });
    expect(await vault.read(other)).toEqual({ status: 'ok', secret: 'kept' });
    expect(await filesWith('depot')).toEqual([]);
    expect(events).toEqual([{ kind: 'removed', backend, key, atMs: startMs }]);
  });

  it.each([0, 1, 2])(
    'takes a file that was cut (to %i halves of its length) for undecryptable, it alone, and keeps it',
    async (halves) => {
      const vault = await openBackend();
      await vault.save(key, secret);
      await vault.save(other, 'whole');
      const path = await secretFileOf('depot');
      const length = halves === 2 ? (await stat(path)).size - 3 : Math.floor(((await stat(path)).size * halves) / 2);
      await truncate(path, length);
      const next = await openAgain();
      expect(await next.read(key)).toEqual({ status: 'undecryptable' });
      expect(await next.read(other)).toEqual({ status: 'ok', secret: 'whole' });
      expect(await next.entries()).toMatchObject([
        { key, createdAtMs: null, status: 'undecryptable' },
        { key: other, status: 'ok' },
      ]);
      expect((await stat(path)).size).toBe(length);
      expect(await next.save(key, 'anew')).toBe('saved');
      expect(await next.read(key)).toEqual({ status: 'ok', secret: 'anew' });
    },
  );

  it("does not open a ciphertext in another one's place", async () => {
    const vault = await openBackend();
    await vault.save(key, secret);
    await vault.save(other, 'mine');
    const foreign = await readFile(await secretFileOf('yard'), 'utf8');
    await writeFile(await secretFileOf('depot'), foreign);
    expect(await vault.read(key)).toEqual({ status: 'undecryptable' });
    await writeFile(await secretFileOf('depot'), foreign.replace(other, key));
    expect(await vault.read(key)).toEqual({ status: 'undecryptable' });
  });

  it('keeps a secret that a newer Fleetdeck has written', async () => {
    const vault = await openBackend();
    await vault.save(key, secret);
    const path = await secretFileOf('depot');
    const text = (await readFile(path, 'utf8')).replace('"version": 1', '"version": 2');
    await writeFile(path, text);
    const next = await openAgain();
    expect(await next.read(key)).toEqual({ status: 'undecryptable' });
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('goes on after the file that names the backend was damaged', async () => {
    const vault = await openBackend();
    await vault.save(key, secret);
    await truncate(join(place.folder, 'vault.json'), 10);
    const next = await openAgain();
    expect(next.info()).toMatchObject({ backend });
    expect(await next.read(key)).toEqual({ status: 'ok', secret });
  });

  it.each(['', '.copy'])(
    'loses nothing with one of the two files of its key (key-….%sjson), and mends it',
    async (which) => {
      await (await openBackend()).save(key, secret);
      const names = await readdir(place.folder);
      const name = names.find((each) => new RegExp(`^key-[^.]+${which.replace('.', '\\.')}\\.json$`).test(each)) ?? '';
      const whole = await readFile(join(place.folder, name), 'utf8');
      await truncate(join(place.folder, name), 20);
      const next = await openAgain();
      expect(await next.read(key)).toEqual({ status: 'ok', secret });
      expect(await readFile(join(place.folder, name), 'utf8')).toBe(whole);
    },
  );

  it('with both files of its key damaged says undecryptable, and keeps what is there', async () => {
    await (await openBackend()).save(key, secret);
    const names = (await readdir(place.folder)).filter((each) => each.startsWith('key-'));
    for (const name of names) await truncate(join(place.folder, name), 20);
    const next = await open();
    expect(await next.read(key)).toEqual({ status: 'undecryptable' });
    expect(await readdir(place.folder)).toEqual(expect.arrayContaining(names));
  });

  it('tells what happened, and never what the secret is', async () => {
    const vault = await openBackend();
    const events = recordEvents(vault);
    await vault.save(key, secret);
    await truncate(await secretFileOf('depot'), 10);
    await vault.read(key);
    expect(events).toMatchObject([
      { kind: 'saved', key, backend },
      { kind: 'read-failed', key, detail: 'undecryptable' },
    ]);
    expect(JSON.stringify(events)).not.toContain(secret);
  });

  it('makes a save wait for another process, and says so when it takes too long', async () => {
    const vault = await openBackend();
    const release = takeVaultLock(place.folder);
    const saving = vault.save(key, secret);
    release?.();
    expect(await saving).toBe('saved');
  });
});

describe('the keyring', () => {
  it('that is shut at the start makes secrets locked, and tells when it opens', async () => {
    await (await open()).save(key, secret);
    place.keyring.mode = 'locked';
    const vault = await open();
    const events = recordEvents(vault);
    expect(vault.info()).toMatchObject({ backend: 'os-keyring', isPersistent: true });
    expect(vault.info().explanation).toContain('gives no answer');
    expect(await vault.read(key)).toEqual({ status: 'locked' });
    expect(await vault.save(key, 'another')).toBe('locked');
    expect((await vault.management.state()).isLocked).toBe(true);
    expect(await vault.management.unlock()).toMatchObject({ isDone: false, problem: { code: 'locked' } });
    place.keyring.mode = 'open';
    expect(await vault.management.unlock()).toEqual({ isDone: true, value: null });
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
    expect(events.map(({ kind }) => kind)).toEqual(['read-failed', 'unlocked']);
    expect(vault.info().explanation).not.toContain('gives no answer');
  });

  it('that asks its user first holds nobody up, is asked once, and tells when it has its answer', async () => {
    await (await open()).save(key, secret);
    place.keyring.mode = 'silent';
    place.keyring.asked = 0;
    const vault = await open();
    const unlocked = new Promise((resolve) => vault.onEvent((event) => event.kind === 'unlocked' && resolve(event)));
    expect(await vault.read(key)).toEqual({ status: 'locked' });
    expect(await vault.read(key)).toEqual({ status: 'locked' });
    expect(place.keyring.asked).toBe(1);
    place.keyring.speak();
    expect(await unlocked).toMatchObject({ backend: 'os-keyring' });
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
  });

  it('that has lost our key makes secrets undecryptable, keeps them, and gets a new key for what is saved next', async () => {
    await (await open()).save(key, secret);
    const kept = [...place.keyring.entries];
    place.keyring.entries.clear();
    const vault = await open();
    expect(await vault.read(key)).toEqual({ status: 'undecryptable' });
    expect(vault.info().explanation).toContain('not in the keyring of this test any more');
    expect(await vault.save(other, 'new')).toBe('saved');
    expect(await vault.read(other)).toEqual({ status: 'ok', secret: 'new' });
    expect((await vault.management.state()).unfinished).toBeNull();
    for (const [account, value] of kept) place.keyring.entries.set(account, value);
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
    expect((await vault.management.state()).unfinished).toMatchObject({ secretCount: 1, canContinue: true });
    expect(valueOf(await vault.management.migrateTo('os-keyring'))).toEqual({ movedCount: 1, leftBehind: [] });
    expect(place.keyring.entries.size).toBe(1);
  });

  it('whose entry somebody has replaced is not believed', async () => {
    await (await open()).save(key, secret);
    for (const account of place.keyring.entries.keys())
      place.keyring.entries.set(account, Buffer.alloc(32).toString('base64'));
    const vault = await open();
    expect(await vault.read(key)).toEqual({ status: 'undecryptable' });
    expect(vault.info().explanation).toContain('not in the keyring of this test any more');
  });

  it('holds a key, never a secret', async () => {
    await (await open()).save(key, longSecret);
    const values = [...place.keyring.entries.values()];
    expect(values).toHaveLength(1);
    expect(values[0]?.length).toBe(44);
  });
});

describe('memory', () => {
  it('is handed to the next process of this run, and to no other', async () => {
    place.keyring.mode = 'missing';
    await (await open()).save(key, secret);
    expect(place.handOver).toEqual({ secrets: { [key]: secret }, keys: {} });
    expect(await (await open(place.handOver)).read(key)).toEqual({ status: 'ok', secret });
    expect(await (await open()).read(key)).toEqual({ status: 'absent' });
  });

  it('knows when a secret was made and used', async () => {
    place.keyring.mode = 'missing';
    const vault = await open();
    await vault.save(key, secret);
    place.clock.set(startMs + 5);
    await vault.read(key);
    const entry = { key, backend: 'memory', createdAtMs: startMs, lastUsedAtMs: startMs + 5, status: 'ok' };
    expect(await vault.entries()).toEqual([entry]);
    await vault.remove(key);
    expect(await vault.entries()).toEqual([]);
    expect(place.handOver.secrets).toEqual({});
  });
});

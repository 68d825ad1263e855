import type * as FileSystem from 'node:fs/promises';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FolderVault } from './folder-vault.ts';
import { createKeyringDouble } from './testing/keyring-double.ts';
import { openTestVault, valueOf } from './testing/vault-fixture.ts';

const disk = vi.hoisted(() => ({ isFull: false, isGarbling: false }));

/** A disk on which files can be made, as they take no room, and not written; or that turns letters of what is written. */
vi.mock('node:fs/promises', async (importActual) => {
  const actual = await importActual<typeof FileSystem>();
  const open: typeof actual.open = async (...args) => {
    const handle = await actual.open(...args);
    const writeFile = handle.writeFile.bind(handle);
    handle.writeFile = (...content) => {
      const [text, ...rest] = content;
      if (disk.isGarbling && typeof text === 'string') {
        return writeFile(
          text.replace(/(?<="sealed": ".{20})./, (letter) => (letter === 'A' ? 'B' : 'A')),
          ...rest,
        );
      }
      if (!disk.isFull) return writeFile(...content);
      return Promise.reject(Object.assign(new Error('no space left on device, write'), { code: 'ENOSPC' }));
    };
    return handle;
  };
  return { ...actual, open };
});

const passphrase = 'four words of no sense';
const secret = 'correct-horse-battery';
let home: string;
let vault: FolderVault;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fleetdeck-full-'));
  const keyring = createKeyringDouble();
  vault = await openTestVault({ folder: join(home, 'vault'), openKeyring: keyring.open });
  valueOf(await vault.management.setPassphrase(null, passphrase));
  await vault.save('a', secret);
  disk.isFull = true;
});

afterEach(async () => {
  disk.isFull = false;
  disk.isGarbling = false;
  await rm(home, { recursive: true });
});

it('a secret that cannot be written is refused with words, and the former one stays', async () => {
  await expect(vault.save('a', 'another')).rejects.toThrow(
    'The secret could not be saved: the disk is full. What was stored before is still there. Put that right and try again.',
  );
  await expect(vault.save('b', 'new')).rejects.toThrow('the disk is full');
  expect(await vault.read('a')).toEqual({ status: 'ok', secret });
  expect(await vault.read('b')).toEqual({ status: 'absent' });
  expect((await readdir(join(home, 'vault'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  disk.isFull = false;
  expect(await vault.save('a', 'another')).toBe('saved');
});

it('a move that the disk has no room for changes nothing, and says why', async () => {
  const outcome = await vault.management.migrateTo('os-keyring');
  expect(outcome).toMatchObject({ isDone: false, problem: { code: 'failed' } });
  expect(JSON.stringify(outcome)).toContain('The vault could not be changed: the disk is full. No secret is lost.');
  expect(await vault.read('a')).toEqual({ status: 'ok', secret });
  expect(vault.info().backend).toBe('passphrase');
});

it('the passphrase is not changed, and the former one goes on to open the vault', async () => {
  expect(await vault.management.setPassphrase(passphrase, 'quite another sentence')).toMatchObject({ isDone: false });
  valueOf(await vault.management.lock());
  valueOf(await vault.management.unlock(passphrase));
  expect(await vault.read('a')).toEqual({ status: 'ok', secret });
});

it('wrong passphrases are counted all the same', async () => {
  valueOf(await vault.management.lock());
  for (let guess = 0; guess < 3; guess += 1) await vault.management.unlock('wrong');
  expect(await vault.management.unlock(passphrase)).toMatchObject({ isDone: false, problem: { code: 'too-soon' } });
});

it('a secret that does not come back from the disk as it was written takes the place of no other', async () => {
  disk.isFull = false;
  disk.isGarbling = true;
  await expect(vault.save('a', 'another')).rejects.toThrow('What was stored before is still there.');
  expect(await vault.read('a')).toEqual({ status: 'ok', secret });
  valueOf(await vault.management.migrateTo('memory'));
  expect(await vault.management.setPassphrase(null, passphrase)).toMatchObject({ isDone: false });
  expect(await vault.read('a')).toEqual({ status: 'ok', secret });
});

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeVaultLock } from './files/vault-lock.ts';
import type { FolderVault } from './folder-vault.ts';
import { createKeyringInFolder } from './testing/keyring-double.ts';
import { openTestVault, valueOf } from './testing/vault-fixture.ts';

const passphrase = 'four words of no sense';
let home: string;
let keyringFolder: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fleetdeck-shared-'));
  keyringFolder = join(home, 'keyring');
  await mkdir(keyringFolder);
});

afterEach(async () => {
  await rm(home, { recursive: true });
});

const folder = () => join(home, 'vault');
const open = (): Promise<FolderVault> =>
  openTestVault({ folder: folder(), openKeyring: createKeyringInFolder(keyringFolder) });

it('two processes that save at once, the first secrets of the vault at that, lose none', async () => {
  const entry = fileURLToPath(new URL('testing/write-secrets.ts', import.meta.url));
  const count = 10;
  const names = ['a', 'b'];
  const children = names.map((name) => fork(entry, [folder(), keyringFolder, name, String(count)], { execArgv: [] }));
  await Promise.all(children.map((child) => once(child, 'message')));
  const ends = children.map((child) => once(child, 'exit'));
  for (const child of children) child.send('go');
  expect(await Promise.all(ends)).toEqual([
    [0, null],
    [0, null],
  ]);
  const vault = await open();
  for (const name of names) {
    for (let index = 0; index < count; index += 1) {
      const key = `${name}/${String(index)}`;
      expect(await vault.read(key)).toEqual({ status: 'ok', secret: `${name} ${String(index)}` });
    }
  }
  const shared = await vault.read('shared');
  expect(names.map((name) => ({ status: 'ok', secret: name.repeat(1000) }))).toContainEqual(shared);
});

it('a vault that another process has moved goes on where that one left it', async () => {
  const first = await open();
  await first.save('a', 'one');
  const second = await open();
  valueOf(await second.management.setPassphrase(null, passphrase));
  expect(await first.read('a')).toEqual({ status: 'locked' });
  expect(await first.save('a', 'two')).toBe('locked');
  expect(first.info().backend).toBe('passphrase');
  valueOf(await first.management.unlock(passphrase));
  expect(await first.save('a', 'two')).toBe('saved');
  expect(await second.read('a')).toEqual({ status: 'ok', secret: 'two' });
});

it('a passphrase that another process has changed is the one that counts', async () => {
  const first = await open();
  valueOf(await first.management.setPassphrase(null, passphrase));
  await first.save('a', 'one');
  const second = await open();
  valueOf(await first.management.setPassphrase(passphrase, 'quite another sentence'));
  expect((await second.management.unlock(passphrase)).isDone).toBe(false);
  valueOf(await second.management.unlock('quite another sentence'));
  expect(await second.read('a')).toEqual({ status: 'ok', secret: 'one' });
});

it('whoever waits too long for another process is told so, and nothing is changed', async () => {
  const keyring = createKeyringInFolder(keyringFolder);
  const vault = await openTestVault({
    folder: folder(),
    openKeyring: keyring,
    // Waiting takes no time.
    clock: { now: () => 0, after: (_delayMs, callback) => (setImmediate(callback), () => undefined) },
    keyringPatienceMs: 1000,
  });
  const release = takeVaultLock(folder());
  await expect(vault.save('a', 'one')).rejects.toThrow('Another Fleetdeck is changing the vault.');
  expect(await vault.management.setPassphrase(null, passphrase)).toMatchObject({
    isDone: false,
    problem: { code: 'busy' },
  });
  release?.();
  expect(await vault.read('a')).toEqual({ status: 'absent' });
});

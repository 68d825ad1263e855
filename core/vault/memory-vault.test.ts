import { expect, test } from 'vitest';
import { createMemoryVault } from './memory-vault.ts';
import type { VaultEvent } from './vault-events.ts';

test('a secret that was never saved is absent', async () => {
  const vault = createMemoryVault();
  expect(await vault.read('a')).toEqual({ status: 'absent' });
  expect(await vault.status('a')).toBe('absent');
});

test('a saved secret is read back, replaced and removed', async () => {
  const vault = createMemoryVault();
  expect(await vault.save('a', 'first')).toBe('saved');
  await vault.save('a', 'second');
  expect(await vault.read('a')).toEqual({ status: 'ok', secret: 'second' });
  expect(await vault.status('a')).toBe('ok');
  await vault.remove('a');
  await vault.remove('a');
  expect(await vault.read('a')).toEqual({ status: 'absent' });
});

test('the vault says that it forgets', () => {
  expect(createMemoryVault().info()).toMatchObject({ backend: 'memory', isPersistent: false });
});

test('two vaults share nothing', async () => {
  await createMemoryVault().save('a', 'secret');
  expect(await createMemoryVault().status('a')).toBe('absent');
});

test('it knows when a secret was made and used, and tells what happened without the secret', async () => {
  let nowMs = 1000;
  const vault = createMemoryVault({ now: () => nowMs });
  const events: VaultEvent[] = [];
  const stop = vault.onEvent((event) => events.push(event));
  await vault.save('b', 'hidden');
  await vault.save('a', 'hidden');
  nowMs = 2000;
  await vault.read('b');
  const common = { backend: 'memory', createdAtMs: 1000, status: 'ok' };
  expect(await vault.entries()).toEqual([
    { ...common, key: 'a', lastUsedAtMs: null },
    { ...common, key: 'b', lastUsedAtMs: 2000 },
  ]);
  await vault.remove('a');
  stop();
  await vault.remove('b');
  expect(events).toEqual([
    { kind: 'saved', key: 'b', backend: 'memory', atMs: 1000 },
    { kind: 'saved', key: 'a', backend: 'memory', atMs: 1000 },
    { kind: 'removed', key: 'a', backend: 'memory', atMs: 2000 },
  ]);
});

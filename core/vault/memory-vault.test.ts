import { expect, test } from 'vitest';
import { createMemoryVault, type HeldSecrets } from './memory-vault.ts';

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

test('what it holds can be handed to the next one, and every change of it is told', async () => {
  const told: HeldSecrets[] = [];
  const vault = createMemoryVault({ held: { a: 'first' }, onChange: (held) => told.push(held) });
  expect(await vault.read('a')).toEqual({ status: 'ok', secret: 'first' });
  await vault.save('b', 'second');
  await vault.remove('a');
  await vault.remove('a');
  expect(told).toEqual([{ a: 'first', b: 'second' }, { b: 'second' }]);
});

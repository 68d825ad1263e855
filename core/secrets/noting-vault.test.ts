import { expect, test } from 'vitest';
import { createMemoryVault } from '../vault/memory-vault.ts';
import { createVaultEvents } from '../vault/vault-events.ts';
import { createNotingVault } from './noting-vault.ts';
import { SecretsInUse } from './secrets-in-use.ts';

const key = 'connection/yard/password';
const secret = 'correct-horse-battery';

test('a secret is kept out of texts from when it is saved or read until it is removed', async () => {
  const plain = createMemoryVault();
  const writing = new SecretsInUse();
  const vault = createNotingVault(plain, writing);
  await vault.save(key, secret);
  expect(writing.hide(`it said ${secret}`)).not.toContain(secret);

  const reading = new SecretsInUse();
  const other = createNotingVault(plain, reading);
  expect(reading.isIn(secret)).toBe(false);
  expect(await other.read(key)).toEqual({ status: 'ok', secret });
  expect(reading.hide(`at ?p=${encodeURIComponent(secret)}`)).not.toContain(secret);
  expect(reading.isIn(secret)).toBe(true);
  await other.remove(key);
  expect([...reading.values()]).toEqual([]);
});

test('a vault that is locked takes its secrets out of memory here, too', async () => {
  const events = createVaultEvents({ now: () => 0 });
  const secrets = new SecretsInUse();
  const vault = createNotingVault({ ...createMemoryVault(), onEvent: events.onEvent }, secrets);
  await vault.save(key, secret);
  events.tell({ kind: 'locked', backend: 'passphrase' });
  expect([...secrets.values()]).toEqual([]);
});

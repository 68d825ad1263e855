import { expect, test } from 'vitest';
import type { AuditEntry } from '../../shared/audit/entry.ts';
import { silentLog } from '../log.ts';
import { createMemoryVault } from '../vault/memory-vault.ts';
import { VaultError } from '../vault/vault-error.ts';
import { finishRemovals } from './finish-removals.ts';

const entry = (action: string, connectionId: string): AuditEntry => ({
  ...{ sequence: 1, atMs: 0, user: 'ida', kind: 'connection', connectionName: connectionId, target: connectionId },
  ...{ outcome: 'unknown', detail: '', operationId: null, previousHash: '0'.repeat(64), hash: '0'.repeat(64) },
  ...{ action, connectionId },
});

const interrupted = [
  entry('connection.remove', 'gone'),
  entry('connection.remove', 'still-here'),
  entry('connection.save', 'unsaved'),
];

test('a removal that was broken off takes its secrets along; what is still there, or was not to go, stays', async () => {
  const vault = createMemoryVault();
  for (const id of ['gone', 'still-here', 'unsaved']) {
    await vault.save(`connection/${id}/password`, 'secret');
    await vault.save(`connection/${id}/platformToken`, 'secret');
  }
  await finishRemovals(interrupted, (id) => id === 'still-here', vault, silentLog);
  expect((await vault.entries()).map(({ key }) => key)).toEqual([
    'connection/still-here/password',
    'connection/still-here/platformToken',
    'connection/unsaved/password',
    'connection/unsaved/platformToken',
  ]);
});

test('a vault that cannot be changed now does not keep the console from starting', async () => {
  const vault = createMemoryVault();
  await vault.save('connection/gone/password', 'secret');
  const full = { ...vault, remove: () => Promise.reject(new VaultError('The disk is full.')) };
  await finishRemovals(interrupted, () => false, full, silentLog);
  expect(await vault.entries()).toHaveLength(1);
});

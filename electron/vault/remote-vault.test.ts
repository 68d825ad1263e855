import { expect, it } from 'vitest';
import { silentLog } from '../../core/log.ts';
import { createMemoryVault } from '../../core/vault/memory-vault.ts';
import type { Vault } from '../../core/vault/vault.ts';
import { VaultError } from '../../core/vault/vault-error.ts';
import type { VaultEvent } from '../../core/vault/vault-events.ts';
import { createRemoteVault } from './remote-vault.ts';
import { answerVaultRequest } from './vault-service.ts';

const key = 'connection/depot/password';
const secret = 'correct-horse-battery';

/** Every message is cloned on its way, as between processes. */
const connect = (vault: Vault, log = silentLog) => {
  const remote = createRemoteVault(vault.info(), (request) => {
    const reply = (message: object) => remote.receive(structuredClone(message));
    answerVaultRequest(vault, structuredClone(request), reply, log);
  });
  vault.onEvent((event) => remote.receive(structuredClone({ type: 'vault-event', event, info: vault.info() })));
  return remote;
};

it('reads, saves, tells, lists and removes through the main process', async () => {
  const remote = connect(createMemoryVault({ now: () => 5 }));
  expect(await remote.read(key)).toEqual({ status: 'absent' });
  expect(await remote.save(key, secret)).toBe('saved');
  expect(await remote.read(key)).toEqual({ status: 'ok', secret });
  expect(await remote.status(key)).toBe('ok');
  expect(await remote.entries()).toEqual([{ key, backend: 'memory', createdAtMs: 5, lastUsedAtMs: 5, status: 'ok' }]);
  await remote.remove(key);
  expect(await remote.status(key)).toBe('absent');
  expect(remote.info().backend).toBe('memory');
});

it('hears what happens in the main process, for as long as it listens', async () => {
  const vault = createMemoryVault({ now: () => 5 });
  const remote = connect(vault);
  const events: VaultEvent[] = [];
  const stop = remote.onEvent((event) => events.push(event));
  await vault.save(key, secret);
  stop();
  await vault.remove(key);
  expect(events).toEqual([{ kind: 'saved', key, backend: 'memory', atMs: 5 }]);
});

it('knows what the vault has become since it was started', () => {
  const remote = createRemoteVault({ backend: 'kwallet6', isPersistent: false, explanation: 'Shut.' }, () => undefined);
  const info = { backend: 'kwallet6', isPersistent: true, explanation: 'Open.' };
  remote.receive({ type: 'vault-event', event: { kind: 'unlocked', backend: 'kwallet6', atMs: 1 }, info });
  expect(remote.info()).toEqual(info);
});

it.each([
  ['without its words', new Error(`disk full writing ${secret}`), 'The vault could not answer.'],
  ['with the words that are for an operator', new VaultError('The disk is full.'), 'The disk is full.'],
])('fails a question that the vault could not answer, %s', async (_how, error, words) => {
  const logged: unknown[] = [];
  const log = { ...silentLog, error: (...parts: unknown[]) => logged.push(parts) };
  const remote = connect({ ...createMemoryVault(), save: () => Promise.reject(error) }, log);
  await expect(remote.save(key, secret)).rejects.toThrow(words);
  expect(JSON.stringify(logged)).toContain('the vault failed');
  expect(JSON.stringify(logged)).not.toContain(secret);
});

it('takes answers in any order', async () => {
  const vault = createMemoryVault();
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

it.each([
  null,
  'text',
  { type: 'window' },
  { type: 'vault-request', id: 1, method: 'dump', key: 'a' },
  { type: 'vault-event', event: { kind: 'saved', secret } },
])('is not moved by %j', (message) => {
  const vault = createMemoryVault();
  expect(answerVaultRequest(vault, message, () => expect.unreachable(), silentLog)).toBe(false);
  expect(createRemoteVault(vault.info(), () => undefined).receive(message)).toBe(false);
});

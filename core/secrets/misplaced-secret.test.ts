import { describe, expect, test } from 'vitest';
import { ok } from '../../shared/contract/result.ts';
import type { MethodHandlers } from '../../shared/contract/server.ts';
import { misplacedSecret, refusingMisplacedSecrets } from './misplaced-secret.ts';
import { SecretsInUse } from './secrets-in-use.ts';

const token = 'SharedAccessSignature sr=1a2b&sig=b3BlbiBzZXNhbWU%3D&skn=night&se=1893456000000';
const shapeless = 'Vx7&kQ2m-Lp9(tRz4';
const none = new SecretsInUse();

const pathsOf = (...[method, params, inUse = none]: Partial<Parameters<typeof misplacedSecret>>): readonly string[] => {
  const refusal = misplacedSecret(method ?? 'connections.save', params ?? {}, inUse);
  if (refusal === undefined || refusal.ok) return [];
  expect(refusal.error.code).toBe('invalid-params');
  expect(JSON.stringify(refusal)).not.toContain(token);
  return (refusal.error.details as { path: string }[]).map(({ path }) => path);
};

describe('a secret in a field that is not for it', () => {
  test.each([
    ['an API token', token],
    ['a signature alone', `sr=x&sig=b3BlbiBzZXNhbWUgb3Blbg%3D%3D`],
    ['a bearer token', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.'],
    ['a private key', '-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----'],
    ['an age identity', 'AGE-SECRET-KEY-1QQPQYPQ'],
  ])('is told by its shape: %s', (_what, text) => {
    expect(pathsOf('connections.save', { settings: { name: `my ${text}` }, secrets: {} })).toEqual(['settings.name']);
  });

  test('is told wherever it stands: deep, in a list, as a name in a record', () => {
    const settings = { topics: [{ filter: 'fleet/#' }, { filter: token }], mapping: { [token]: 1 } };
    expect(pathsOf('connections.test', { settings })).toEqual(['settings.topics.1.filter', 'settings.mapping']);
  });

  test('is told when it was entered in its own field, too', () => {
    const params = { settings: { username: `key ${shapeless}` }, secrets: { password: shapeless } };
    expect(pathsOf('connections.save', params)).toEqual(['settings.username']);
  });

  test('is told when the console works with it', () => {
    const inUse = new SecretsInUse();
    inUse.note('connection/x/password', shapeless);
    expect(pathsOf('tokens.create', { token: { name: shapeless } }, inUse)).toEqual(['token.name']);
    inUse.forget('connection/x/password');
    expect(pathsOf('tokens.create', { token: { name: shapeless } }, inUse)).toEqual([]);
  });

  test('in a file of certificates is called by its name', () => {
    const settings = { clientCertificatePem: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----' };
    const refusal = misplacedSecret('connections.save', { settings }, none);
    expect(refusal).toMatchObject({ error: { message: expect.stringContaining('holds a private key') as string } });
  });
});

describe('what is no misplaced secret', () => {
  test('a secret in its own field', () => {
    expect(pathsOf('connections.save', { settings: {}, secrets: { platformToken: token } })).toEqual([]);
    expect(pathsOf('vault.setPassphrase', { former: token, next: token })).toEqual([]);
  });

  test('a short password that is a word in use', () => {
    const params = { settings: { name: 'Depot', username: 'depot' }, secrets: { password: 'depot' } };
    expect(pathsOf('connections.save', params)).toEqual([]);
  });

  test('the signed address of a firmware file, on its way to a vehicle', () => {
    const uri = 'https://files.example.com/a.bin?sv=1&sig=b3BlbiBzZXNhbWUgb3Blbg%3D%3D';
    expect(pathsOf('commands.draft', { name: 'update', parameters: { uri } })).toEqual([]);
    expect(pathsOf('jobs.create', { job: { name: 'Update', values: { uri } } })).toEqual([]);
  });
});

test('nothing is called with a misplaced secret, and everything else as it was', async () => {
  const asked: unknown[] = [];
  const handlers = {
    'connections.get': (params: unknown) => {
      asked.push(params);
      return ok('done');
    },
  } as unknown as MethodHandlers;
  const guarded = refusingMisplacedSecrets(handlers, none)['connections.get'];
  const context = { signal: new AbortController().signal };
  expect(await guarded({ id: token }, context)).toMatchObject({ ok: false, error: { code: 'invalid-params' } });
  expect(await guarded({ id: 'yard' }, context)).toEqual({ ok: true, value: 'done' });
  expect(asked).toEqual([{ id: 'yard' }]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBackup, writeBackup, type BackupContent } from './backup-file.ts';

const head = { format: 'fleetdeck-settings', version: 1 };
const sound = { ...head, exportedAtMs: 0, connections: [], preferences: {}, disabledManagedConnections: [] };
const reading = (value: unknown) => readBackup(typeof value === 'string' ? value : JSON.stringify(value));

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,10}$/);
const content: fc.Arbitrary<BackupContent> = fc
  .record({
    exportedAtMs: fc.nat(),
    connections: fc.uniqueArray(
      fc.record({
        id: fc.string({ minLength: 1, maxLength: 20 }),
        settings: fc.jsonValue({ maxDepth: 3 }),
        secretNames: fc.uniqueArray(name, { maxLength: 3 }),
      }),
      { selector: ({ id }) => id, maxLength: 5 },
    ),
    preferences: fc.jsonValue({ maxDepth: 2 }),
    disabledManagedConnections: fc.array(fc.string()),
    secret: fc.string({ minLength: 1 }),
  })
  .map(({ secret, ...rest }) => ({
    ...rest,
    secrets: new Map(
      rest.connections
        .filter(({ secretNames }) => secretNames.length > 0)
        .map(({ id, secretNames }) => [id, new Map(secretNames.map((own) => [own, secret]))]),
    ),
  }));

test('what was written is read back', () => {
  fc.assert(
    fc.property(content, (value) => {
      const text = writeBackup(value);
      fc.pre(!text.includes('"__proto__"'));
      expect(readBackup(text)).toEqual({
        ok: true,
        value: JSON.parse(JSON.stringify(value), reviveMaps(value)) as unknown,
      });
    }),
  );
});

/** JSON has no maps; nothing else of the content is lost in it. */
const reviveMaps =
  ({ secrets }: BackupContent) =>
  (key: string, part: unknown): unknown =>
    key === 'secrets' ? secrets : part;

test('whatever is read, the answer is a result', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(readBackup(text).ok).toBe(false);
    }),
  );
});

test.each([
  ['nothing', ''],
  ['a list', []],
  ['another program', { version: 1, connections: [] }],
  ['no version', { ...sound, version: undefined }],
  ['a version that is none', { ...sound, version: 'x' }],
  ['half a file', JSON.stringify(sound).slice(0, -5)],
  ['a deep one', '['.repeat(5000) + ']'.repeat(5000)],
  ['one that is deep inside', JSON.stringify(sound).replace('{}', '{"a":'.repeat(60) + '1' + '}'.repeat(60))],
  ['a prototype', JSON.stringify(sound).replace('{}', '{"__proto__":{"theme":"dark"}}')],
])('%s is no backup', (_what, value) => {
  expect(reading(value)).toMatchObject({ ok: false, error: { code: 'invalid-params' } });
});

test('brackets in a text are not taken for depth', () => {
  expect(reading({ ...sound, preferences: { a: '[{"\\"[{'.repeat(1000) } }).ok).toBe(true);
});

test('a later version says what to do', () => {
  expect(reading({ ...sound, version: 2 })).toMatchObject({
    ok: false,
    error: { code: 'unsupported', message: expect.stringContaining('later version') as unknown },
  });
});

test('one that is too large is not even parsed', () => {
  expect(readBackup(' '.repeat(3_500_001))).toMatchObject({ ok: false, error: { code: 'too-large' } });
});

test.each([
  [
    'too many connections',
    { connections: Array.from({ length: 2001 }, (_, id) => ({ id: String(id), settings: {} })) },
  ],
  ['a connection without an id', { connections: [{ settings: {} }] }],
  [
    'a secret with a way out of its place',
    { connections: [{ id: 'a', settings: {}, secrets: { '../b/password': 'x' } }] },
  ],
  ['a secret that is no text', { connections: [{ id: 'a', settings: {}, secrets: { password: 5 } }] }],
  ['a list that is none', { disabledManagedConnections: 'practice' }],
])('%s makes the whole file unsound', (_what, change) => {
  expect(reading({ ...sound, ...change })).toMatchObject({ ok: false, error: { code: 'invalid-params' } });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyOfName, nameOfKey } from './secret-name.ts';

test('a name can be read, and tells its key', () => {
  expect(nameOfKey('connection/depot-1/clientKeyPem')).toBe('connection_2fdepot-1_2fclient_4bey_50em');
  expect(keyOfName('connection_2fdepot-1_2fclient_4bey_50em')).toBe('connection/depot-1/clientKeyPem');
});

test('every key has a name of its own, fit for every file system, that leads back to it', () => {
  const key = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });
  fc.assert(
    fc.property(key, key, (a, b) => {
      const name = nameOfKey(a);
      expect(name).toMatch(/^[a-z0-9_-]{1,200}$/);
      if (!name.startsWith('_-')) expect(keyOfName(name)).toBe(a);
      expect(name === nameOfKey(b)).toBe(a === b);
    }),
  );
});

test('a key that is too long for a name still has one of its own, which does not tell it', () => {
  const long = 'x'.repeat(300);
  expect(nameOfKey(long)).toMatch(/^_-[0-9a-f]{64}$/);
  expect(nameOfKey(long)).not.toBe(nameOfKey(`${long}x`));
  expect(keyOfName(nameOfKey(long))).toBeUndefined();
});

test.each(['', 'Upper', 'a.b', 'a_g1', '_2'])('"%s" is the name of no key', (name) => {
  expect(keyOfName(name)).toBeUndefined();
});

import { describe, expect, test } from 'vitest';
import { cheapCost } from '../testing/vault-fixture.ts';
import { recommendedCost, unwrapKey, wrapKey, wrappedKeySchema } from './passphrase.ts';
import { newKey, seal, unseal } from './seal.ts';

describe('a sealed text', () => {
  const key = newKey();
  const context = ['a', 'b'];

  test.each(['', 'short', 'ä€😀', 'x'.repeat(100_000)])('opens with its key and its context (case %#)', (text) => {
    expect(unseal(key, seal(key, text, context), context)).toBe(text);
  });

  test('is another one each time', () => {
    expect(seal(key, 'text', context)).not.toBe(seal(key, 'text', context));
  });

  test('opens with nothing else', () => {
    const sealed = seal(key, 'text', context);
    expect(unseal(newKey(), sealed, context)).toBeUndefined();
    expect(unseal(key, sealed, ['ab'])).toBeUndefined();
    expect(unseal(key, sealed, ['a', 'b', ''])).toBeUndefined();
  });

  test('that was changed in any byte does not open', () => {
    const bytes = Buffer.from(seal(key, 'text', context), 'base64');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(unseal(key, changed.toString('base64'), context), String(index)).toBeUndefined();
    }
  });

  test('that was cut anywhere does not open', () => {
    const bytes = Buffer.from(seal(key, 'text', context), 'base64');
    for (let length = 0; length < bytes.length; length += 1) {
      expect(unseal(key, bytes.subarray(0, length).toString('base64'), context), String(length)).toBeUndefined();
    }
  });
});

describe('a key under a passphrase', () => {
  test('opens with that passphrase and under its own name only', async () => {
    const key = newKey();
    const wrapped = await wrapKey(key, 'one', 'open sesame', cheapCost);
    expect((await unwrapKey(wrapped, 'one', 'open sesame'))?.equals(key)).toBe(true);
    expect(await unwrapKey(wrapped, 'one', 'Open sesame')).toBeUndefined();
    expect(await unwrapKey(wrapped, 'two', 'open sesame')).toBeUndefined();
  });

  test('has its cost beside it, and opens under no other', async () => {
    const wrapped = await wrapKey(newKey(), 'one', 'open sesame', cheapCost);
    expect(wrapped).toMatchObject({ kdf: 'scrypt', ...cheapCost });
    expect(await unwrapKey({ ...wrapped, cost: 4 }, 'one', 'open sesame')).toBeUndefined();
  });

  test('can have the cost that is recommended, and no cost that takes all memory', async () => {
    const key = newKey();
    const wrapped = await wrapKey(key, 'one', 'open sesame', recommendedCost);
    expect((await unwrapKey(wrappedKeySchema.parse(wrapped), 'one', 'open sesame'))?.equals(key)).toBe(true);
    expect(wrappedKeySchema.safeParse({ ...wrapped, cost: 2 ** 24 }).success).toBe(false);
  });
});

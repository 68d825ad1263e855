import { describe, expect, it } from 'vitest';
import { withExactViews } from './plain-data.ts';

describe('readying a message for structured clone', () => {
  it('returns the very message when there is nothing to do', () => {
    const message = { rows: Uint32Array.of(1, 2), names: ['a'], nested: { list: [null, 1, undefined] } };
    expect(withExactViews(message)).toBe(message);
  });

  it('replaces a part of a buffer by a copy of just that part, and leaves the message itself alone', () => {
    const pool = Float64Array.of(1, 2, 3, 4);
    const message = { kept: ['a'], list: [0, { part: pool.subarray(1, 3) }] };
    const ready = withExactViews(message) as typeof message;
    expect(ready).toEqual(message);
    expect(ready.kept).toBe(message.kept);
    expect((ready.list[1] as { readonly part: Float64Array }).part.buffer.byteLength).toBe(16);
    expect((message.list[1] as { readonly part: Float64Array }).part.buffer).toBe(pool.buffer);
  });

  it('keeps a property that is really called __proto__ a property', () => {
    const message = JSON.parse('{"__proto__":{"isAdmin":true},"part":null}') as { part: unknown };
    message.part = new Uint8Array(4).subarray(1);
    const ready = withExactViews(message) as object;
    expect(Object.keys(ready)).toEqual(['__proto__', 'part']);
    expect(Object.getPrototypeOf(ready)).toBe(Object.prototype);
  });

  it.each([
    ['an instance of a class', new Error('no')],
    ['a set', new Set([1])],
    ['a raw buffer', new ArrayBuffer(1)],
    ['a symbol', Symbol('a')],
  ])('refuses %s', (_what, value) => {
    expect(() => withExactViews([value])).toThrow(TypeError);
  });

  it('refuses a message that contains itself', () => {
    const message: { self?: unknown } = {};
    message.self = message;
    expect(() => withExactViews(message)).toThrow('levels');
  });
});

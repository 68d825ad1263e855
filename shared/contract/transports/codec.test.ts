import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCodec, maximumMessageBytes } from './codec.ts';

const codec = createCodec();

/** Every code point but lone surrogates, which UTF-8 does not have. */
const text = fc.string({ unit: 'binary' });

/** -0 is left to columns: as a plain number it arrives as 0. */
const number = fc.oneof(
  fc.double().filter((value) => !Object.is(value, -0)),
  fc.maxSafeInteger(),
);

const column = fc.oneof(
  fc.uint8Array(),
  fc.uint16Array(),
  fc.uint32Array(),
  fc.float32Array(),
  fc.float64Array(),
  // A view that starts in the middle of its buffer.
  fc.float64Array({ minLength: 2 }).map((array) => array.subarray(1)),
);

const { message } = fc.letrec<{ readonly message: unknown }>((tie) => ({
  message: fc.oneof(
    { maxDepth: 6 },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    column,
    fc.array(tie('message'), { maxLength: 20 }),
    fc.dictionary(fc.oneof(text, fc.constant('__proto__')), tie('message'), { maxKeys: 20, noNullPrototype: true }),
  ),
}));

describe('the WebSocket encoding', () => {
  it('brings back every message as it was', () => {
    fc.assert(
      fc.property(message, (sent) => {
        expect(codec.decode(codec.encode(sent))).toStrictEqual(sent);
      }),
      { numRuns: 500 },
    );
  });

  it('brings back columns wherever in a larger block of bytes the message starts', () => {
    const encoded = codec.encode({ a: Float64Array.of(1, 2, 3), b: Uint16Array.of(4) });
    for (let offset = 0; offset < 8; offset += 1) {
      const block = new Uint8Array(offset + encoded.byteLength + 5);
      block.set(encoded, offset);
      const decoded = codec.decode(block.subarray(offset, offset + encoded.byteLength));
      expect(decoded).toEqual({ a: Float64Array.of(1, 2, 3), b: Uint16Array.of(4) });
    }
  });

  it('answers any bytes at all with a message or an error, and never changes a prototype', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          codec.decode(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds damage in the middle of a message or reads it as another, and never runs past its end', () => {
    const sent = { type: 'event', id: 1, event: { rows: Uint32Array.of(1, 2), names: ['a', 'b'] } };
    const encoded = codec.encode(sent);
    fc.assert(
      fc.property(fc.nat(encoded.byteLength - 1), fc.integer({ min: 0, max: 255 }), (position, value) => {
        const damaged = encoded.slice();
        damaged[position] = value;
        try {
          codec.decode(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
    for (let length = 0; length < encoded.byteLength; length += 1) {
      expect(() => codec.decode(encoded.subarray(0, length))).toThrow();
    }
  });

  it('leaves out properties that are undefined', () => {
    expect(codec.decode(codec.encode({ id: undefined, name: 'a' }))).toStrictEqual({ name: 'a' });
  });

  it('keeps a property that is really called __proto__ a property', () => {
    const sent: unknown = JSON.parse('{"a":1,"__proto__":{"isAdmin":true}}');
    const arrived = codec.decode(codec.encode(sent)) as object;
    expect(Object.keys(arrived)).toEqual(['a', '__proto__']);
    expect(Object.getPrototypeOf(arrived)).toBe(Object.prototype);
    expect((arrived as { readonly isAdmin?: unknown }).isAdmin).toBeUndefined();
  });

  it('refuses a message beyond the limit, on the way out and on the way in', () => {
    expect(() => codec.encode(new Uint8Array(maximumMessageBytes))).toThrow('too large');
    expect(() => codec.decode(new Uint8Array(maximumMessageBytes + 1))).toThrow('too large');
  });

  it('refuses a column that ends within a number, and a type that it does not know', () => {
    // fixext 2, float64; fixext 1, type 99; an object's entries with a name too few, and with a number for a name.
    expect(() => codec.decode(Uint8Array.of(0xd5, 5, 0, 0))).toThrow('cut short');
    expect(() => codec.decode(Uint8Array.of(0xd4, 99, 0))).toThrow('not part of the contract');
    expect(() => codec.decode(Uint8Array.of(0xd5, 16, 0x91, 0xa0))).toThrow('cut short');
    expect(() => codec.decode(Uint8Array.of(0xc7, 3, 16, 0x92, 1, 2))).toThrow('not text');
  });
});

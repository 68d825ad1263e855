import { encode, ExtData } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkStructure } from './msgpack-structure.ts';

const limits = { maximumDepth: 8, nestedExtension: 16 };
const check = (...bytes: readonly number[]) => {
  checkStructure(Uint8Array.from(bytes), limits);
};

const nested = (depth: number): unknown => (depth === 0 ? null : [nested(depth - 1)]);

describe('the structure of a MessagePack message', () => {
  it('is accepted for whatever an encoder makes within the depth', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        checkStructure(encode(value), limits);
      }),
    );
  });

  it.each([0, 1, 15, 16, 255, 256, 65_535, 65_536])('is accepted with %i bytes, items, characters', (length) => {
    const items = Array.from({ length }, () => 0);
    const properties = Object.fromEntries(items.map((_, index) => [String(index), 0]));
    const text = 'x'.repeat(length);
    const bytes = new Uint8Array(length);
    checkStructure(encode([items, properties, text, bytes, new ExtData(5, bytes)]), limits);
  });

  it.each([1, 2, 4, 8, 16])('is accepted with an extension of %i bytes', (length) => {
    checkStructure(encode(new ExtData(5, new Uint8Array(length))), limits);
  });

  it.each([0, -1, -32, -33, -128, -129, -32_769, -2_147_483_649, 127, 128, 256, 65_536, 4_294_967_296, 0.5])(
    'is accepted with the number %d',
    (value) => {
      checkStructure(encode(value), limits);
    },
  );

  it('may be as deep as the limit and no deeper', () => {
    checkStructure(encode(nested(8)), limits);
    expect(() => {
      checkStructure(encode(nested(9)), limits);
    }).toThrow('levels');
  });

  it('counts levels inside a nested extension as well', () => {
    // fixext 1 holding fixext 1 holding …
    const levels = (count: number) => [...Array.from({ length: count }, () => [0xd4, 16]).flat(), 0xc0];
    check(...levels(8));
    expect(() => {
      check(...levels(9));
    }).toThrow('levels');
  });

  it.each([
    ['an array of four billion', [0xdd, 0xff, 0xff, 0xff, 0xff]],
    ['a map of four billion', [0xdf, 0xff, 0xff, 0xff, 0xff]],
    ['arrays that together want more than there is', [0x93, 0x93, 0xc0, 0xc0, 0xc0, 0xc0]],
  ])('that promises more than it holds is refused: %s', (_what, bytes) => {
    expect(() => {
      check(...bytes);
    }).toThrow('promises more');
  });

  it.each([
    ['nothing at all', []],
    ['text', [0xa2, 0x61]],
    ['text without its length', [0xd9]],
    ['a number', [0xcb, 0, 0]],
    ['an extension without its type', [0xd4]],
    ['an extension', [0xc7, 2, 5, 0]],
  ])('that is cut short is refused: %s', (_what, bytes) => {
    expect(() => {
      check(...bytes);
    }).toThrow(RangeError);
  });

  it('that goes on after its end, or has a byte that begins nothing, is refused', () => {
    expect(() => {
      check(0xc0, 0xc0);
    }).toThrow('after its end');
    expect(() => {
      check(0xc1);
    }).toThrow('begins no value');
  });
});

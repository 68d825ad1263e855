import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

const draw = (seed: number, count = 20): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

test('the same seed gives the same sequence', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 0xffffffff }), (seed) => draw(seed).join() === draw(seed).join()));
});

test('neighbouring seeds give unrelated sequences', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xfffffffe }), (seed) => draw(seed).join() !== draw(seed + 1).join()),
  );
});

test('draws fill the range from 0 to 1 evenly', () => {
  const draws = draw(7, 20_000);
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...draws)).toBeLessThan(1);
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const share = draws.filter((value) => Math.floor(value * 10) === tenth).length / draws.length;
    expect(share).toBeCloseTo(0.1, 1.5);
  }
});

test('whole numbers include both ends and nothing beyond', () => {
  const random = createRandom(3);
  const drawn = new Set(Array.from({ length: 500 }, () => random.integer(2, 5)));
  expect([...drawn].sort()).toEqual([2, 3, 4, 5]);
});

test('a fork does not depend on what was drawn before', () => {
  const fresh = createRandom(9).fork(1).next();
  const used = createRandom(9);
  used.next();
  expect(used.fork(1).next()).toBe(fresh);
  expect(used.fork(2).next()).not.toBe(fresh);
});

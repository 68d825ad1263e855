import { expect, it } from 'vitest';
import { targetIndex } from './grid-keys.ts';

it('moves by a row, by a page and to the ends, and stops there', () => {
  const moves = (key: string, index: number) => targetIndex(key, index, 100, 20);
  expect([moves('ArrowDown', 5), moves('ArrowUp', 5), moves('PageDown', 5), moves('PageUp', 50)]).toEqual([
    6, 4, 25, 30,
  ]);
  expect([moves('Home', 50), moves('End', 50)]).toEqual([0, 99]);
  expect([moves('ArrowUp', 0), moves('ArrowDown', 99), moves('PageDown', 95), moves('PageUp', 5)]).toEqual([
    0, 99, 99, 0,
  ]);
});

it('leaves other keys and an empty list alone', () => {
  expect(targetIndex('a', 5, 100, 20)).toBeUndefined();
  expect(targetIndex('End', 0, 0, 20)).toBeUndefined();
});

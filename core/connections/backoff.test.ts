import { expect, test } from 'vitest';
import { contestedDelayMs, retryDelayMs } from './backoff.ts';

const almostOne = 0.999999;

test('the wait doubles from half a second and ends at six', () => {
  const waits = [1, 2, 3, 4, 5, 6, 500].map((failures) => retryDelayMs(failures, almostOne));
  expect(waits).toEqual([500, 1000, 2000, 4000, 6000, 6000, 6000]);
});

test('jitter takes up to a quarter off, so that consoles do not return as one', () => {
  expect(retryDelayMs(5, 0)).toBe(4500);
  expect(retryDelayMs(5, 0.5)).toBe(5250);
});

test('a contest over a client id slows down to twenty seconds', () => {
  expect([1, 2, 3, 9].map((losses) => contestedDelayMs(losses, almostOne))).toEqual([2000, 5000, 20_000, 20_000]);
});

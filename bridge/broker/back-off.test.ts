import { expect, test } from 'vitest';
import { backOffMs } from './back-off.ts';

test('doubles from half a second to half a minute, with up to half of it left to chance', () => {
  expect([1, 2, 3, 7, 100].map((failures) => backOffMs(failures, () => 1))).toEqual([500, 1000, 2000, 30_000, 30_000]);
  expect([1, 2, 3, 7, 100].map((failures) => backOffMs(failures, () => 0))).toEqual([250, 500, 1000, 15_000, 15_000]);
});

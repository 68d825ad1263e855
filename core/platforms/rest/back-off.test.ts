import { describe, expect, test } from 'vitest';
import { pauseMs, readRetryAfterMs, retryDelayMs } from './back-off.ts';

const nowMs = Date.UTC(2030, 0, 1);

describe('Retry-After', () => {
  test.each<readonly [string, Readonly<Record<string, string>>, number | undefined]>([
    ['none', {}, undefined],
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['no wait', { 'retry-after': '0' }, 0],
    ['a date', { 'retry-after': 'Tue, 01 Jan 2030 00:00:30 GMT' }, 30_000],
    ['a date that has passed', { 'retry-after': 'Mon, 31 Dec 2029 23:00:00 GMT' }, 0],
    [
      "a date by the platform's clock, which is an hour ahead",
      { 'retry-after': 'Tue, 01 Jan 2030 01:00:05 GMT', date: 'Tue, 01 Jan 2030 01:00:00 GMT' },
      5_000,
    ],
    ['a day', { 'retry-after': '86400' }, 120_000],
    ['a far date', { 'retry-after': 'Tue, 01 Jan 2040 00:00:00 GMT' }, 120_000],
    ['words', { 'retry-after': 'later' }, undefined],
    ['a negative number', { 'retry-after': '-5' }, undefined],
  ])('%s', (_name, headers, expected) => {
    expect(readRetryAfterMs(headers, nowMs)).toBe(expected);
  });
});

describe('the wait before the next attempt', () => {
  test('is anywhere below a step that doubles up to a limit', () => {
    expect([1, 2, 3, 4, 12].map((failed) => retryDelayMs('background', failed, 1))).toEqual([
      500, 1_000, 2_000, 4_000, 20_000,
    ]);
    expect([1, 2, 12].map((failed) => retryDelayMs('click', failed, 1))).toEqual([250, 500, 2_000]);
    expect(retryDelayMs('background', 5, 0)).toBe(0);
    expect(retryDelayMs('background', 3, 0.5)).toBe(1_000);
  });
});

describe('the pause after 429', () => {
  test('is what the platform asked for, and a little more so that not all return as one', () => {
    expect(pauseMs(5_000, 1, 0)).toBe(5_000);
    expect(pauseMs(5_000, 9, 0.999)).toBe(5_500);
  });

  test('is over a second where it asked for nothing, and grows', () => {
    expect([1, 2, 3, 20].map((inARow) => pauseMs(undefined, inARow, 0))).toEqual([1_000, 1_000, 1_000, 1_000]);
    expect([1, 2, 3, 20].map((inARow) => pauseMs(undefined, inARow, 1))).toEqual([2_000, 3_000, 5_000, 31_000]);
  });
});

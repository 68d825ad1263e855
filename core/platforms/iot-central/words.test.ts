import { expect, test } from 'vitest';
import { scheduleInWords } from './schedule-words.ts';
import { dateInWords, listInWords, timeOf } from './words.ts';

test('dates are told with their year and zone', () => {
  expect(dateInWords(Date.UTC(2022, 2, 22, 12, 1, 27))).toBe('22 March 2022, 12:01 UTC');
  expect(dateInWords(NaN)).toBe('a time that cannot be read');
});

test('lists read as sentences do', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((words) => listInWords(words))).toEqual([
    '',
    'a',
    'a or b',
    'a, b or c',
  ]);
});

test('a time that is none is none', () => {
  expect([timeOf(undefined), timeOf('soon'), timeOf('1970-01-01T00:00:01Z')]).toEqual([null, null, 1000]);
});

test.each([
  [{ start: '2026-05-03T06:00:00Z' }, 'Once, 3 May 2026, 06:00 UTC'],
  [{ start: '2026-05-03T06:00:00+02:00', recurrence: 'daily' }, 'Every day from 3 May 2026, 04:00 UTC'],
  [
    { start: '2026-05-03T06:00:00Z', recurrence: 'monthly', end: { type: 'date', date: '2026-12-31' } },
    'Every month from 3 May 2026, 06:00 UTC, until 31 December 2026',
  ],
  [
    { start: '2026-05-03T06:00:00Z', recurrence: 'weekly', end: { type: 'occurrences', occurrences: 5 } },
    'Every week from 3 May 2026, 06:00 UTC, 5 times',
  ],
  [{ start: 'soon', recurrence: 'hourly' }, 'Repeated (hourly) from soon'],
])('a schedule %j reads: %s', (schedule, words) => {
  expect(scheduleInWords(schedule)).toBe(words);
});

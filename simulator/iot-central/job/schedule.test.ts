import { expect, test } from 'vitest';
import { occurrence, type Schedule } from './schedule.ts';

const dates = (schedule: Schedule, count: number) =>
  Array.from({ length: count }, (_, number) => {
    const dueAtMs = occurrence(schedule, number);
    return dueAtMs === undefined ? undefined : new Date(dueAtMs).toISOString().slice(0, 10);
  });

test('without recurrence it is due once', () => {
  expect(dates({ start: '2030-01-31T06:00:00Z' }, 2)).toEqual(['2030-01-31', undefined]);
});

test('days, weeks and months are counted from its start, and a short month has a last day', () => {
  const start = '2030-01-31T06:00:00Z';
  expect(dates({ start, recurrence: 'daily' }, 2)).toEqual(['2030-01-31', '2030-02-01']);
  expect(dates({ start, recurrence: 'weekly' }, 2)).toEqual(['2030-01-31', '2030-02-07']);
  expect(dates({ start, recurrence: 'monthly' }, 3)).toEqual(['2030-01-31', '2030-02-28', '2030-03-31']);
});

test('it ends after a number of times, or with a day', () => {
  const start = '2030-01-31T06:00:00Z';
  const twice: Schedule = { start, recurrence: 'daily', end: { type: 'occurrences', occurrences: 2 } };
  expect(dates(twice, 3)).toEqual(['2030-01-31', '2030-02-01', undefined]);
  const until: Schedule = { start, recurrence: 'daily', end: { type: 'date', date: '2030-02-01' } };
  expect(dates(until, 3)).toEqual(['2030-01-31', '2030-02-01', undefined]);
});

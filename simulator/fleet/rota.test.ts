import { expect, test } from 'vitest';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import { startRota } from './rota.ts';

const record = (members: number, periodMs: number) => {
  const clock = createManualTimers();
  const startMs = clock.now();
  const turns: { index: number; atMs: number }[] = [];
  const end = startRota(clock, members, periodMs, (index) => turns.push({ index, atMs: clock.now() - startMs }));
  return { clock, turns, end };
};

test('everybody has one turn a period, spread evenly over it', () => {
  const { clock, turns } = record(50, 1000);
  clock.advance(9999);
  for (let index = 0; index < 50; index += 1) {
    const own = turns.filter((turn) => turn.index === index).map(({ atMs }) => atMs);
    expect(own).toHaveLength(10);
    expect(own[1]).toBe((own[0] ?? 0) + 1000);
  }
  const perTenth = Array.from(
    { length: 100 },
    (_, tenth) => turns.filter(({ atMs }) => Math.floor(atMs / 100) === tenth).length,
  );
  expect(new Set(perTenth)).toEqual(new Set([5]));
});

test('a thousand members are not served in one burst', () => {
  const { clock, turns } = record(1000, 1000);
  clock.advance(4999);
  const groups = [...Map.groupBy(turns, ({ atMs }) => atMs).values()];
  const largest = Math.max(...groups.map((group) => group.length));
  expect(turns).toHaveLength(5000 - 9);
  expect(largest).toBeLessThanOrEqual(10);
});

test('after a long sleep one period is made up for, not the whole night', () => {
  const { clock, turns } = record(10, 1000);
  clock.advance(1000);
  turns.length = 0;
  clock.setNow(clock.now() + 8 * 3_600_000);
  clock.advance(100);
  expect(turns.length).toBeLessThanOrEqual(11);
  clock.advance(1000);
  expect(turns.length).toBeLessThanOrEqual(21);
});

test('nothing happens after its end, or without members', () => {
  const { clock, turns, end } = record(5, 1000);
  clock.advance(2000);
  const before = turns.length;
  end();
  clock.advance(5000);
  expect(turns.length).toBe(before);
  expect(record(0, 1000).clock.pendingCount()).toBe(0);
});

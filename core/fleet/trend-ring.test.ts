import { describe, expect, it } from 'vitest';
import { TrendBudget, TrendRing } from './trend-ring.ts';

const filled = (ring: TrendRing, count: number, start = 0) => {
  for (let index = start; index < start + count; index++) ring.add(index * 2000, index);
};

describe('a trend', () => {
  it('keeps the newest points in order, as many as it may', () => {
    const ring = new TrendRing(new TrendBudget(1000), 100);
    filled(ring, 250);
    const { path, timesMs, values } = ring.trend('Speed');
    expect(path).toBe('Speed');
    expect([...values]).toEqual(Array.from({ length: 100 }, (_, index) => 150 + index));
    expect([...timesMs]).toEqual([...values].map((value) => value * 2000));
  });

  it('takes one point in two seconds', () => {
    const ring = new TrendRing(new TrendBudget(1000), 100);
    for (let timeMs = 0; timeMs < 10_000; timeMs += 100) ring.add(timeMs, timeMs);
    expect([...ring.trend('x').values]).toEqual([0, 2000, 4000, 6000, 8000]);
  });

  it('stays shorter when the budget is used up, and goes on with the newest', () => {
    const budget = new TrendBudget(48);
    const first = new TrendRing(budget, 100);
    filled(first, 60);
    const second = new TrendRing(budget, 100);
    filled(second, 60);
    const third = new TrendRing(budget, 100);
    filled(third, 60);
    expect(first.length).toBe(32);
    expect(first.trend('x').values.at(-1)).toBe(59);
    expect(second.length).toBe(16);
    expect(third.length).toBe(0);
    expect([...third.trend('x').values]).toEqual([]);
    expect(budget.wasRefused).toBe(true);
  });

  it('gives its points back', () => {
    const budget = new TrendBudget(16);
    const first = new TrendRing(budget, 100);
    filled(first, 10);
    first.dispose();
    expect(first.length).toBe(0);
    const second = new TrendRing(budget, 100);
    filled(second, 10);
    expect(second.length).toBe(10);
  });
});

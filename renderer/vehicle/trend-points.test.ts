import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendPoint, chartPoints, gapOf, trendWindowMs, type TrendPoints } from './trend-points.ts';

const minuteMs = 60_000;

describe('trend points', () => {
  it('drop what is older than the window, save one point that the line starts from', () => {
    let points: TrendPoints | undefined;
    for (let minute = 0; minute <= 20; minute += 1) points = appendPoint(points, minute * minuteMs, minute);
    expect(points?.values[0]).toBe(4);
    expect(points?.values.at(-1)).toBe(20);
  });

  it('never hold more than ten thousand, however fast a vehicle sends', () => {
    const full: TrendPoints = {
      timesMs: Array.from({ length: 10_000 }, (_, index) => index),
      values: Array.from({ length: 10_000 }, () => 1),
    };
    const next = appendPoint(full, 10_000, 2);
    expect(next.timesMs).toHaveLength(10_000);
    expect(next.timesMs[0]).toBe(1);
    expect(next.values.at(-1)).toBe(2);
  });
});

describe('what a chart draws', () => {
  it('keeps every peak and stays within two points a span', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 900 }), (values) => {
        const timesMs = values.map((_, index) => (index + 1) * 1000);
        const drawn = chartPoints({ timesMs, values }, trendWindowMs, gapOf(1000), 50);
        const numbers = drawn.flatMap(({ value }) => (value === null ? [] : [value]));
        expect(Math.max(...numbers)).toBe(Math.max(...values));
        expect(Math.min(...numbers)).toBe(Math.min(...values));
        // The last reading falls on the window's edge and begins a span of its own.
        expect(drawn.length).toBeLessThanOrEqual(2 * 51);
        expect(drawn.map(({ timeMs }) => timeMs)).toEqual([...drawn.map(({ timeMs }) => timeMs)].sort((a, b) => a - b));
      }),
    );
  });

  it('breaks the line where nothing was heard for longer than the feed explains', () => {
    const points = { timesMs: [1000, 2000, 60_000], values: [1, 2, 3] };
    const drawn = chartPoints(points, trendWindowMs, gapOf(1000));
    expect(drawn.map(({ value }) => value)).toEqual([1, 2, null, 3]);
  });

  it('does not break the line of a vehicle that reports once a minute', () => {
    const points = { timesMs: [0, 60_000, 120_000], values: [1, 2, 3] };
    expect(chartPoints(points, trendWindowMs, gapOf(60_000)).map(({ value }) => value)).toEqual([1, 2, 3]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { niceScale } from './nice-scale.ts';

describe('a chart’s axis', () => {
  it('has round ticks round the values', () => {
    expect(niceScale(0, 52, 26)).toEqual({ minimum: 0, maximum: 60, ticks: [0, 20, 40, 60], decimals: 0 });
    expect(niceScale(-151, 4, 1).ticks).toEqual([-200, -100, 0, 100]);
  });

  it('does not blow up a value that hardly changes', () => {
    expect(niceScale(81, 81.4, 20)).toMatchObject({ minimum: 70, maximum: 100 });
  });

  it('starts at zero rather than below for what is never negative', () => {
    expect(niceScale(0, 0, 26).minimum).toBe(0);
    expect(niceScale(-1, 3, 26).minimum).toBeLessThan(0);
  });

  it('counts small steps with the digits they need', () => {
    expect(niceScale(0.1, 0.25, 0.01)).toEqual({
      minimum: 0.1,
      maximum: 0.25,
      ticks: [0.1, 0.15, 0.2, 0.25],
      decimals: 2,
    });
  });

  it('holds every value and few ticks, whatever they are', () => {
    const value = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((whole) => whole / 100);
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [least, greatest] = a < b ? [a, b] : [b, a];
        const scale = niceScale(least, greatest, 1);
        expect(scale.minimum).toBeLessThanOrEqual(least);
        expect(scale.maximum).toBeGreaterThanOrEqual(greatest);
        expect(scale.ticks.length).toBeLessThanOrEqual(6);
        expect([...scale.ticks].sort((x, y) => x - y)).toEqual(scale.ticks);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { DistinctCounter } from './distinct-counter.ts';

describe('counting different texts without keeping them', () => {
  it('is exact for a few', () => {
    const counter = new DistinctCounter(2 ** 20);
    for (const text of ['a', 'b', 'c', 'a', 'b']) counter.add(text);
    expect(counter.estimate).toBe(3);
  });

  it('says whether a text is certainly new', () => {
    const counter = new DistinctCounter(4096);
    expect(counter.add('a')).toBe(true);
    expect(counter.add('a')).toBe(false);
  });

  it.each([80_000, 1_000_000])('is within two percent at %i', (count) => {
    const counter = new DistinctCounter(2 ** 20);
    for (let index = 0; index < count; index++) counter.add(`vehicle-${String(index)}`);
    expect(Math.abs(counter.estimate / count - 1)).toBeLessThan(0.02);
  });

  it('stays finite when every bit is set', () => {
    const counter = new DistinctCounter(32);
    for (let index = 0; index < 10_000; index++) counter.add(String(index));
    expect(Number.isFinite(counter.estimate)).toBe(true);
  });
});

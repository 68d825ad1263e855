import { describe, expect, it } from 'vitest';
import { durationWords, fromLocalInput, toLocalInput, withSeconds } from './time-input.ts';

describe('a time that is entered', () => {
  it('is the same moment on its way into the field and back', () => {
    for (const iso of ['2026-05-03T06:00:00Z', '2026-12-31T23:59:59Z', '2026-07-01T00:00:00Z']) {
      expect(fromLocalInput(toLocalInput(iso) ?? '')).toBe(iso);
    }
    expect(fromLocalInput(toLocalInput('2026-05-03T08:00:00+02:00') ?? '')).toBe('2026-05-03T06:00:00Z');
  });

  it('is not made up from what is none', () => {
    expect(toLocalInput('tomorrow')).toBeUndefined();
    expect(toLocalInput('2026-13-45T99:00')).toBeUndefined();
    expect(fromLocalInput('')).toBe('');
    expect(fromLocalInput('nonsense')).toBe('');
  });

  it('has its seconds', () => {
    expect(withSeconds('06:00')).toBe('06:00:00');
    expect(withSeconds('06:00:30')).toBe('06:00:30');
  });
});

it.each([
  ['PT10M', '10 minutes'],
  ['P1DT1H', '1 day, 1 hour'],
  ['PT1.5S', '1.5 seconds'],
  ['P', undefined],
  ['10 min', undefined],
])('reads the duration “%s”', (text, words) => {
  expect(durationWords(text)).toBe(words);
});

/**
 * How old a value may be. Fresh up to twice the expected interval, late up to 90 s, stale after, lost after 600 s:
 * GTFS-Realtime asks for positions no older than 90 s; Traccar calls a device unknown after 600 s.
 */
export type Freshness = 'fresh' | 'late' | 'stale' | 'lost';

export const staleAfterMs = 90_000;
const lostAfterMs = 600_000;

/** A sender slower than 45 s is fresh for its own two intervals, so that one report an hour is not always stale. */
export const freshnessOf = (ageMs: number, expectedIntervalMs: number): Freshness => {
  const freshForMs = 2 * expectedIntervalMs;
  if (ageMs <= freshForMs) return 'fresh';
  if (ageMs <= Math.max(staleAfterMs, freshForMs)) return 'late';
  if (ageMs <= Math.max(lostAfterMs, freshForMs)) return 'stale';
  return 'lost';
};

/** Beyond this a vehicle's clock is flagged: later than its message by more than the feed's longest usual delay. */
export const clockSkewFlagMs = 120_000;

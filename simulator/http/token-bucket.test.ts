import { expect, test } from 'vitest';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import { TokenBucket } from './token-bucket.ts';

const takes = (bucket: TokenBucket, times: number): number =>
  Array.from({ length: times }, () => bucket.take()).filter(Boolean).length;

test('a second’s worth of requests is let through at once, and no more', () => {
  expect(takes(new TokenBucket(20, createManualTimers()), 50)).toBe(20);
});

test('what was used comes back evenly, and never piles up', () => {
  const clock = createManualTimers();
  const bucket = new TokenBucket(20, clock);
  takes(bucket, 20);
  clock.advance(100);
  expect(takes(bucket, 50)).toBe(2);
  clock.advance(60_000);
  expect(takes(bucket, 50)).toBe(20);
});

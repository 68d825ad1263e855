import { expect, test } from 'vitest';
import { createManualTimers } from '../test/support/manual-timers.ts';
import { createSparseWarning } from './log.ts';

test('a warning that comes again within a minute is counted and not written', () => {
  const clock = createManualTimers();
  const lines: unknown[] = [];
  const log = { info: () => undefined, warn: (event: string, fields = {}) => void lines.push({ event, ...fields }) };
  const warn = createSparseWarning(log, clock);
  warn('a', 'refused', { n: 1 });
  warn('a', 'refused', { n: 2 });
  warn('b', 'lost', { n: 3 });
  clock.advance(59_999);
  warn('a', 'refused', { n: 4 });
  clock.advance(1);
  warn('a', 'refused', { n: 5 });
  clock.advance(60_000);
  warn('a', 'refused', { n: 6 });
  expect(lines).toEqual([
    { event: 'refused', n: 1 },
    { event: 'lost', n: 3 },
    { event: 'refused', n: 5, andBefore: 2 },
    { event: 'refused', n: 6 },
  ]);
});

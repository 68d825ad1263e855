import type { Timers } from '../../shared/contract/timers.ts';

export interface ManualTimers extends Timers {
  /** Lets time pass and calls what falls due, in order. */
  advance(byMs: number): void;
  /** Sets the clock without letting time pass, as a user or NTP does. */
  setNow(nowMs: number): void;
  readonly pendingCount: () => number;
}

/** A clock whose hands only a test turns; fits `Timers` and the engine's `Clock`. */
export const createManualTimers = (startMs = Date.UTC(2030, 0, 1)): ManualTimers => {
  const waiting = new Set<{ readonly dueAtMs: number; readonly callback: () => void }>();
  let elapsedMs = 0;
  let offsetMs = startMs;

  const nextDue = (untilMs: number) =>
    [...waiting].filter(({ dueAtMs }) => dueAtMs <= untilMs).sort((a, b) => a.dueAtMs - b.dueAtMs)[0];

  return {
    now: () => offsetMs + elapsedMs,
    after: (delayMs, callback) => {
      const entry = { dueAtMs: elapsedMs + Math.max(0, delayMs), callback };
      waiting.add(entry);
      return () => {
        waiting.delete(entry);
      };
    },
    advance: (byMs) => {
      const untilMs = elapsedMs + byMs;
      for (let entry = nextDue(untilMs); entry !== undefined; entry = nextDue(untilMs)) {
        waiting.delete(entry);
        elapsedMs = Math.max(elapsedMs, entry.dueAtMs);
        entry.callback();
      }
      elapsedMs = untilMs;
    },
    setNow: (nowMs) => {
      offsetMs = nowMs - elapsedMs;
    },
    pendingCount: () => waiting.size,
  };
};

import { platform } from './platform.ts';

/** Time as the contract needs it. Passed in, so that tests turn the hands themselves; the engine's `Clock` fits. */
export interface Timers {
  /** Milliseconds; only differences are looked at. */
  now(): number;
  /** Calls once after `delayMs`; returns the way to call it off. */
  after(delayMs: number, callback: () => void): () => void;
}

export const systemTimers: Timers = {
  now: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = platform.setTimeout(callback, delayMs);
    return () => {
      platform.clearTimeout(timer);
    };
  },
};

/** Time is passed in, so that tests turn the hands themselves. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Calls once after `delayMs`; returns the way to call it off. */
  after(delayMs: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

import type { Timers } from '../../shared/contract/timers.ts';
import type { Visibility } from '../engine/visibility.ts';

export interface RereadingOptions {
  readonly timers: Timers;
  readonly visibility: Visibility;
  /** Waits before each reading, in order; the last one holds from then on. */
  readonly delaysMs: readonly [number, ...number[]];
  /** Resolves when the answer is there, good or bad; the next wait begins then. */
  readonly read: () => Promise<void>;
}

/**
 * Reads again and again with growing waits, while something on the platform is under way. A hidden window asks nothing;
 * when it is seen again it reads at once. Returns what ends it.
 */
export const startRereading = ({ timers, visibility, delaysMs, read }: RereadingOptions): (() => void) => {
  let round = 0;
  let isEnded = false;
  let isReading = false;
  let cancelWait: (() => void) | undefined;

  const wait = (): void => {
    if (isEnded || visibility.isHidden()) return;
    const delayMs = delaysMs[Math.min(round, delaysMs.length - 1)] ?? delaysMs[0];
    round += 1;
    cancelWait = timers.after(delayMs, () => {
      cancelWait = undefined;
      void readOnce();
    });
  };

  const readOnce = async (): Promise<void> => {
    isReading = true;
    await read();
    isReading = false;
    wait();
  };

  const stopWatching = visibility.onChange(() => {
    if (visibility.isHidden()) {
      cancelWait?.();
      cancelWait = undefined;
    } else if (!isReading && cancelWait === undefined) {
      round = 0;
      void readOnce();
    }
  });
  wait();

  return () => {
    isEnded = true;
    cancelWait?.();
    stopWatching();
  };
};

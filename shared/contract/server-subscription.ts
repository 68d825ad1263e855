import type { Timers } from './timers.ts';
import type { TopicSource } from './topic-source.ts';

export interface ServerSubscription {
  isClosed(): boolean;
  acknowledge(number: number): void;
  close(): void;
}

export interface SubscriptionNeeds {
  /** Opens the source. May throw. */
  readonly open: (wake: () => void) => TopicSource<unknown>;
  /** Hands one event to the transport. May throw when the event cannot be carried. */
  readonly send: (number: number, event: unknown) => void;
  /** The source or the transport threw. */
  readonly onFault: (error: unknown) => void;
  /** It has closed itself because of a fault. Not called by {@link ServerSubscription.close}. */
  readonly onEnd: () => void;
  readonly timers: Timers;
}

/**
 * One topic, one window, one event on the way. The source is asked when the last event has been acknowledged and its
 * interval is over; if it has nothing then, it is asked again when it wakes us. Between the two nothing is built, kept or
 * counted, so a window that never acknowledges costs no more than its entry in the session.
 */
export const openSubscription = ({ open, send, onFault, onEnd, timers }: SubscriptionNeeds): ServerSubscription => {
  let source: TopicSource<unknown> | undefined;
  let isClosed = false;
  let lastNumber = 0;
  let outstanding: number | undefined;
  let lastTakenAtMs: number | undefined;
  /** Something may be new: at the start, after an acknowledgement, and when the source woke us. */
  let isDue = true;
  let isScheduled = false;
  let cancelTimer: (() => void) | undefined;

  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    cancelTimer?.();
    try {
      source?.close();
    } catch (error) {
      onFault(error);
    }
  };

  const fault = (error: unknown): void => {
    onFault(error);
    if (isClosed) return;
    close();
    onEnd();
  };

  /** Clamped, because a wall clock that is set back must not silence the topic for as long. */
  const waitMs = (minimumIntervalMs: number): number =>
    lastTakenAtMs === undefined ? 0 : Math.min(minimumIntervalMs, lastTakenAtMs + minimumIntervalMs - timers.now());

  /** A call, because the compiler does not know that `take` may change it. */
  const isWoken = (): boolean => isDue;

  /** Never from within the caller: a source may wake us in the middle of its own update. */
  const schedule = (): void => {
    if (source === undefined || isClosed || isScheduled || !isDue || outstanding !== undefined) return;
    isScheduled = true;
    const delayMs = waitMs(source.minimumIntervalMs);
    if (delayMs > 0) {
      cancelTimer = timers.after(delayMs, run);
    } else {
      void Promise.resolve().then(run);
    }
  };

  const run = (): void => {
    cancelTimer = undefined;
    try {
      takeOne();
    } catch (error) {
      fault(error);
    }
    // Only now: a source that wakes us while it is asked is not asked again from within.
    isScheduled = false;
    schedule();
  };

  const takeOne = (): void => {
    if (source === undefined || isClosed) return;
    isDue = false;
    const event = source.take();
    if (event !== undefined) {
      lastTakenAtMs = timers.now();
      lastNumber += 1;
      outstanding = lastNumber;
      send(lastNumber, event);
    } else if (isWoken()) {
      // Woken over nothing: its interval counts from here, or this would be a busy loop.
      lastTakenAtMs = timers.now();
    }
  };

  const wake = (): void => {
    isDue = true;
    schedule();
  };

  try {
    source = open(wake);
    schedule();
  } catch (error) {
    fault(error);
  }

  return {
    isClosed: () => isClosed,
    acknowledge: (number) => {
      if (number !== outstanding) return;
      outstanding = undefined;
      isDue = true;
      schedule();
    },
    close,
  };
};

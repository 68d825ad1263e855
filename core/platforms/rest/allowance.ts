import type { Clock } from '../../clock.ts';

/**
 * A little more than the second in which a platform counts: two requests that leave a second apart arrive less than a
 * second apart when the second one travels faster.
 */
export const windowMs = 1_050;

/** One request's place in an allowance. */
export interface Place {
  /** The request has left: the place is free again one window later. */
  startWindow(): void;
  /** The request will not leave. No effect once it has. */
  giveBack(): void;
}

/**
 * At most so many requests in any window of time, however they fall into it. A bucket that refills evenly would let
 * through up to twice its size in a second; the platforms' own buckets do not.
 *
 * It counts with timers and not with the time of day, so a clock that is set does no harm.
 */
export class Allowance {
  readonly #mostPerWindow: number;
  readonly #windowMs: number;
  readonly #clock: Clock;
  readonly #onRoom: () => void;
  readonly #timers = new Set<() => void>();
  #limit: number;
  #taken = 0;
  #isClosed = false;
  #callOffRecovery: () => void = () => undefined;

  /** `perWindow` may be below 1: then one in a window that is longer in proportion. */
  constructor(perWindow: number, clock: Clock, onRoom: () => void, lengthMs = windowMs) {
    this.#mostPerWindow = Math.max(1, Math.floor(perWindow));
    this.#limit = this.#mostPerWindow;
    this.#windowMs = perWindow < 1 ? lengthMs / perWindow : lengthMs;
    this.#clock = clock;
    this.#onRoom = onRoom;
  }

  /** At present; less than it began with after `halve`. */
  get limit(): number {
    return this.#limit;
  }

  get taken(): number {
    return this.#taken;
  }

  get hasRoom(): boolean {
    return this.#taken < this.#limit;
  }

  take(): Place {
    this.#taken += 1;
    let state: 'taken' | 'running' | 'free' = 'taken';
    const free = (): void => {
      state = 'free';
      this.#taken -= 1;
      this.#onRoom();
    };
    return {
      startWindow: () => {
        if (state !== 'taken' || this.#isClosed) return;
        state = 'running';
        this.#afterWindow(free);
      },
      giveBack: () => {
        if (state === 'taken') free();
      },
    };
  }

  /** Others draw on the same limit of the platform, it seems. */
  halve(): void {
    this.#callOffRecovery();
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
  }

  /** Feels its way back: one more in each window, until all of it is used again. */
  recover(): void {
    this.#callOffRecovery();
    if (this.#limit >= this.#mostPerWindow) return;
    this.#callOffRecovery = this.#afterWindow(() => {
      this.#limit = Math.min(this.#mostPerWindow, this.#limit + 1);
      this.#onRoom();
      this.recover();
    });
  }

  #afterWindow(callback: () => void): () => void {
    const callOff = (): void => {
      stopTimer();
      this.#timers.delete(callOff);
    };
    const stopTimer = this.#clock.after(this.#windowMs, () => {
      this.#timers.delete(callOff);
      callback();
    });
    this.#timers.add(callOff);
    return callOff;
  }

  /** Leaves no timer behind. */
  close(): void {
    this.#isClosed = true;
    for (const callOff of this.#timers) callOff();
  }
}

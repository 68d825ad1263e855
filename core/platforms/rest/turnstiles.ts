import type { Clock } from '../../clock.ts';
import { Turnstile, windowMs, type TurnstileLimits } from './turnstile.ts';

/** A client's place at a turnstile, until it leaves. */
export interface TurnstileSeat {
  readonly turnstile: Turnstile;
  /** Called once. Whatever of it still waits must have been called off. */
  leave(): void;
}

interface Shared {
  readonly turnstile: Turnstile;
  seatCount: number;
  callOffEnd: () => void;
}

/**
 * The turnstiles of one console: one for each address, because a platform counts all requests of an application or an
 * organisation together, whichever connection, test or token they are for.
 */
export class Turnstiles {
  readonly #clock: Clock;
  readonly #shared = new Map<string, Shared>();
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `place`: where the platform counts, such as 'https://contoso.azureiotcentral.com/api'. */
  join(place: string, limits: TurnstileLimits): TurnstileSeat {
    const key = JSON.stringify([place.toLowerCase(), limits]);
    const shared = this.#shared.get(key) ?? this.#open(key, limits);
    shared.callOffEnd();
    shared.seatCount += 1;
    return {
      turnstile: shared.turnstile,
      leave: () => {
        shared.seatCount -= 1;
        if (shared.seatCount === 0) this.#endSoon(key, shared);
      },
    };
  }

  /** Leaves no timer behind, once the last has left. */
  close(): void {
    this.#isClosed = true;
    for (const [key, shared] of this.#shared) if (shared.seatCount === 0) this.#end(key, shared);
  }

  #open(key: string, limits: TurnstileLimits): Shared {
    const shared = { turnstile: new Turnstile(limits, this.#clock), seatCount: 0, callOffEnd: () => undefined };
    this.#shared.set(key, shared);
    return shared;
  }

  /**
   * Not before the platform has stopped counting what was sent, and a pause that it asked for is over: a test of a
   * connection is followed by the connection, and an edited one by its successor.
   */
  #endSoon(key: string, shared: Shared): void {
    if (this.#isClosed) {
      this.#end(key, shared);
      return;
    }
    shared.callOffEnd = this.#clock.after(Math.max(windowMs, shared.turnstile.heldForMs), () => {
      this.#end(key, shared);
    });
  }

  #end(key: string, shared: Shared): void {
    shared.callOffEnd();
    shared.turnstile.close();
    this.#shared.delete(key);
  }
}

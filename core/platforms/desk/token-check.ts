import type { Failure, Result } from '../../../shared/contract/result.ts';
import type { Clock } from '../../clock.ts';
import { retryDelayMs } from '../../connections/backoff.ts';
import type { PlatformIdentity } from '../platform.ts';

export interface TokenCheckNeeds {
  readonly identify: (signal: AbortSignal) => Promise<Result<PlatformIdentity>>;
  readonly onAccepted: (identity: PlatformIdentity) => void;
  /** `retryAtMs`: it is asked again by itself then, Unix milliseconds; null: it is not. */
  readonly onFailed: (failure: Failure, retryAtMs: number | null) => void;
  readonly mayPass: (failure: Failure) => boolean;
  readonly clock: Clock;
  readonly random: () => number;
}

/** The token's end is looked at a moment after it, not a moment before. */
const expiryGraceMs = 1_000;
/** Timers hold 31 bits of milliseconds. */
const longestTimerMs = 2 ** 31 - 1;
/** A platform's API costs more requests to ask than a broker's does. */
const retryFactor = 5;
/** A part of the API may refuse what the rest accepts: then asking again and again who one is helps nobody. */
const firstVainPauseMs = 5_000;
const longestVainPauseMs = 5 * 60_000;

/** Asks the platform who the token is: at the start, when it is due to end, when a call makes one doubt it, and after a failure. */
export class TokenCheck {
  readonly #needs: TokenCheckNeeds;
  #controller: AbortController | undefined;
  #failuresInARow = 0;
  #isDoubted = false;
  /** Doubts in a row that the platform's answer did not confirm. */
  #vainDoubts = 0;
  #callOffNext: () => void = () => undefined;
  #callOffExpiry: () => void = () => undefined;
  #isPlanned = false;

  constructor(needs: TokenCheckNeeds) {
    this.#needs = needs;
  }

  /** Asks at once, or goes on with the question that is under way. */
  run(): void {
    if (this.#controller === undefined) void this.#ask();
  }

  /** A call was refused, or did not reach the platform, though the token had been accepted. */
  doubt(): void {
    if (this.#controller !== undefined || this.#isPlanned) return;
    this.#isDoubted = true;
    if (this.#vainDoubts === 0) {
      void this.#ask();
      return;
    }
    this.#plan(Math.min(longestVainPauseMs, firstVainPauseMs * 2 ** Math.min(20, this.#vainDoubts - 1)));
  }

  stop(): void {
    this.#controller?.abort();
    this.#controller = undefined;
    this.#isDoubted = false;
    this.#unplan();
    this.#callOffExpiry();
  }

  async #ask(): Promise<void> {
    this.#unplan();
    const controller = new AbortController();
    this.#controller = controller;
    const answer = await this.#needs.identify(controller.signal);
    if (controller.signal.aborted) return;
    this.#controller = undefined;
    if (answer.ok) this.#accept(answer.value);
    else this.#fail(answer.error);
  }

  #accept(identity: PlatformIdentity): void {
    this.#failuresInARow = 0;
    this.#vainDoubts = this.#isDoubted ? this.#vainDoubts + 1 : 0;
    this.#isDoubted = false;
    this.#watchExpiry(identity.token.expiresAtMs);
    this.#needs.onAccepted(identity);
  }

  #fail(failure: Failure): void {
    const { clock, random, mayPass, onFailed } = this.#needs;
    this.#isDoubted = false;
    this.#vainDoubts = 0;
    this.#failuresInARow += 1;
    if (!mayPass(failure)) {
      onFailed(failure, null);
      return;
    }
    const delayMs = retryFactor * retryDelayMs(this.#failuresInARow, random());
    this.#plan(delayMs);
    onFailed(failure, clock.now() + delayMs);
  }

  #plan(delayMs: number): void {
    this.#isPlanned = true;
    this.#callOffNext = this.#needs.clock.after(delayMs, () => {
      void this.#ask();
    });
  }

  #unplan(): void {
    this.#isPlanned = false;
    this.#callOffNext();
  }

  #watchExpiry(expiresAtMs: number | null): void {
    this.#callOffExpiry();
    if (expiresAtMs === null) return;
    const { clock } = this.#needs;
    const waitMs = expiresAtMs - clock.now() + expiryGraceMs;
    if (waitMs <= 0) return;
    this.#callOffExpiry = clock.after(Math.min(waitMs, longestTimerMs), () => {
      if (waitMs > longestTimerMs) this.#watchExpiry(expiresAtMs);
      else this.run();
    });
  }
}

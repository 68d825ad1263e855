import type { Failure, Result } from '../../../shared/contract/result.ts';
import type { Clock } from '../../clock.ts';

export interface TokenPulseNeeds {
  /** One small question that any token may ask. */
  readonly ask: (signal: AbortSignal) => Promise<Result<unknown>>;
  readonly onFailure: (failure: Failure) => void;
  readonly clock: Pick<Clock, 'after'>;
}

/** Of a limit of 10 or 20 requests a second this is nothing, and a revoked token is said before anybody acts on it. */
const longestSilenceMs = 10_000;

/**
 * Asks something small where nothing else has been asked for a while: a token that was revoked, or a platform that went
 * away, shows while somebody looks, and not at the next reading, which may be minutes away.
 */
export class TokenPulse {
  readonly #needs: TokenPulseNeeds;
  #isWatched = false;
  #isActive = false;
  #controller: AbortController | undefined;
  #callOff: () => void = () => undefined;

  constructor(needs: TokenPulseNeeds) {
    this.#needs = needs;
  }

  /** Whether anybody has the console open. */
  watch(isWatched: boolean): void {
    if (isWatched === this.#isWatched) return;
    this.#isWatched = isWatched;
    this.#plan();
  }

  /** The token works, as far as is known. */
  start(): void {
    this.#isActive = true;
    this.#plan();
  }

  stop(): void {
    this.#isActive = false;
    this.#controller?.abort();
    this.#controller = undefined;
    this.#callOff();
  }

  /** The platform has just answered with this token. */
  heard(): void {
    if (this.#isActive) this.#plan();
  }

  #plan(): void {
    this.#callOff();
    if (!this.#isActive || !this.#isWatched || this.#controller !== undefined) return;
    this.#callOff = this.#needs.clock.after(longestSilenceMs, () => {
      void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    const controller = new AbortController();
    this.#controller = controller;
    const answer = await this.#needs.ask(controller.signal);
    if (controller.signal.aborted) return;
    this.#controller = undefined;
    this.#plan();
    if (!answer.ok) this.#needs.onFailure(answer.error);
  }
}

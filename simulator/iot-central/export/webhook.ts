import type { Clock } from '../../clock.ts';

export interface WebhookTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const mostWaiting = 5000;
const shortestPauseMs = 1000;
const longestPauseMs = 60_000;
const patienceMs = 10_000;

/** Delivers messages one after the other, in their order, and again until they are taken. */
export class Webhook {
  readonly #target: WebhookTarget;
  readonly #clock: Clock;
  readonly #waiting: string[] = [];
  readonly #closing = new AbortController();
  #isBusy = false;
  #problem: string | undefined;
  #deliveredAtMs: number | undefined;
  #dropped = 0;
  #endPause: (() => void) | undefined;

  constructor(target: WebhookTarget, clock: Clock) {
    this.#target = target;
    this.#clock = clock;
  }

  /** Why the last attempt failed; undefined when it did not. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Unix ms; undefined before the first. */
  get deliveredAtMs(): number | undefined {
    return this.#deliveredAtMs;
  }

  /** Messages given up because too many were waiting. */
  get dropped(): number {
    return this.#dropped;
  }

  send(message: object): void {
    if (this.#waiting.length >= mostWaiting) {
      this.#waiting.shift();
      this.#dropped += 1;
    }
    this.#waiting.push(JSON.stringify(message));
    if (!this.#isBusy) void this.#deliver();
  }

  close(): void {
    this.#waiting.length = 0;
    this.#closing.abort();
    this.#endPause?.();
  }

  async #deliver(): Promise<void> {
    this.#isBusy = true;
    let pauseMs = shortestPauseMs;
    for (let text = this.#waiting.shift(); text !== undefined; text = this.#waiting.shift()) {
      this.#problem = await this.#post(text);
      if (this.#closing.signal.aborted) return;
      if (this.#problem === undefined) {
        this.#deliveredAtMs = this.#clock.now();
        pauseMs = shortestPauseMs;
        continue;
      }
      this.#waiting.unshift(text);
      await this.#pause(pauseMs);
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    }
    this.#isBusy = false;
  }

  async #post(body: string): Promise<string | undefined> {
    try {
      const response = await fetch(this.#target.url, {
        method: 'POST',
        headers: { ...this.#target.headers, 'content-type': 'application/json' },
        body,
        redirect: 'error',
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(patienceMs)]),
      });
      await response.arrayBuffer();
      return response.ok ? undefined : `The destination answered ${response.status}.`;
    } catch {
      return 'The destination cannot be reached.';
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.#clock.after(delayMs, resolve);
      this.#endPause = () => {
        callOff();
        resolve();
      };
    });
  }
}

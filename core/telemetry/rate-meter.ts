import type { Clock } from '../clock.ts';

const bucketMs = 500;
const bucketCount = 10;

/**
 * Messages per second over the last five seconds; right after the start over the time that has passed, at least one
 * second.
 */
export class RateMeter {
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  readonly #counts = new Float64Array(bucketCount);
  #bucket: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAtMs = clock.now();
    this.#bucket = Math.floor(this.#startedAtMs / bucketMs);
  }

  count(messages = 1): void {
    this.#turn();
    const slot = this.#slot(this.#bucket);
    this.#counts[slot] = (this.#counts[slot] ?? 0) + messages;
  }

  perSecond(): number {
    this.#turn();
    const nowMs = this.#clock.now();
    let total = 0;
    for (const count of this.#counts) total += count;
    const windowStartMs = (this.#bucket - bucketCount + 1) * bucketMs;
    const coveredMs = nowMs - Math.max(windowStartMs, this.#startedAtMs);
    return total / (Math.max(coveredMs, 1000) / 1000);
  }

  /** Empties the buckets that have come round again. A clock that was set back leaves the count where it is. */
  #turn(): void {
    const current = Math.floor(this.#clock.now() / bucketMs);
    if (current <= this.#bucket) {
      if (this.#bucket - current > bucketCount) this.#restart(current);
      return;
    }
    const passed = Math.min(current - this.#bucket, bucketCount);
    for (let step = 0; step < passed; step++) this.#counts[this.#slot(current - step)] = 0;
    this.#bucket = current;
  }

  #restart(bucket: number): void {
    this.#counts.fill(0);
    this.#bucket = bucket;
  }

  #slot(bucket: number): number {
    return ((bucket % bucketCount) + bucketCount) % bucketCount;
  }
}

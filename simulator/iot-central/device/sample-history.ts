import type { Sample } from './signals.ts';

const shortestGapMs = 5000;

/** The samples of one device of the last while, at most one every five seconds, oldest first. */
export class SampleHistory {
  readonly #capacity: number;
  #samples: Sample[] = [];
  #keptAtMs = -Infinity;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get samples(): readonly Sample[] {
    return this.#samples;
  }

  add(sample: Sample, nowMs: number): void {
    if (nowMs - this.#keptAtMs < shortestGapMs) return;
    this.#keptAtMs = nowMs;
    this.#samples.push(sample);
    // Cut back now and then instead of with every sample.
    if (this.#samples.length > this.#capacity * 1.25) this.#samples = this.#samples.slice(-this.#capacity);
  }
}

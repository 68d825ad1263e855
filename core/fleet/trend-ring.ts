import type { Trend } from '../../shared/vehicle/detail.ts';
import { trendSpanMs } from './limits.ts';

/** Points that all trends together may still take. */
export class TrendBudget {
  #left: number;
  #wasRefused = false;

  constructor(points: number) {
    this.#left = points;
  }

  /** True once a trend had to stay shorter than it should be. */
  get wasRefused(): boolean {
    return this.#wasRefused;
  }

  take(points: number): boolean {
    if (points > this.#left) {
      this.#wasRefused = true;
      return false;
    }
    this.#left -= points;
    return true;
  }

  giveBack(points: number): void {
    this.#left += points;
  }
}

const firstCapacity = 16;

/** A signal's recent past. It starts small and grows while the budget allows; then the oldest points give way. */
export class TrendRing {
  readonly #budget: TrendBudget;
  readonly #maximumPoints: number;
  #timesMs = new Float64Array(0);
  #values = new Float64Array(0);
  #start = 0;
  #length = 0;
  #lastSpan = -1;

  constructor(budget: TrendBudget, maximumPoints: number) {
    this.#budget = budget;
    this.#maximumPoints = maximumPoints;
  }

  /** Keeps the first value of each span of time. */
  add(timeMs: number, value: number): void {
    const span = Math.floor(timeMs / trendSpanMs);
    if (span === this.#lastSpan) return;
    if (this.#length === this.#timesMs.length) this.#grow();
    const capacity = this.#timesMs.length;
    if (capacity === 0) return;
    this.#lastSpan = span;
    const end = (this.#start + this.#length) % capacity;
    this.#timesMs[end] = timeMs;
    this.#values[end] = value;
    if (this.#length < capacity) this.#length++;
    else this.#start = (this.#start + 1) % capacity;
  }

  trend(path: string): Trend {
    return {
      path,
      timesMs: this.#inOrder(this.#timesMs, this.#length),
      values: this.#inOrder(this.#values, this.#length),
    };
  }

  get length(): number {
    return this.#length;
  }

  /** Gives its points back to the budget; the ring is empty afterwards. */
  dispose(): void {
    this.#budget.giveBack(this.#timesMs.length);
    this.#timesMs = new Float64Array(0);
    this.#values = new Float64Array(0);
    this.#start = 0;
    this.#length = 0;
  }

  #grow(): void {
    const capacity = this.#timesMs.length;
    const wanted = Math.min(Math.max(capacity * 2, firstCapacity), this.#maximumPoints);
    if (wanted <= capacity || !this.#budget.take(wanted - capacity)) return;
    this.#timesMs = this.#inOrder(this.#timesMs, wanted);
    this.#values = this.#inOrder(this.#values, wanted);
    this.#start = 0;
  }

  #inOrder(ring: Float64Array, size: number): Float64Array<ArrayBuffer> {
    const straight = new Float64Array(size);
    const toEnd = ring.subarray(this.#start, Math.min(this.#start + this.#length, ring.length));
    straight.set(toEnd);
    straight.set(ring.subarray(0, this.#length - toEnd.length), toEnd.length);
    return straight;
  }
}

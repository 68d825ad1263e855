import type { Random } from './random.ts';

const settlingS = 8;

/** The 12 V or 24 V battery: lifted by the generator while the ignition is on, at rest without. */
export class Electrics {
  voltageV: number;
  readonly #runningV: number;
  readonly #restingV: number;
  readonly #random: Random;

  /** `nominalV` 12 or 24; a weak battery is not held up by its generator. */
  constructor(nominalV: number, isWeak: boolean, random: Random) {
    const cells = nominalV / 12;
    this.#runningV = (isWeak ? 12.1 : random.between(13.9, 14.3)) * cells;
    this.#restingV = (isWeak ? 11.6 : random.between(12.5, 12.8)) * cells;
    this.#random = random;
    this.voltageV = this.#runningV;
  }

  step(seconds: number, ignition: boolean): void {
    const goalV = (ignition ? this.#runningV : this.#restingV) + this.#random.between(-0.05, 0.05);
    this.voltageV += (goalV - this.voltageV) * (1 - Math.exp(-seconds / settlingS));
  }
}

import type { Random } from './random.ts';

const coolingPaceS = 1500;
const openDoorPaceS = 700;
/** A cooling unit switches on and off about its setpoint. */
const swingC = 0.4;
const swingPeriodS = 540;

/** A refrigerated box: it comes to its setpoint, and to the weather while its door is open. */
export class CargoBox {
  setpointC: number;
  #meanC: number;
  #swingS: number;
  readonly #driftC: number;

  /** `driftC`: how far a weak cooling unit stays off its setpoint; 0 for a sound one. */
  constructor(random: Random, driftC: number) {
    this.setpointC = random.pick([-20, -18, 2, 4, 4, 6]);
    this.#driftC = driftC;
    this.#meanC = this.setpointC + driftC + random.between(-0.5, 1);
    this.#swingS = random.between(0, swingPeriodS);
  }

  get temperatureC(): number {
    return this.#meanC + swingC * Math.sin((2 * Math.PI * this.#swingS) / swingPeriodS);
  }

  step(seconds: number, isDoorOpen: boolean, ambientC: number): void {
    const goalC = isDoorOpen ? ambientC : this.setpointC + this.#driftC;
    const paceS = isDoorOpen ? openDoorPaceS : coolingPaceS;
    this.#meanC += (goalC - this.#meanC) * (1 - Math.exp(-seconds / paceS));
    this.#swingS = (this.#swingS + seconds) % swingPeriodS;
  }
}

import { CargoBox } from './cargo.ts';
import { Drive } from './drive.ts';
import { Electrics } from './electrics.ts';
import { kinds, type Kind, type KindName } from './kinds.ts';
import { CombustionEngine, TractionBattery, wheelPowerKw, type Powertrain } from './powertrain.ts';
import { createRandom } from './random.ts';

export interface VehicleDesign {
  readonly kind: KindName;
  readonly seed: number;
  readonly hasFault: boolean;
}

const longestStepS = 1;
const hotCoolantC = 109;
const soundCoolantC = 87;

/**
 * One vehicle whose signals belong together. It knows no clock and no network: `step` is all that makes time pass, and the
 * same design and steps give the same drive.
 */
export class Vehicle {
  readonly kind: Kind;
  readonly drive: Drive;
  readonly powertrain: Powertrain;
  readonly cargo: CargoBox | null;
  readonly electrics: Electrics;
  readonly troubleCodes: readonly string[];
  speedLimitKmh: number | null = null;
  hazardLights = false;
  doorsLocked = true;
  isDoorOpen = false;
  locksOnDeparture = true;
  ambientC: number;
  readonly #meanAmbientC: number;
  #daySeconds: number;
  /** Doors that were locked from afar stay shut until the vehicle has left. */
  #isLockHeld = false;

  constructor({ kind, seed, hasFault }: VehicleDesign) {
    const random = createRandom(seed);
    this.kind = kinds[kind];
    const { energy } = this.kind;
    this.drive = new Drive(
      this.kind.handling,
      this.kind.plan(random.fork(1)),
      random.integer(0, 70),
      random.between(4e6, 4e8),
    );
    const settlesAtC =
      (hasFault && kind === 'refrigerated-truck' ? hotCoolantC : soundCoolantC) + random.between(-2, 2);
    this.powertrain =
      energy.source === 'diesel'
        ? new CombustionEngine(energy.engine, random.fork(2), settlesAtC)
        : new TractionBattery(energy.battery, random.fork(2));
    this.cargo = this.kind.isRefrigerated ? new CargoBox(random.fork(3), hasFault ? 6 : 0) : null;
    this.electrics = new Electrics(this.kind.batteryNominalV, hasFault && kind === 'electric-bus', random.fork(4));
    this.troubleCodes = hasFault ? this.kind.faultCodes : [];
    this.#meanAmbientC = random.between(9, 14);
    this.#daySeconds = random.between(0, 86_400);
    this.ambientC = this.#meanAmbientC;
  }

  get ignition(): boolean {
    return this.drive.wantsIgnition && !(this.powertrain.needsFilling && this.drive.isStanding);
  }

  /** Long steps are taken in pieces: a bend driven in one piece would cut across the fields. */
  step(seconds: number): void {
    for (let left = seconds; left > 0; left -= longestStepS) this.#step(Math.min(left, longestStepS));
  }

  lockDoors(): void {
    this.doorsLocked = true;
    this.isDoorOpen = false;
    this.#isLockHeld = true;
  }

  unlockDoors(): void {
    this.doorsLocked = false;
    this.#isLockHeld = false;
  }

  #step(seconds: number): void {
    const wasStanding = this.drive.isStanding;
    this.drive.step(seconds, { limitKmh: this.speedLimitKmh, mustStand: this.powertrain.needsFilling });
    this.#stepDoors(wasStanding);
    this.#daySeconds += seconds;
    this.ambientC = this.#meanAmbientC + 4 * Math.sin((2 * Math.PI * this.#daySeconds) / 86_400);
    const { speedMs, accelerationMs2, isStanding } = this.drive;
    this.powertrain.step(seconds, {
      speedMs,
      wheelPowerKw: wheelPowerKw(this.kind.body, speedMs, accelerationMs2),
      isOn: this.ignition,
      isStanding,
      ambientC: this.ambientC,
    });
    this.cargo?.step(seconds, this.isDoorOpen, this.ambientC);
    this.electrics.step(seconds, this.ignition);
  }

  #stepDoors(wasStanding: boolean): void {
    const hasLeft = wasStanding && !this.drive.isStanding;
    if (hasLeft) {
      this.#isLockHeld = false;
      if (this.locksOnDeparture) this.doorsLocked = true;
    }
    const opens = this.drive.wantsDoorOpen && !this.#isLockHeld;
    if (opens) this.doorsLocked = false;
    this.isDoorOpen = opens;
  }
}

import type { Random } from './random.ts';

/** What moving a body takes, kW at the wheels; negative when it is braked. Rolling, air and inertia on a level road. */
export interface Body {
  readonly massKg: number;
  /** Drag coefficient times frontal area. */
  readonly dragAreaM2: number;
}

const rollingCoefficient = 0.007;
const gravityMs2 = 9.81;
const airKgM3 = 1.2;

export const wheelPowerKw = (body: Body, speedMs: number, accelerationMs2: number): number =>
  ((body.massKg * (accelerationMs2 + rollingCoefficient * gravityMs2) +
    0.5 * airKgM3 * body.dragAreaM2 * speedMs ** 2) *
    speedMs) /
  1000;

/** What the powertrain is asked for during one step. */
export interface Work {
  readonly speedMs: number;
  readonly wheelPowerKw: number;
  readonly isOn: boolean;
  readonly isStanding: boolean;
  readonly ambientC: number;
}

/** Every powertrain: something runs low, and is filled up while the vehicle stands. */
export interface Powertrain {
  /** 0 to 100 %. */
  readonly levelPercent: number;
  /** Low enough that the driver looks for a place to fill up, and until it is full again. */
  readonly needsFilling: boolean;
  step(seconds: number, work: Work): void;
}

const clampPercent = (value: number): number => Math.min(100, Math.max(0, value));

export interface EngineDesign {
  readonly tankL: number;
  readonly idleRpm: number;
  readonly cruisingRpm: number;
  /** Engine speed for each km/h, gear by gear from the lowest. */
  readonly rpmPerKmh: readonly number[];
  /** What runs beside the wheels: the generator, a cooling unit. */
  readonly auxiliaryKw: number;
}

const dieselMjPerL = 35.8;
const engineEfficiency = 0.38;
const idleLPerS = 1.6 / 3600;
const fillingLPerS = 0.8;
const warmUpS = 380;
const coolDownS = 5400;

export class CombustionEngine implements Powertrain {
  levelPercent: number;
  coolantC: number;
  rpm: number;
  needsFilling = false;
  readonly #design: EngineDesign;
  readonly #settlesAtC: number;

  constructor(design: EngineDesign, random: Random, settlesAtC: number) {
    this.#design = design;
    this.#settlesAtC = settlesAtC;
    this.levelPercent = random.between(30, 96);
    this.coolantC = random.next() < 0.8 ? settlesAtC - random.between(0, 6) : random.between(15, 50);
    this.rpm = design.idleRpm;
  }

  step(seconds: number, work: Work): void {
    const { tankL, auxiliaryKw } = this.#design;
    if (work.isOn) {
      const powerKw = Math.max(0, work.wheelPowerKw) + auxiliaryKw;
      const burntL = (idleLPerS + powerKw / 1000 / (dieselMjPerL * engineEfficiency)) * seconds;
      this.levelPercent = clampPercent(this.levelPercent - (burntL / tankL) * 100);
    }
    const isFilling = this.needsFilling && work.isStanding;
    if (isFilling) this.levelPercent = clampPercent(this.levelPercent + ((fillingLPerS * seconds) / tankL) * 100);
    if (this.levelPercent < 14) this.needsFilling = true;
    else if (this.levelPercent > 96) this.needsFilling = false;

    const loadC = Math.min(4, Math.max(0, work.wheelPowerKw) / 40);
    const settlesAtC = work.isOn ? this.#settlesAtC + loadC : work.ambientC;
    const paceS = work.isOn ? warmUpS : coolDownS;
    this.coolantC += (settlesAtC - this.coolantC) * (1 - Math.exp(-seconds / paceS));
    this.rpm = work.isOn ? this.#engineSpeed(work.speedMs * 3.6) : 0;
  }

  /** The highest gear that keeps the engine above its cruising speed; below it, the clutch slips at idle. */
  #engineSpeed(speedKmh: number): number {
    const { idleRpm, cruisingRpm, rpmPerKmh } = this.#design;
    const fitting = rpmPerKmh.findLast((ratio) => ratio * speedKmh >= cruisingRpm) ?? rpmPerKmh[0] ?? 0;
    return Math.max(idleRpm, fitting * speedKmh);
  }
}

export interface BatteryDesign {
  readonly capacityKwh: number;
  /** Heating, steering, compressor, lights. */
  readonly auxiliaryKw: number;
  readonly chargingKw: number;
}

const driveEfficiency = 0.88;
const recuperation = 0.6;
const strongestRecuperationKw = 150;

export class TractionBattery implements Powertrain {
  levelPercent: number;
  /** As in VSS: positive flows into the battery (charging, braking), negative out of it. */
  powerKw = 0;
  needsFilling = false;
  readonly #design: BatteryDesign;

  constructor(design: BatteryDesign, random: Random) {
    this.#design = design;
    this.levelPercent = random.between(35, 97);
  }

  step(seconds: number, work: Work): void {
    const { capacityKwh, auxiliaryKw, chargingKw } = this.#design;
    const driveKw =
      work.wheelPowerKw >= 0
        ? -work.wheelPowerKw / driveEfficiency
        : Math.min(strongestRecuperationKw, -work.wheelPowerKw * recuperation);
    const isCharging = this.needsFilling && work.isStanding;
    const wantedKw = isCharging ? chargingKw : work.isOn ? driveKw - auxiliaryKw : 0;
    // A full battery takes no more: the brakes do the rest.
    this.powerKw = this.levelPercent >= 100 && wantedKw > 0 ? 0 : wantedKw;
    this.levelPercent = clampPercent(this.levelPercent + ((this.powerKw * seconds) / 3600 / capacityKwh) * 100);
    if (this.levelPercent < 22) this.needsFilling = true;
    else if (this.levelPercent > 90) this.needsFilling = false;
  }
}

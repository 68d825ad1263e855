import { bearingBetween, distanceBetween, normalizeHeading, travel, turnBetween, type Position } from './geodesy.ts';
import type { Itinerary, Stop, Waypoint } from './itinerary.ts';

/** How a kind of vehicle moves. */
export interface Handling {
  readonly topSpeedKmh: number;
  readonly accelerationMs2: number;
  /** What its driver uses when nothing surprises him. */
  readonly brakingMs2: number;
}

export interface DriveWishes {
  /** What the speed limiter is set to; null without one. */
  readonly limitKmh: number | null;
  /** Stop at the next opportunity, and stay until this is false again (low on fuel). */
  readonly mustStand: boolean;
}

const hardestBrakingMs2 = 4;
const sidewaysMs2 = 2.2;
const sharpestTurnDegreesPerS = 30;
const creepMs = 0.8;
const arrivedM = 8;
const engineRestartS = 4;
const doorMarginS = 4;

/** Follows an itinerary: speeds up, brakes for bends and stops, turns, stands. Position follows speed and heading exactly. */
export class Drive {
  position: Position;
  headingDegrees: number;
  speedMs: number;
  accelerationMs2 = 0;
  odometerM: number;
  readonly #handling: Handling;
  readonly #itinerary: Itinerary;
  #target: Waypoint;
  #afterTarget: Waypoint;
  #stop: Stop | null = null;
  #isStopping = false;
  #stoodS = 0;

  /** Sets out somewhere along the itinerary, already under way. */
  constructor(handling: Handling, itinerary: Itinerary, skippedWaypoints: number, odometerM: number) {
    this.#handling = handling;
    this.#itinerary = itinerary;
    let start = itinerary.next().value;
    for (let skipped = 0; skipped < skippedWaypoints; skipped += 1) start = itinerary.next().value;
    this.#target = itinerary.next().value;
    this.#afterTarget = itinerary.next().value;
    this.position = start.position;
    this.headingDegrees = bearingBetween(start.position, this.#target.position);
    this.odometerM = odometerM;
    this.speedMs = start.stop === null ? this.#roadSpeedMs(null) * 0.6 : 0;
    if (start.stop !== null) this.#stop = start.stop;
  }

  get isStanding(): boolean {
    return this.speedMs === 0;
  }

  /** The driver has stopped where doors are opened: a ramp, a customer, a bus stop. */
  get wantsDoorOpen(): boolean {
    const stop = this.#stop;
    return (
      this.isStanding &&
      stop?.opensDoor === true &&
      this.#stoodS >= doorMarginS &&
      this.#stoodS < stop.dwellS - doorMarginS
    );
  }

  get wantsIgnition(): boolean {
    const stop = this.#stop;
    if (!this.isStanding || stop?.ignitionOff !== true) return true;
    return this.#stoodS < doorMarginS || this.#stoodS >= stop.dwellS - engineRestartS;
  }

  /** At most one second a step: a bend is followed in pieces of that length. */
  step(seconds: number, wishes: DriveWishes): void {
    if (this.#stop !== null && this.isStanding) {
      this.accelerationMs2 = 0;
      this.#stoodS += seconds;
      if (this.#stoodS >= this.#stop.dwellS && !wishes.mustStand) this.#depart();
      return;
    }
    this.#move(seconds, wishes);
    this.#arrive(wishes);
  }

  #depart(): void {
    this.#stop = null;
    this.#isStopping = false;
    this.#stoodS = 0;
  }

  #move(seconds: number, wishes: DriveWishes): void {
    const distanceM = distanceBetween(this.position, this.#target.position);
    const bearing = bearingBetween(this.position, this.#target.position);
    const turn = turnBetween(this.headingDegrees, bearing);

    const before = this.speedMs;
    const { accelerationMs2, brakingMs2 } = this.#handling;
    const allowed = Math.max(this.#roadSpeedMs(wishes.limitKmh), before - brakingMs2 * seconds);
    const safe = Math.min(
      this.#approachSpeedMs(distanceM - before * seconds, wishes),
      Math.abs(turn) > 25 ? 5 : Infinity,
    );
    const after = Math.min(
      before + accelerationMs2 * seconds,
      Math.max(before - hardestBrakingMs2 * seconds, Math.min(allowed, safe), 0),
    );
    const turnLimit = Math.min(sharpestTurnDegreesPerS, (sidewaysMs2 / Math.max(before, 1)) * (180 / Math.PI));
    if (before + after > 0) {
      const turned = Math.max(-turnLimit * seconds, Math.min(turnLimit * seconds, turn));
      this.headingDegrees = normalizeHeading(this.headingDegrees + turned);
    }
    const movedM = ((before + after) / 2) * seconds;
    this.position = travel(this.position, this.headingDegrees, movedM);
    this.odometerM += movedM;
    this.speedMs = after;
    this.accelerationMs2 = (after - before) / seconds;
  }

  #roadSpeedMs(limitKmh: number | null): number {
    return Math.min(this.#target.limitKmh, this.#handling.topSpeedKmh, limitKmh ?? Infinity) / 3.6;
  }

  /** The speed from which the target is still reached as slowly as it must be. */
  #approachSpeedMs(distanceM: number, wishes: DriveWishes): number {
    if (this.#isStopping) return 0;
    const isStop = this.#target.stop !== null || wishes.mustStand;
    const atTarget = isStop ? 0 : Math.min(this.#cornerSpeedMs(), this.#afterTarget.limitKmh / 3.6);
    const reachable = Math.sqrt(atTarget ** 2 + 2 * this.#handling.brakingMs2 * Math.max(0, distanceM - arrivedM / 2));
    return Math.max(creepMs, reachable);
  }

  #cornerSpeedMs(): number {
    const incoming = bearingBetween(this.position, this.#target.position);
    const outgoing = bearingBetween(this.#target.position, this.#afterTarget.position);
    const bend = Math.abs(turnBetween(incoming, outgoing));
    if (bend < 8) return Infinity;
    return Math.max(4, 22 - bend * 0.28);
  }

  #arrive(wishes: DriveWishes): void {
    if (this.#isStopping) {
      if (this.isStanding) this.#next();
      return;
    }
    const distanceM = distanceBetween(this.position, this.#target.position);
    const isBehind =
      Math.abs(turnBetween(this.headingDegrees, bearingBetween(this.position, this.#target.position))) > 90;
    const isStop = this.#target.stop !== null || wishes.mustStand;
    const reachM = isStop ? arrivedM : Math.max(arrivedM, this.speedMs);
    if (distanceM > reachM && !(isBehind && distanceM < 60)) return;
    if (!isStop) {
      this.#next();
      return;
    }
    this.#stop = this.#target.stop ?? { dwellS: 60, opensDoor: false, ignitionOff: false };
    this.#isStopping = true;
    if (this.isStanding) this.#next();
  }

  #next(): void {
    this.#isStopping = false;
    this.#target = this.#afterTarget;
    this.#afterTarget = this.#itinerary.next().value;
  }
}

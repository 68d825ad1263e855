import { levelKinds } from '../../shared/fleet/frame.ts';
import type { SignalValue } from '../../shared/vehicle/signal.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';

const levelKind = {
  none: levelKinds.indexOf('none'),
  fuel: levelKinds.indexOf('fuel'),
  charge: levelKinds.indexOf('charge'),
};

/** The signals that have a column in the fleet view, as one row's values. NaN where nothing is known. */
export class RowValues {
  latitude = NaN;
  longitude = NaN;
  positionAtMs = NaN;
  headingDegrees = NaN;
  levelPercent = NaN;
  levelKind = levelKind.none;
  speedKmh = NaN;
  speedAtMs = NaN;
  hasFault = false;

  /** Takes over a signal that has a column, and leaves all others alone. Values have been checked by the decoder. */
  take(path: string, value: SignalValue, atMs: number): void {
    if (typeof value === 'number') this.#takeNumber(path, value, atMs);
    else if (path === signalPath.troubleCodes) this.hasFault = Array.isArray(value) && value.length > 0;
  }

  /** Of what has a column, only the fault mark rests on a signal that can be taken back. */
  takeBack(path: string): void {
    if (path === signalPath.troubleCodes) this.hasFault = false;
  }

  #takeNumber(path: string, value: number, atMs: number): void {
    switch (path) {
      case signalPath.latitude:
        this.latitude = value;
        this.positionAtMs = atMs;
        break;
      case signalPath.longitude:
        this.longitude = value;
        break;
      case signalPath.speed:
        this.speedKmh = value;
        this.speedAtMs = atMs;
        break;
      case signalPath.heading:
        this.headingDegrees = ((value % 360) + 360) % 360;
        break;
      case signalPath.fuelLevel:
        this.levelPercent = value;
        this.levelKind = levelKind.fuel;
        break;
      case signalPath.stateOfCharge:
        // A hybrid reports both; what it can be stranded without is the fuel.
        if (this.levelKind === levelKind.fuel) break;
        this.levelPercent = value;
        this.levelKind = levelKind.charge;
        break;
    }
  }
}

import type { VehicleState } from '../../shared/vehicle/detail.ts';
import { clockSkewFlagMs, staleAfterMs } from '../../shared/vehicle/freshness.ts';
import { statusOf, vehicleFlag, type VehicleStatus } from '../../shared/vehicle/status.ts';
import type { VehicleReference } from '../telemetry/decoded.ts';
import type { Ordered } from './change-order.ts';
import { RawBuffer } from './raw-buffer.ts';
import { RowValues } from './row-values.ts';
import { SignalTable } from './signal-table.ts';
import type { VehicleConnection } from './vehicle-connection.ts';

/** One vehicle: who it is, what it last said, and the row that the fleet view has for it. */
export class VehicleRecord implements Ordered<VehicleRecord> {
  readonly row: number;
  readonly connection: VehicleConnection;
  reference: VehicleReference;
  /** The platform's registry has given name and type: no message changes them. */
  isRegistered = false;

  version = 0;
  older: VehicleRecord | undefined;
  newer: VehicleRecord | undefined;
  createdVersion = 0;
  /** When a window must hear of its name, type, interval or commands again. */
  identityVersion = 0;
  rawVersion = 0;
  /** When a signal last went. */
  takenBackVersion = 0;
  /** Windows that show its page. */
  watcherCount = 0;

  readonly values = new RowValues();
  readonly signals: SignalTable;
  readonly raw = new RawBuffer();

  /** The platform's word on the link; null where it gave none or the vehicle itself has disproved it. */
  isConnected: boolean | null = null;
  disconnectedAtMs = 0;

  heardAtMs: number | null = null;
  vehicleTimeMs: number | null = null;
  /** When the message came that `vehicleTimeMs` is from. */
  timeReceivedAtMs = 0;
  clockSkewMs: number | null = null;

  status: VehicleStatus = 'unknown';
  flags = 0;

  constructor(row: number, connection: VehicleConnection, reference: VehicleReference) {
    this.row = row;
    this.connection = connection;
    this.reference = reference;
    this.signals = new SignalTable(connection);
  }

  /**
   * NaN when the last speed is so much older than the last message that it says nothing of the vehicle's state then.
   */
  get speedKmh(): number {
    const lagMs = (this.heardAtMs ?? 0) - this.values.speedAtMs;
    return lagMs > Math.max(staleAfterMs, 2 * this.connection.expectedIntervalMs) ? NaN : this.values.speedKmh;
  }

  /** True when the status or a flag has changed. */
  refresh(nowMs: number): boolean {
    const speedKmh = this.speedKmh;
    const status = statusOf({
      heardAtMs: this.heardAtMs,
      nowMs,
      expectedIntervalMs: this.connection.expectedIntervalMs,
      speedKmh: Number.isNaN(speedKmh) ? null : speedKmh,
      isConnected: this.isConnected,
    });
    const flags = this.#currentFlags();
    const hasChanged = status !== this.status || flags !== this.flags;
    this.status = status;
    this.flags = flags;
    return hasChanged;
  }

  state(): VehicleState {
    return {
      connectionId: this.connection.id,
      connectionName: this.connection.name,
      vehicleId: this.reference.vehicleId,
      name: this.reference.name,
      type: this.reference.type,
      status: this.status,
      flags: this.flags,
      heardAtMs: this.heardAtMs,
      vehicleTimeMs: this.vehicleTimeMs,
      clockSkewMs: this.clockSkewMs,
      expectedIntervalMs: this.connection.expectedIntervalMs,
      isConnected: this.isConnected,
      signalsLeftOut: this.signals.leftOutCount,
    };
  }

  #currentFlags(): number {
    // One message without a position among others with it is the rule where a vehicle sends several kinds.
    const isPositionOld = (this.heardAtMs ?? 0) - this.values.positionAtMs > 2 * this.connection.expectedIntervalMs;
    const isClockOff = this.clockSkewMs !== null && Math.abs(this.clockSkewMs) > clockSkewFlagMs;
    return (
      (this.values.hasFault ? vehicleFlag.fault : 0) |
      (isClockOff ? vehicleFlag.clockSkew : 0) |
      (isPositionOld ? vehicleFlag.positionOld : 0)
    );
  }
}

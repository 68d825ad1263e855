import { freshnessOf } from './freshness.ts';

/** A vehicle's state in one word. The order is the wire's: a frame carries the index. */
export const vehicleStatuses = ['moving', 'stopped', 'stale', 'lost', 'offline', 'unknown', 'heard'] as const;

export type VehicleStatus = (typeof vehicleStatuses)[number];

/** Below this a position receiver's noise looks like driving. */
const movingFromKmh = 3;

export interface StatusInput {
  /** Null when no telemetry has been heard yet. */
  readonly heardAtMs: number | null;
  readonly nowMs: number;
  readonly expectedIntervalMs: number;
  readonly speedKmh: number | null;
  /** The platform's own word on the link; null where it gives none. */
  readonly isConnected: boolean | null;
}

/** Old news outranks the speed it carried: no status is taken from a stale value. */
export const statusOf = (input: StatusInput): VehicleStatus => {
  if (input.isConnected === false) return 'offline';
  if (input.heardAtMs === null) return 'unknown';
  const freshness = freshnessOf(input.nowMs - input.heardAtMs, input.expectedIntervalMs);
  if (freshness === 'lost') return 'lost';
  if (freshness === 'stale') return 'stale';
  // Many trackers send a position and no speed: one hears them, and cannot tell whether they drive.
  if (input.speedKmh === null) return 'heard';
  return Math.abs(input.speedKmh) >= movingFromKmh ? 'moving' : 'stopped';
};

/** Bits of a frame's `flags` column. */
export const vehicleFlag = {
  /** The vehicle reports trouble codes. */
  fault: 1,
  /** The vehicle's clock and ours disagree by more than the flag limit. */
  clockSkew: 2,
  /** The position is older than the last message by more than two intervals: those since carried none. */
  positionOld: 4,
} as const;

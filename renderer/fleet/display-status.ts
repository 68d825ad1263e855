import { freshnessOf, type Freshness } from '../../shared/vehicle/freshness.ts';
import { vehicleFlag, vehicleStatuses, type VehicleStatus } from '../../shared/vehicle/status.ts';
import type { FleetColumns } from './fleet-columns.ts';

/** Undefined while nothing has been heard. */
export const freshnessAt = (columns: FleetColumns, row: number, nowMs: number): Freshness | undefined => {
  const heardAtMs = columns.heardAtMs[row] ?? NaN;
  if (Number.isNaN(heardAtMs)) return undefined;
  const expectedIntervalMs = columns.expectedIntervalMs[row] ?? NaN;
  return freshnessOf(nowMs - heardAtMs, Number.isNaN(expectedIntervalMs) ? 0 : expectedIntervalMs);
};

/**
 * The engine's word on a vehicle, aged here: when the engine falls silent, "moving" must not stay on screen for as long
 * as the silence lasts.
 */
export const statusAt = (columns: FleetColumns, row: number, nowMs: number): VehicleStatus => {
  const status = vehicleStatuses[columns.status[row] ?? 0] ?? 'unknown';
  // What rests on silence, or on the platform's word, does not age.
  if (status === 'lost' || status === 'offline' || status === 'unknown') return status;
  const freshness = freshnessAt(columns, row, nowMs);
  return freshness === 'stale' || freshness === 'lost' ? freshness : status;
};

export const hasFault = (columns: FleetColumns, row: number): boolean =>
  ((columns.flags[row] ?? 0) & vehicleFlag.fault) !== 0;

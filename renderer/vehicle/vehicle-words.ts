import type { VehicleState } from '../../shared/vehicle/detail.ts';
import { freshnessOf } from '../../shared/vehicle/freshness.ts';
import { vehicleFlag, type VehicleStatus } from '../../shared/vehicle/status.ts';
import { formatAge } from '../format/age.ts';

/** The engine's word, aged here: when the engine falls silent, "moving" must not stay on screen as long as the silence. */
export const statusNow = (vehicle: VehicleState, nowMs: number): VehicleStatus => {
  const { status, heardAtMs, expectedIntervalMs } = vehicle;
  if (heardAtMs === null || status === 'lost' || status === 'offline' || status === 'unknown') return status;
  const freshness = freshnessOf(nowMs - heardAtMs, expectedIntervalMs);
  return freshness === 'stale' || freshness === 'lost' ? freshness : status;
};

export const linkWords = (isConnected: boolean | null): { readonly shape: string; readonly text: string } => {
  if (isConnected === null) return { shape: '–', text: 'Not reported' };
  return isConnected ? { shape: '●', text: 'Up' } : { shape: '✕', text: 'Down' };
};

/** Undefined while the vehicle's clock can be trusted. */
export const clockWords = (vehicle: VehicleState): string | undefined => {
  if ((vehicle.flags & vehicleFlag.clockSkew) === 0) return undefined;
  if (vehicle.clockSkewMs === null) return 'The vehicle’s clock is wrong. Ages are counted from when messages arrived.';
  const side = vehicle.clockSkewMs > 0 ? 'ahead of' : 'behind';
  return `The vehicle’s clock is ${formatAge(Math.abs(vehicle.clockSkewMs))} ${side} ours. Ages are counted from when messages arrived.`;
};

import { freshnessOf } from '../../shared/vehicle/freshness.ts';
import { ageWords } from './evidence.ts';

export interface Doubtful {
  readonly vehicle: { readonly isConnected: boolean | null; readonly heardAtMs: number | null };
  readonly expectedIntervalMs: number;
  readonly connectionName: string;
  readonly isConnected: boolean;
}

/** Reasons to think twice that do not forbid. */
export const secondThoughts = (doubtful: Doubtful, nowMs: number): readonly string[] => {
  const { vehicle, connectionName, isConnected, expectedIntervalMs } = doubtful;
  const warnings: string[] = [];
  if (!isConnected) warnings.push(`"${connectionName}" is not connected at present: the command cannot be sent.`);
  if (vehicle.isConnected === false) warnings.push('The platform says that this vehicle is offline.');
  if (vehicle.heardAtMs === null) warnings.push('This vehicle has not been heard yet.');
  else if (freshnessOf(nowMs - vehicle.heardAtMs, expectedIntervalMs) !== 'fresh') {
    warnings.push(`Last heard ${ageWords(nowMs - vehicle.heardAtMs)} ago.`);
  }
  return warnings;
};

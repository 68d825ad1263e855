import { levelKinds } from '../../shared/fleet/frame.ts';
import { findSignal, signalPath } from '../../shared/vehicle/signals.ts';
import type { FleetColumns } from './fleet-columns.ts';

export type LevelKind = (typeof levelKinds)[number];

export interface Level {
  readonly kind: Exclude<LevelKind, 'none'>;
  readonly percent: number;
  readonly isLow: boolean;
}

const lowBelow: Readonly<Record<Level['kind'], number>> = {
  fuel: findSignal(signalPath.fuelLevel)?.normal?.minimum ?? 0,
  charge: findSignal(signalPath.stateOfCharge)?.normal?.minimum ?? 0,
};

export const levelWords: Readonly<Record<Level['kind'], string>> = { fuel: 'fuel', charge: 'charge' };

/** Undefined for a vehicle that reports neither fuel nor charge. */
export const levelOf = (columns: FleetColumns, row: number): Level | undefined => {
  const kind = levelKinds[columns.levelKind[row] ?? 0] ?? 'none';
  const percent = columns.levelPercent[row] ?? NaN;
  if (kind === 'none' || Number.isNaN(percent)) return undefined;
  return { kind, percent, isLow: percent < lowBelow[kind] };
};

import type { CommandDefinition, Precondition } from '../../shared/command/definition.ts';
import type { CommandDraft } from '../../shared/command/record.ts';
import type { SignalState } from '../../shared/vehicle/detail.ts';
import { findSignal } from '../../shared/vehicle/signals.ts';
import { formatAge } from '../format/age.ts';
import { formatSignal } from '../format/signal.ts';
import type { UnitPreferences } from '../format/units.ts';

export interface LiveCheck {
  readonly explanation: string;
  readonly evidence: string;
  readonly isMet: boolean;
}

/**
 * The draft's checks, kept up to date while the operator reads them. The engine decides again when the command is
 * confirmed; this shows early what it would say.
 */
export const liveChecks = (
  draft: CommandDraft,
  definition: CommandDefinition,
  signals: ReadonlyMap<string, SignalState>,
  nowMs: number,
  preferences: UnitPreferences,
): readonly LiveCheck[] =>
  draft.checks.map((check) => {
    const precondition = definition.preconditions?.find(({ explanation }) => explanation === check.explanation);
    return precondition === undefined ? check : evaluate(precondition, signals, nowMs, preferences);
  });

const evaluate = (
  precondition: Precondition,
  signals: ReadonlyMap<string, SignalState>,
  nowMs: number,
  preferences: UnitPreferences,
): LiveCheck => {
  const { explanation, minimum, maximum, freshWithinMs } = precondition;
  const signal = signals.get(precondition.signal);
  const label = findSignal(precondition.signal)?.label ?? precondition.signal;
  const value = typeof signal?.value === 'boolean' ? Number(signal.value) : signal?.value;
  if (signal === undefined || typeof value !== 'number') {
    return { explanation, evidence: `${label}: not known`, isMet: false };
  }
  // A value that came late is as old as its vehicle says, if that is older.
  const ageMs = nowMs - Math.min(signal.receivedAtMs, signal.vehicleTimeMs ?? signal.receivedAtMs);
  const shown = formatSignal(signal.path, signal.value, signal.unit, preferences).text;
  const isFresh = ageMs <= freshWithinMs;
  const isInside = (minimum === undefined || value >= minimum) && (maximum === undefined || value <= maximum);
  const age = `${formatAge(ageMs)} ago${isFresh ? '' : ', too old to decide on'}`;
  return { explanation, evidence: `${label}: ${shown}, ${age}`, isMet: isFresh && isInside };
};

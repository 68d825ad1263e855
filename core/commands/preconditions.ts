import type { Precondition } from '../../shared/command/definition.ts';
import type { CommandDraft } from '../../shared/command/record.ts';
import type { SignalState } from '../../shared/vehicle/detail.ts';
import { findSignal } from '../../shared/vehicle/signals.ts';
import { ageWords, evidenceText, worstAgeMs } from './evidence.ts';

export type Check = CommandDraft['checks'][number];

/** What must be true before a command leaves, held against the newest values. A value too old, or none, decides nothing. */
export const checkPreconditions = (
  preconditions: readonly Precondition[],
  latest: (path: string) => SignalState | undefined,
  nowMs: number,
): readonly Check[] => preconditions.map((precondition) => checkOne(precondition, latest(precondition.signal), nowMs));

const checkOne = (precondition: Precondition, signal: SignalState | undefined, nowMs: number): Check => {
  const { explanation, freshWithinMs } = precondition;
  const label = findSignal(precondition.signal)?.label ?? precondition.signal;
  if (signal === undefined) return { explanation, evidence: `${label}: no value has been heard`, isMet: false };
  const evidence = `${label}: ${evidenceText(signal, nowMs)}`;
  if (worstAgeMs(signal, nowMs) > freshWithinMs) {
    return { explanation, evidence: `${evidence} (older than ${ageWords(freshWithinMs)})`, isMet: false };
  }
  const value = typeof signal.value === 'boolean' ? Number(signal.value) : signal.value;
  if (typeof value !== 'number') return { explanation, evidence: `${evidence} (not a number)`, isMet: false };
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = precondition;
  return { explanation, evidence, isMet: value >= minimum && value <= maximum };
};

/** For a refusal: every check that stands in the way, with what is known. */
export const unmetWords = (checks: readonly Check[]): string | undefined => {
  const unmet = checks.filter((check) => !check.isMet);
  return unmet.length === 0
    ? undefined
    : unmet.map((check) => `${check.explanation.replace(/\.$/, '')}. ${check.evidence}.`).join(' ');
};

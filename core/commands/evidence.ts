import { findSignal } from '../../shared/vehicle/signals.ts';
import type { SignalState } from '../../shared/vehicle/detail.ts';
import type { SignalValue } from '../../shared/vehicle/signal.ts';
import { unitSymbol, type Unit } from '../../shared/vehicle/units.ts';

/** "2 s", "12 min", "3 h", "4 days": as exact as an age needs to be. */
export const ageWords = (ageMs: number): string => {
  const seconds = Math.max(0, Math.round(ageMs / 1000));
  if (seconds <= 90) return `${String(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${String(minutes)} min`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return `${String(hours)} h`;
  return `${String(Math.round(hours / 24))} days`;
};

/**
 * How old a value is at worst. A message that a broker kept for us arrives now and tells of then, so the older of the
 * receive time and the vehicle's own time counts: a clock that is slow can make a command wait, never let it through.
 */
export const worstAgeMs = (signal: SignalState, nowMs: number): number =>
  nowMs - Math.min(signal.receivedAtMs, signal.vehicleTimeMs ?? signal.receivedAtMs);

/** "0 km/h, 2 s ago". */
export const evidenceText = (signal: SignalState, nowMs: number): string =>
  `${valueText(signal.path, signal.value, signal.unit)}, ${ageWords(worstAgeMs(signal, nowMs))} ago`;

const valueText = (path: string, value: SignalValue, unit: Unit | null): string => {
  const definition = findSignal(path);
  if (typeof value === 'number') {
    // Adding zero takes the sign from a zero: nobody drives at -0 km/h.
    const decimals = definition?.decimals ?? 1;
    const digits = (Number(value.toFixed(decimals)) + 0).toFixed(decimals);
    return unit === null ? digits : `${digits} ${unitSymbol(unit)}`;
  }
  if (typeof value === 'boolean') return definition?.words?.[value ? 0 : 1] ?? (value ? 'Yes' : 'No');
  return typeof value === 'string' ? value : value.join(', ');
};

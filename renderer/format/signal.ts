import type { SignalValue } from '../../shared/vehicle/signal.ts';
import { findSignal } from '../../shared/vehicle/signals.ts';
import { unitSymbol, type Unit } from '../../shared/vehicle/units.ts';
import { formatNumber } from './number.ts';
import { displayUnit, toDisplay, type UnitPreferences } from './units.ts';

export interface FormattedSignal {
  /** Without its unit. */
  readonly value: string;
  /** Symbol of the unit; empty where there is none. */
  readonly unit: string;
  /** Both, as one reads them. */
  readonly text: string;
}

/** What stands where nothing is known. */
export const noValue = '–';

const plain = (value: string): FormattedSignal => ({ value, unit: '', text: value });

/**
 * A value in this user's units and the machine's way of writing numbers. `path` is a VSS path or the sender's own name;
 * `unit` is the unit that `value` is in.
 */
export const formatSignal = (
  path: string,
  value: SignalValue | null | undefined,
  unit: Unit | null | undefined,
  preferences: UnitPreferences,
): FormattedSignal => {
  if (value === null || value === undefined) return plain(noValue);
  const definition = findSignal(path);
  if (typeof value === 'boolean') {
    const [whenTrue, whenFalse] = definition?.words ?? ['Yes', 'No'];
    return plain(value ? whenTrue : whenFalse);
  }
  if (typeof value === 'string') return plain(value === '' ? noValue : value);
  if (typeof value !== 'number') return plain(value.length === 0 ? 'None' : value.join(', '));
  if (!Number.isFinite(value)) return plain(noValue);
  if (unit === null || unit === undefined) return plain(formatNumber(value, definition?.decimals ?? decimalsOf(value)));

  const shownUnit = displayUnit(unit, preferences);
  const shown = toDisplay(value, unit, preferences);
  return withUnit(formatNumber(shown, decimalsFor(path, unit, shownUnit, shown)), shownUnit);
};

/** A quantity that belongs to no signal, such as the end of a gauge's scale. */
export const formatQuantity = (
  value: number,
  unit: Unit,
  preferences: UnitPreferences,
  decimals = 0,
): FormattedSignal => {
  if (!Number.isFinite(value)) return plain(noValue);
  return withUnit(formatNumber(toDisplay(value, unit, preferences), decimals), displayUnit(unit, preferences));
};

const withUnit = (value: string, unit: Unit): FormattedSignal => {
  const symbol = unitSymbol(unit);
  // SI sets a space before every unit symbol but the plane angle's; it must not break the line.
  return { value, unit: symbol, text: unit === 'degrees' ? `${value}${symbol}` : `${value}\u00a0${symbol}` };
};

const decimalsFor = (path: string, unit: Unit, shownUnit: Unit, shown: number): number => {
  // The catalogue counts distances in whole metres; in kilometres and miles a short one needs its tenths.
  if (shownUnit === 'km' || shownUnit === 'mi') return Math.abs(shown) < 100 ? 1 : 0;
  return findSignal(path)?.decimals ?? (unit === shownUnit ? decimalsOf(shown) : 1);
};

/** Enough digits to see a change, and no more than a reader takes in. */
const decimalsOf = (value: number): number => {
  if (Number.isInteger(value)) return 0;
  const size = Math.abs(value);
  if (size >= 1000) return 0;
  return size >= 10 ? 1 : 3;
};

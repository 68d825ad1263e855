import type { Preferences } from '../../shared/preferences.ts';
import { convert, type Unit } from '../../shared/vehicle/units.ts';

export type UnitPreferences = Pick<Preferences, 'distance' | 'temperature' | 'volume'>;

/** The unit in which this user reads a quantity that the console holds in `unit`. */
export const displayUnit = (unit: Unit, { distance, temperature, volume }: UnitPreferences): Unit => {
  const choices: Partial<Record<Unit, Unit>> = {
    'km/h': distance === 'mi' ? 'mph' : 'km/h',
    'm/s': distance === 'mi' ? 'mph' : 'km/h',
    mph: distance === 'mi' ? 'mph' : 'km/h',
    m: distance,
    km: distance,
    mi: distance,
    celsius: temperature,
    fahrenheit: temperature,
    l: volume,
    gal: volume,
  };
  return choices[unit] ?? unit;
};

export const toDisplay = (value: number, unit: Unit, preferences: UnitPreferences): number =>
  convert(value, unit, displayUnit(unit, preferences));

import type { Preferences } from '../../shared/preferences.ts';
import { convert, type Unit } from '../../shared/vehicle/units.ts';

export type UnitPreferences = Pick<Preferences, 'distance' | 'temperature' | 'volume'>;

/** The unit in which this user reads a quantity that the console holds in `unit`. */
export const displayUnit = (unit: Unit, preferences: UnitPreferences): Unit => {
  switch (unit) {
    case 'km/h':
    case 'm/s':
    case 'mph':
      return preferences.distance === 'mi' ? 'mph' : 'km/h';
    case 'm':
    case 'km':
    case 'mi':
      return preferences.distance === 'mi' ? 'mi' : 'km';
    case 'celsius':
    case 'fahrenheit':
      return preferences.temperature;
    case 'l':
    case 'gal':
      return preferences.volume;
    default:
      return unit;
  }
};

export const toDisplay = (value: number, unit: Unit, preferences: UnitPreferences): number =>
  convert(value, unit, displayUnit(unit, preferences));

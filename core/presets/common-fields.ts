import type { SignalMapping } from '../../shared/mapping/mapping.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import type { Unit } from '../../shared/vehicle/units.ts';

const named = (to: string, names: readonly string[], unit?: Unit): readonly SignalMapping[] =>
  names.map((from) => (unit === undefined ? { from, to } : { from, to, unit }));

const within = (parents: readonly string[], names: readonly string[]): readonly string[] => [
  ...names,
  ...parents.flatMap((parent) => names.map((name) => `${parent}.${name}`)),
];

const places = ['location', 'position', 'gps', 'Location', 'coordinates'];

/**
 * Names that senders of free JSON commonly use, in the units they commonly mean. Where a message carries several names
 * of one signal, the first of this list counts. A sender with other units needs a mapping of its own.
 */
export const commonFields: readonly SignalMapping[] = [
  ...named(signalPath.latitude, within(places, ['lat', 'latitude', 'Latitude'])),
  ...named(signalPath.longitude, within(places, ['lon', 'lng', 'long', 'longitude', 'Longitude'])),
  ...named(signalPath.heading, within(places, ['heading', 'bearing', 'course'])),
  ...named(signalPath.speed, within(places, ['speed', 'speedKmh', 'speed_kmh', 'Speed']), 'km/h'),
  ...named(signalPath.speed, ['speedMph', 'speed_mph'], 'mph'),
  ...named(signalPath.speed, ['speedMs', 'speed_ms'], 'm/s'),
  ...named(signalPath.odometer, ['odometer', 'odometerKm', 'odometer_km', 'mileage'], 'km'),
  ...named(signalPath.fuelLevel, ['fuelLevel', 'fuel_level', 'fuel', 'fuelPercent'], 'percent'),
  ...named(signalPath.stateOfCharge, ['soc', 'stateOfCharge', 'state_of_charge', 'batteryLevel'], 'percent'),
  ...named(signalPath.engineSpeed, ['rpm', 'engineSpeed', 'engineRpm', 'engine_rpm'], 'rpm'),
  ...named(
    signalPath.coolantTemperature,
    ['coolantTemp', 'coolantTemperature', 'coolant_temp', 'engineTemp'],
    'celsius',
  ),
  ...named(signalPath.batteryVoltage, ['batteryVoltage', 'battery_voltage'], 'V'),
  ...named(signalPath.ambientTemperature, ['ambientTemp', 'outsideTemperature', 'ambient_temp'], 'celsius'),
  ...named(signalPath.cargoTemperature, ['cargoTemp', 'cargoTemperature', 'cargo_temp'], 'celsius'),
  ...named(signalPath.cargoSetpoint, ['cargoSetpoint', 'cargo_setpoint'], 'celsius'),
  ...named(signalPath.troubleCodes, ['dtcs', 'dtc', 'troubleCodes']),
];

import { exportSignals } from '../../../presets/iot-central-messages.ts';
import type { SignalDefinition } from '../../../../shared/vehicle/signal.ts';
import { findSignal, signalPath } from '../../../../shared/vehicle/signals.ts';
import { canConvert, type Unit } from '../../../../shared/vehicle/units.ts';
import type { ComponentModel, PropertyModel, Shape, TelemetryModel } from '../../dtdl/model.ts';
import { wordsOf } from '../../dtdl/risk.ts';
import { unitOfSemanticType } from '../../dtdl/units.ts';

/** Where a telemetry goes in our vehicle, and the unit that a sender who says none commonly means. */
export interface KnownSignal {
  readonly path: string;
  readonly unit: Unit | null;
}

/** Telemetry, or a property. */
type Measured = TelemetryModel | PropertyModel;

const joinedWords = (name: string): string => wordsOf(name).join('');

/** Names beyond those that senders of free JSON use: a template tells the type as well, so that more of them are safe. */
const templateNames: readonly (readonly [path: string, unit: Unit | null, names: readonly string[]])[] = [
  [signalPath.speed, 'km/h', ['velocity', 'groundSpeed']],
  [signalPath.odometer, 'km', ['totalDistance', 'odometerReading']],
  [signalPath.fuelLevel, 'percent', ['fuelTankLevel']],
  [signalPath.stateOfCharge, 'percent', ['batteryStateOfCharge', 'batterySoc']],
  [signalPath.tractionPower, 'kW', ['batteryPower', 'tractionPower']],
  [signalPath.coolantTemperature, 'celsius', ['engineCoolantTemperature', 'engineTemperature']],
  [signalPath.ambientTemperature, 'celsius', ['ambientTemperature', 'outsideTemp', 'exteriorTemperature']],
  [signalPath.cargoSetpoint, 'celsius', ['cargoTargetTemperature', 'targetCargoTemperature']],
  [signalPath.ignition, null, ['ignition', 'ignitionState', 'ignitionOn']],
  [signalPath.isLocked, null, ['doorsLocked', 'doorLocked', 'isLocked']],
  [signalPath.isDoorOpen, null, ['doorOpen', 'driverDoorOpen', 'isDoorOpen']],
  [signalPath.hazardLights, null, ['hazardLights', 'hazardLightsOn', 'hazards']],
  [signalPath.speedLimit, 'km/h', ['speedLimit', 'speedLimiter']],
  [signalPath.troubleCodes, null, ['diagnosticTroubleCodes']],
  [signalPath.nextStop, null, ['nextStop']],
];

const known: ReadonlyMap<string, KnownSignal> = new Map([
  ...templateNames.flatMap(([path, unit, names]) =>
    names.map((name): [string, KnownSignal] => [joinedWords(name), { path, unit }]),
  ),
  ...exportSignals
    .filter(({ from }) => !from.includes('.'))
    .map(({ from, to, unit }): [string, KnownSignal] => [joinedWords(from), { path: to, unit: unit ?? null }]),
]);

/** Say nothing of what is measured: `currentVehicleSpeed` is the speed, `maxSpeed` is not. */
const fillers = new Set(['vehicle', 'truck', 'bus', 'car', 'van', 'current', 'actual', 'gps', 'measured', 'sensor']);

/** Parts of a vehicle whose plain `speed` or `heading` is the vehicle's own, other than a fan's. */
const vehicleParts = new Set([
  ...['vehicle', 'truck', 'bus', 'car', 'van', 'trailer', 'gps', 'gnss', 'location', 'position', 'navigation'],
  ...['tracker', 'tracking', 'telematics', 'telemetry', 'drive', 'driving', 'motion', 'trip', 'dashboard', 'chassis'],
  ...['engine', 'powertrain', 'can', 'obd', 'default'],
]);

const cargoWords = new Set(['content', 'contents', 'cargo', 'freight', 'load', 'box', 'reefer', 'trailer']);
const temperatureWords = new Set(['temperature', 'temp']);
const setpointWords = new Set(['target', 'setpoint', 'desired', 'optimal']);

/** "Contents temperature", "Temperature of the cargo box", "Target cargo temperature". */
const cargoSignal = (words: readonly string[]): KnownSignal | undefined => {
  const rest = words.filter((word) => !['of', 'the', 'in', 'area', 'hold', 'set', 'point'].includes(word));
  if (!rest.some((word) => cargoWords.has(word)) || !rest.some((word) => temperatureWords.has(word))) return undefined;
  const others = rest.filter((word) => !cargoWords.has(word) && !temperatureWords.has(word) && !fillers.has(word));
  const isSetpoint = others.some((word) => setpointWords.has(word)) || words.includes('set');
  if (others.some((word) => !setpointWords.has(word))) return undefined;
  return { path: isSetpoint ? signalPath.cargoSetpoint : signalPath.cargoTemperature, unit: 'celsius' };
};

const byName = (name: string): KnownSignal | undefined => {
  const words = wordsOf(name);
  const telling = words.filter((word) => !fillers.has(word));
  return known.get(words.join('')) ?? known.get(telling.join('')) ?? cargoSignal(words);
};

const fitsShape = (shape: Shape, type: SignalDefinition['type'], path: string): boolean => {
  switch (type) {
    case 'number':
      return shape.kind === 'number';
    case 'boolean':
      return shape.kind === 'boolean';
    case 'string':
      return shape.kind === 'text' || (shape.kind === 'boolean' && path === signalPath.ignition);
    case 'strings':
      return shape.kind === 'text' || (shape.kind === 'json' && shape.isOfTexts);
  }
};

const fitsUnit = (measured: Measured, ours: Unit | undefined): boolean => {
  const { shape, semanticTypes } = measured;
  if (shape.kind !== 'number') return true;
  // A unit that the console does not have cannot be converted, and taken as it is would be a wrong value.
  if (shape.unit === null && shape.symbol !== null) return false;
  if (ours === undefined) return shape.unit === null;
  if (shape.unit !== null && !canConvert(shape.unit, ours)) return false;
  return semanticTypes.every((type) => {
    if (valueTypes.has(type)) return true;
    const unit = unitOfSemanticType(type);
    return unit !== undefined && canConvert(unit, ours);
  });
};

/** Beside a semantic type; say nothing of what is measured. */
const valueTypes = new Set([
  'NumberValue',
  'StringValue',
  'BooleanValue',
  'EventValue',
  'Initialized',
  'State',
  'Event',
]);

/** Parts of which these signals are, where a part is told at all: a refrigerator has a door too, a cab a set temperature. */
const doorParts = new Set([
  'door',
  'doors',
  'cab',
  'cabin',
  'body',
  'vehicle',
  'truck',
  'bus',
  'car',
  'van',
  'default',
]);
const coldParts = new Set([...cargoWords, 'cooling', 'cooler', 'refrigeration', 'refrigerator', 'fridge', 'default']);
const partsOf: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [signalPath.isLocked, doorParts],
  [signalPath.isDoorOpen, doorParts],
  [signalPath.cargoTemperature, coldParts],
  [signalPath.cargoSetpoint, coldParts],
]);

const ofComponent = (name: string, { name: part, title }: ComponentModel): KnownSignal | undefined => {
  const words = wordsOf(name);
  const partWords = [part, title].flatMap(wordsOf);
  // Of a part `cargo`, the temperature is the cargo's.
  const found = byName(name) ?? cargoSignal([...wordsOf(part), ...words]);
  if (found === undefined) return undefined;
  const isItsOwn = words.some((word) => cargoWords.has(word)) || partWords.includes(joinedWords(name));
  const parts = partsOf.get(found.path) ?? (words.length === 1 ? vehicleParts : undefined);
  return parts === undefined || isItsOwn || partWords.some((word) => parts.has(word)) ? found : undefined;
};

/** The signal that a telemetry or property is, where its name, its semantic type, its unit and its schema agree. */
export const signalOf = (measured: Measured): KnownSignal | undefined => {
  const { name, component } = measured;
  const found = component === null ? byName(name) : ofComponent(name, component);
  const definition = found === undefined ? undefined : findSignal(found.path);
  if (definition === undefined || !fitsShape(measured.shape, definition.type, definition.path)) return undefined;
  return fitsUnit(measured, definition.unit) ? found : undefined;
};

const placeNames = new Set(['location', 'position', 'gps', 'gnss', 'coordinates', 'geolocation', 'place', 'geopoint']);
/** Places that a vehicle tells without being there. */
const elsewhere = new Set([
  ...['destination', 'target', 'home', 'base', 'depot', 'customer', 'next', 'stop', 'start', 'origin', 'end', 'goal'],
  ...['delivery', 'pickup', 'last', 'previous', 'parking', 'waypoint', 'geofence', 'zone', 'warehouse', 'station'],
]);

/** Where in a telemetry's value a place is told, as paths below it. */
export interface Place {
  readonly latitude: string;
  readonly longitude: string;
  /** Null: not told. */
  readonly altitude: string | null;
}

const coordinateNames = {
  latitude: ['lat', 'latitude'],
  longitude: ['lon', 'lng', 'long', 'longitude'],
  altitude: ['alt', 'altitude', 'elevation'],
} as const;

const placeIn = ({ shape }: Measured): Place | undefined => {
  // GeoJSON has the longitude first: https://www.rfc-editor.org/rfc/rfc7946#section-3.1.1
  if (shape.kind === 'json' && shape.what === 'point') {
    return { latitude: 'coordinates.1', longitude: 'coordinates.0', altitude: 'coordinates.2' };
  }
  if (shape.kind !== 'object') return undefined;
  const find = (names: readonly string[], unit: Unit): string | undefined =>
    shape.fields.find(
      (field) =>
        names.includes(joinedWords(field.name)) &&
        field.shape.kind === 'number' &&
        (field.shape.symbol === null || field.shape.unit === unit),
    )?.name;
  const latitude = find(coordinateNames.latitude, 'degrees');
  const longitude = find(coordinateNames.longitude, 'degrees');
  if (latitude === undefined || longitude === undefined) return undefined;
  return { latitude, longitude, altitude: find(coordinateNames.altitude, 'm') ?? null };
};

export interface Position<T> {
  readonly source: T;
  readonly place: Place;
}

/** Where the vehicle is: what is called so, or the only place that it tells. */
export const findPosition = <T extends Measured>(all: readonly T[]): Position<T> | undefined => {
  const positions = all.flatMap((source): Position<T>[] => {
    const place = placeIn(source);
    const words = [source.component?.name ?? '', source.name, source.title].flatMap(wordsOf);
    return place === undefined || words.some((word) => elsewhere.has(word)) ? [] : [{ source, place }];
  });
  const called = positions.filter(({ source: { name } }) =>
    wordsOf(name).every((word) => placeNames.has(word) || fillers.has(word)),
  );
  const atRoot = called.find(({ source: { component } }) => component === null);
  return atRoot ?? called[0] ?? (positions.length === 1 ? positions[0] : undefined);
};

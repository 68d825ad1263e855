import { describe, expect, it } from 'vitest';
import { signalPath } from '../../../../shared/vehicle/signals.ts';
import { telemetryRouteSchema } from '../../../../shared/mapping/mapping.ts';
import { brokerMessage, receivedAtMs } from '../../../../test/support/broker-message.ts';
import {
  component,
  enumSchema,
  objectSchema,
  property,
  telemetry,
  templateOf,
} from '../../../../test/support/iot-central-template.ts';
import { exportMapping } from '../../../presets/iot-central-export.ts';
import { createDecoder } from '../../../telemetry/decoder.ts';
import { mappingProblems } from '../../../telemetry/mapping-problems.ts';
import type { TemplateModel } from '../../dtdl/model.ts';
import { telemetryRoutes } from './routes.ts';

const decoderOf = (model: TemplateModel) => {
  const routes = telemetryRoutes(model);
  for (const route of routes) expect(telemetryRouteSchema.safeParse(route).error).toBeUndefined();
  const mapping = { ...exportMapping, routes: [...routes, ...exportMapping.routes] };
  expect(mappingProblems(mapping)).toEqual([]);
  const decoder = createDecoder(mapping);
  return (content: object) => {
    const decoded = decoder.decode(
      brokerMessage('iotcentral/app/truck-1', {
        applicationId: 'app',
        messageSource: 'telemetry',
        deviceId: 'truck-1',
        schema: 'default@v1',
        templateId: 'dtmi:contoso:truck;1',
        enqueuedTime: new Date(receivedAtMs).toISOString(),
        enrichments: {},
        ...content,
      }),
    );
    if (decoded.kind !== 'telemetry') throw new Error(JSON.stringify(decoded));
    const units = decoded.readings.filter(({ unit }) => unit !== null).map(({ path, unit }) => [path, unit]);
    return {
      decoded,
      values: Object.fromEntries(decoded.readings.map(({ path, value }) => [path, value])),
      units: Object.fromEntries(units) as Record<string, string>,
    };
  };
};

const typed = (name: string, type: string, unit?: string, schema: unknown = 'double') =>
  telemetry(name, schema, { '@type': ['Telemetry', type], ...(unit === undefined ? {} : { unit }) });

describe('telemetry that is a signal of ours', () => {
  it('is recognised by name and semantic type, and converted from the template’s unit', () => {
    const decode = decoderOf(
      templateOf([
        typed('currentSpeed', 'Velocity', 'metrePerSecond'),
        typed('CargoBoxTemp', 'Temperature', 'degreeFahrenheit'),
        typed('odometer', 'Distance', 'mile'),
        typed('fuel_level', 'RelativeHumidity', 'unity'),
        telemetry('ignition', 'boolean'),
      ]),
    );
    expect(
      decode({ telemetry: { currentSpeed: 10, CargoBoxTemp: 32, odometer: 1, fuel_level: 0.5, ignition: true } })
        .values,
    ).toEqual({
      [signalPath.speed]: 36,
      [signalPath.cargoTemperature]: 0,
      [signalPath.odometer]: 1609.344,
      [signalPath.fuelLevel]: 50,
      [signalPath.ignition]: 'ON',
    });
  });

  it.each([
    ['another quantity', typed('speed', 'AngularVelocity', 'revolutionPerMinute')],
    ['a unit of another quantity', telemetry('fuelLevel', 'double', { unit: 'litre' })],
    ['a unit that the console does not have', telemetry('speed', 'double', { unit: 'kilometrePerSecond' })],
    ['another type', telemetry('speed', enumSchema('string', [['fast', 'Fast']]))],
    ['another name', typed('maxSpeed', 'Velocity', 'kilometrePerHour')],
    ['another temperature', typed('gearBoxTemperature', 'Temperature', 'degreeCelsius')],
  ])('is not claimed by %s', (_, element) => {
    const targets = telemetryRoutes(templateOf([element])).flatMap(({ signals }) => signals.slice(0, 1));
    expect(targets[0]?.to).not.toMatch(/^Vehicle\./);
  });

  it('is claimed once, at the root before a component', () => {
    const decode = decoderOf(
      templateOf([
        component('vehicle', [typed('speed', 'Velocity', 'kilometrePerHour')]),
        component('fan', [typed('rpm', 'AngularVelocity', 'revolutionPerMinute')]),
        typed('speed', 'Velocity', 'kilometrePerHour'),
      ]),
    );
    expect(decode({ telemetry: { speed: 50 } }).values).toEqual({ [signalPath.speed]: 50 });
    expect(decode({ component: 'vehicle', telemetry: { speed: 7 } }).values).toEqual({ 'vehicle: speed': 7 });
    expect(decode({ component: 'fan', telemetry: { rpm: 900 } }).values).toEqual({ 'fan: rpm': 900 });
  });

  it.each([
    ['doors', 'doorOpen', 'boolean', signalPath.isDoorOpen],
    ['refrigerator', 'doorOpen', 'boolean', undefined],
    ['cargo', 'temperature', 'double', signalPath.cargoTemperature],
    ['coolingUnit', 'TargetTemperature', 'double', signalPath.cargoSetpoint],
    ['cabin', 'TargetTemperature', 'double', undefined],
    ['engine', 'rpm', 'double', signalPath.engineSpeed],
    ['battery', 'batteryVoltage', 'double', signalPath.batteryVoltage],
  ])('is that of the part %s as far as its %s says so', (part, name, schema, path) => {
    const [route] = telemetryRoutes(templateOf([component(part, [telemetry(name, schema)])]));
    expect(route?.signals).toMatchObject([{ from: name, to: path ?? `${part}: ${name}` }]);
  });

  it('is also recognised where the template does not have it', () => {
    const decode = decoderOf(templateOf([telemetry('state', 'string')]));
    expect(decode({ telemetry: { speedKmh: 50, Location: { lat: 48, lon: 11 } } }).values).toEqual({
      [signalPath.speed]: 50,
      [signalPath.latitude]: 48,
      [signalPath.longitude]: 11,
    });
  });
});

describe('where a vehicle is', () => {
  it.each([
    ['a geopoint', telemetry('Whereabouts', 'geopoint'), { Whereabouts: { lat: 48, lon: 11, alt: 500 } }],
    ['a GeoJSON point', telemetry('place', 'point'), { place: { type: 'Point', coordinates: [11, 48, 500] } }],
    [
      'an object',
      telemetry('gps', objectSchema({ latitude: 'double', longitude: 'double', altitude: 'double' })),
      { gps: { latitude: 48, longitude: 11, altitude: 500 } },
    ],
  ])('is told by %s', (_, element, content) => {
    expect(decoderOf(templateOf([element]))({ telemetry: content }).values).toEqual({
      [signalPath.latitude]: 48,
      [signalPath.longitude]: 11,
      [signalPath.altitude]: 500,
    });
  });

  it('is not where it goes to', () => {
    const decode = decoderOf(templateOf([telemetry('Destination', 'geopoint', { displayName: 'Destination' })]));
    expect(decode({ telemetry: { Destination: { lat: 48, lon: 11 } } }).values).toEqual({
      'Destination: Latitude': 48,
      'Destination: Longitude': 11,
    });
  });

  it('is one of several places: the one that is called so', () => {
    const decode = decoderOf(templateOf([telemetry('photo', 'geopoint'), telemetry('Location', 'geopoint')]));
    expect(decode({ telemetry: { Location: { lat: 48, lon: 11 } } }).values).toHaveProperty([signalPath.latitude], 48);
    expect(decode({ telemetry: { photo: { lat: 1, lon: 2 } } }).values).toEqual({
      'photo: Latitude': 1,
      'photo: Longitude': 2,
    });
  });

  it('takes the heading that stands beside it', () => {
    const decode = decoderOf(
      templateOf([
        telemetry('position', objectSchema({ lat: 'double', lon: 'double', heading: 'double', hdop: 'double' })),
      ]),
    );
    expect(decode({ telemetry: { position: { lat: 48, lon: 11, heading: 90, hdop: 1.1 } } }).values).toEqual({
      [signalPath.latitude]: 48,
      [signalPath.longitude]: 11,
      [signalPath.heading]: 90,
      'position: hdop': 1.1,
    });
  });

  it('is not half a position', () => {
    const decode = decoderOf(templateOf([telemetry('latitude', 'double'), telemetry('speed', 'double')]));
    const { values, decoded } = decode({ telemetry: { latitude: 48, speed: 3 } });
    expect(values).toEqual({ latitude: 48, [signalPath.speed]: 3 });
    expect(decoded.rejections).toEqual([]);
  });
});

describe('telemetry that is none of ours', () => {
  it('is shown under its display name, with its unit', () => {
    const decode = decoderOf(
      templateOf([
        typed('oilTemp', 'Temperature', 'degreeFahrenheit'),
        telemetry('torque', 'double', { displayName: 'Torque', unit: 'newtonMetre' }),
        telemetry('tyres', objectSchema({ left: 'double', inner: objectSchema({ right: 'double' }) }), {
          displayName: 'Tyres',
        }),
        component('cooler', [telemetry('state', 'string', { displayName: 'State' })], { displayName: 'Cooling unit' }),
      ]),
    );
    const { values, units } = decode({
      telemetry: { oilTemp: 212, torque: 300, tyres: { left: 1, inner: { right: 2 } } },
    });
    expect(values).toEqual({ oilTemp: 212, 'Torque (N·m)': 300, 'Tyres: left': 1, 'Tyres: inner: right': 2 });
    expect(units).toEqual({ oilTemp: 'fahrenheit' });
    expect(decode({ component: 'cooler', telemetry: { state: 'idle' } }).values).toEqual({
      'Cooling unit: State': 'idle',
    });
  });

  it('shows an enum’s titles; a value that the template does not know is said, and shown as it came', () => {
    const decode = decoderOf(
      templateOf([
        telemetry(
          'state',
          enumSchema('integer', [
            [0, 'Off'],
            [1, 'On'],
          ]),
        ),
        telemetry('speed', 'double'),
      ]),
    );
    expect(decode({ telemetry: { state: 1, speed: 3 } }).values).toEqual({ state: 'On', [signalPath.speed]: 3 });
    const { values, decoded } = decode({ telemetry: { state: 9, speed: 3 } });
    expect(values).toEqual({ state: 9, [signalPath.speed]: 3 });
    expect(decoded.rejections).toMatchObject([{ reason: 'unknown-value' }]);
  });

  it('shows a flag by the template’s words', () => {
    const decode = decoderOf(templateOf([telemetry('pto', 'boolean', { trueName: 'Engaged', falseName: 'Free' })]));
    expect(decode({ telemetry: { pto: true } }).values).toEqual({ pto: 'Engaged' });
  });

  it('keeps two of one display name apart, and lets none pass for a signal of ours', () => {
    const decode = decoderOf(
      templateOf([
        telemetry('a', 'double', { displayName: 'Level' }),
        telemetry('b', 'double', { displayName: 'Level' }),
        telemetry('c', 'string', { displayName: signalPath.speed }),
      ]),
    );
    expect(decode({ telemetry: { a: 1, b: 2, c: 'x' } }).values).toEqual({ Level: 1, b: 2, c: 'x' });
  });
});

describe('properties that are signals of ours', () => {
  const decode = decoderOf(
    templateOf([
      property('TargetTemperature', 'double', { writable: true, unit: 'degreeCelsius' }),
      property('home', 'geopoint', { '@type': ['Property', 'Cloud'] }),
      property('Location', 'geopoint'),
      property('note', 'string'),
    ]),
  );
  const change = (name: string, value: unknown) =>
    decode({ messageSource: 'properties', messageType: 'devicePropertyReportedChange', properties: [{ name, value }] });

  it('are read from reported changes', () => {
    expect(change('TargetTemperature', 4.5).values).toEqual({ [signalPath.cargoSetpoint]: 4.5 });
    expect(change('Location', { lat: 48, lon: 11 }).values).toEqual({
      [signalPath.latitude]: 48,
      [signalPath.longitude]: 11,
    });
  });

  it('leave the others to the connection’s own routes', () => {
    expect(change('note', 'x').values).toEqual({ properties: '[{"name":"note","value":"x"}]' });
  });
});

it('a template without an id has no routes: no message says that it is of it', () => {
  expect(telemetryRoutes({ ...templateOf([telemetry('speed', 'double')]), id: '' })).toEqual([]);
});

it('topics are those that the connection’s export is forwarded to', () => {
  const topics = telemetryRoutes(templateOf([telemetry('speed', 'double')]), 'fleet/{device}').map(
    ({ topic }) => topic,
  );
  expect(topics).toEqual(['fleet/{device}']);
});

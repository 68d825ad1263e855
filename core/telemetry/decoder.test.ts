import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mapping, TelemetryRoute } from '../../shared/mapping/mapping.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { brokerMessage, receivedAtMs } from '../../test/support/broker-message.ts';
import { presets } from '../presets/presets.ts';
import type { Decoded, Reading } from './decoded.ts';
import { createDecoder } from './decoder.ts';

const route: TelemetryRoute = {
  kind: 'telemetry',
  topic: 'fleet/{vehicle}/state',
  vehicle: '{vehicle}',
  time: { from: 'ts', format: 'iso8601' },
  signals: [
    { from: 'lat', to: signalPath.latitude },
    { from: 'lon', to: signalPath.longitude },
    { from: 'speed', to: signalPath.speed, unit: 'm/s' },
    { from: 'speedKmh', to: signalPath.speed },
    { from: 'engine.temp', to: signalPath.coolantTemperature, unit: 'fahrenheit' },
    { from: 'locked', to: signalPath.isLocked },
    { from: 'door', to: signalPath.isDoorOpen, values: { 0: false, 1: true } },
    { from: 'dtcs', to: signalPath.troubleCodes },
    { from: 'stop', to: signalPath.nextStop },
    { from: 'tank', to: 'Tank', unit: 'l' },
  ],
  ignore: ['internal', 'nested.secret'],
};

const mappingOf = (...routes: Mapping['routes']): Mapping => ({
  version: 1,
  title: 'Test',
  expectedIntervalMs: 1000,
  routes,
});

const decoder = createDecoder(mappingOf(route));
const decode = (payload: unknown, topic = 'fleet/7/state') => decoder.decode(brokerMessage(topic, payload));

const telemetry = (decoded: Decoded): Extract<Decoded, { kind: 'telemetry' }> => {
  if (decoded.kind !== 'telemetry') throw new Error(`${decoded.kind}: ${JSON.stringify(decoded)}`);
  return decoded;
};
const valuesOf = (readings: readonly Reading[]) => Object.fromEntries(readings.map(({ path, value }) => [path, value]));
const values = (payload: unknown) => valuesOf(telemetry(decode(payload)).readings);
const faults = (payload: unknown) => telemetry(decode(payload)).rejections;
const reasonOf = (decoded: Decoded) => (decoded.kind === 'rejected' ? decoded.rejection.reason : decoded.kind);

describe('a message that fits the mapping', () => {
  it('becomes readings in the catalogue’s units', () => {
    const decoded = telemetry(
      decode({ ts: '2026-05-01T11:59:59.250Z', lat: 60.17, lon: 24.94, speed: 10, engine: { temp: 212 } }),
    );
    expect(decoded.vehicle).toEqual({ vehicleId: '7', name: '7', type: null, captures: { vehicle: '7' } });
    expect(decoded.vehicleTimeMs).toBe(receivedAtMs - 750);
    expect(decoded.rejections).toEqual([]);
    expect(decoded.readings).toContainEqual({ path: signalPath.speed, value: 36, unit: 'km/h' });
    expect(decoded.readings).toContainEqual({ path: signalPath.latitude, value: 60.17, unit: 'degrees' });
    const coolant = decoded.readings.find(({ path }) => path === signalPath.coolantTemperature);
    expect(coolant?.value).toBeCloseTo(100, 9);
  });

  it('finds a mapped place as nested objects and as one name with dots', () => {
    expect(values({ 'engine.temp': 32 })[signalPath.coolantTemperature]).toBeCloseTo(0, 9);
    expect(values({ engine: { temp: 32 } })[signalPath.coolantTemperature]).toBeCloseTo(0, 9);
  });

  it('takes the first field of the mapping where several lead to one signal, in whatever order they come', () => {
    expect(values({ speedKmh: 99, speed: 10 })[signalPath.speed]).toBe(36);
    expect(values({ speed: 10, speedKmh: 99 })[signalPath.speed]).toBe(36);
    expect(values({ speed: null, speedKmh: 99 })[signalPath.speed]).toBe(99);
  });

  it('translates values by the mapping’s table and rejects what is not in it', () => {
    expect(values({ door: 1 })[signalPath.isDoorOpen]).toBe(true);
    expect(values({ door: '0' })[signalPath.isDoorOpen]).toBe(false);
    expect(faults({ door: 7 })).toEqual([
      { reason: 'unknown-value', explanation: 'driver door 7 is not one of "0", "1"' },
    ]);
  });

  it('passes over null without a word, because it means not reported', () => {
    const decoded = telemetry(decode({ ts: null, lat: null, lon: null, speed: null, other: null }));
    expect(decoded).toMatchObject({ vehicleTimeMs: null, readings: [], rejections: [] });
  });

  it('takes back what null says is not set, unless another field gives it', () => {
    const signals = [
      { from: 'limit', to: signalPath.speedLimit },
      { from: 'set.limit', to: signalPath.speedLimit },
    ];
    const limits = createDecoder(mappingOf({ kind: 'telemetry', topic: '{vehicle}', vehicle: '{vehicle}', signals }));
    const read = (fields: object) => telemetry(limits.decode(brokerMessage('7', fields)));
    expect(read({ limit: null, [signalPath.route]: null, other: null }).takenBack).toEqual([
      signalPath.speedLimit,
      signalPath.route,
    ]);
    expect(read({ limit: null, set: { limit: 80 } }).takenBack).toBeUndefined();
  });

  it('shows fields without a mapping under their own names', () => {
    expect(values({ a: { b: { c: 1 } }, text: 'x', flag: true, codes: ['P1', 'P2'], list: [1, { x: 2 }] })).toEqual({
      'a.b.c': 1,
      text: 'x',
      flag: true,
      codes: ['P1', 'P2'],
      list: '[1,{"x":2}]',
    });
  });

  it('shows what lies deeper than four levels as JSON text', () => {
    expect(values({ a: { b: { c: { d: { e: 1 } } } } })).toEqual({ 'a.b.c.d': '{"e":1}' });
  });

  it('leaves out what the mapping ignores', () => {
    expect(values({ internal: { a: 1 }, nested: { secret: 1, open: 2 } })).toEqual({ 'nested.open': 2 });
  });

  it('holds a sender that speaks VSS to the catalogue without any mapping', () => {
    expect(values({ Vehicle: { TraveledDistance: 12 } })).toEqual({ [signalPath.odometer]: 12 });
    expect(faults({ 'Vehicle.TraveledDistance': -1 })[0]?.reason).toBe('out-of-range');
  });

  it('keeps the mapping’s unit for a name that the catalogue does not know', () => {
    expect(telemetry(decode({ tank: '41.5' })).readings).toEqual([{ path: 'Tank', value: 41.5, unit: 'l' }]);
  });
});

describe('numbers', () => {
  it.each(['12.5', '-3', '+4', '1e2', '.5'])('accepts the text %s, as real senders write it', (text) => {
    expect(values({ speedKmh: text })[signalPath.speed]).toBe(Number(text));
  });

  it.each(['NaN', 'Infinity', '', ' ', '12,5', '0x10', '12 km/h', '1e999', true, {}, [], [1]])(
    'rejects %j and says so',
    (value) => {
      const decoded = telemetry(decode({ speedKmh: value, stop: 'A' }));
      expect(decoded.rejections.map(({ reason }) => reason)).toEqual(['not-a-number']);
      expect(decoded.rejections[0]?.explanation).toMatch(/^speed .* is not a number$/);
      expect(valuesOf(decoded.readings)).toEqual({ [signalPath.nextStop]: 'A' });
    },
  );

  it('rejects a number that is too large to be one', () => {
    expect(faults('{"speedKmh":1e999}')[0]?.reason).toBe('not-a-number');
    expect(faults('{"unmapped":1e999}')[0]?.reason).toBe('not-a-number');
  });

  it('rejects bare NaN, which is no JSON', () => {
    expect(reasonOf(decode('{"speedKmh":NaN}'))).toBe('not-json');
  });
});

describe('positions', () => {
  it('rejects a latitude that no place has, and the longitude with it', () => {
    const decoded = telemetry(decode({ lat: 1234, lon: 24.9, speedKmh: 5 }));
    expect(decoded.rejections).toEqual([{ reason: 'out-of-range', explanation: 'latitude 1234 is outside -90 to 90' }]);
    expect(valuesOf(decoded.readings)).toEqual({ [signalPath.speed]: 5 });
  });

  it('leaves out half a position and says so', () => {
    expect(faults({ lon: 24.9 })).toEqual([{ reason: 'wrong-shape', explanation: 'longitude came without latitude' }]);
    expect(values({ lat: 60, lon: null })).toEqual({});
  });
});

describe('times', () => {
  const timed = (ts: unknown, payload: object = { speedKmh: 5 }) => telemetry(decode({ ts, ...payload }));

  it.each([
    '2099-01-01T00:00:00Z',
    '1970-01-01T00:00:01Z',
    '1999-12-31T23:59:59Z',
    '2026-05-01T12:05:01Z',
    'yesterday',
    '2026-13-45T00:00:00Z',
    1777636800,
    {},
  ])('does not believe %j; the readings count all the same', (ts) => {
    const decoded = timed(ts);
    expect(decoded.vehicleTimeMs).toBeNull();
    expect(decoded.rejections.map(({ reason }) => reason)).toEqual(['implausible-time']);
    expect(valuesOf(decoded.readings)).toEqual({ [signalPath.speed]: 5 });
  });

  it('believes an old time, because recordings are old', () => {
    expect(timed('2023-10-29T13:24:10Z')).toMatchObject({
      vehicleTimeMs: Date.UTC(2023, 9, 29, 13, 24, 10),
      rejections: [],
    });
  });

  it.each([
    ['2026-05-01T12:00:00', 0],
    ['2026-05-01T14:00:00+02:00', 0],
    ['2026-05-01T14:00:00+0200', 0],
    ['2026-05-01T14:00:00+02', 0],
    ['2026-05-01T11:59Z', -60_000],
    ['2026-05-01T11:59:59.123456789Z', -877],
    ['2026-05-01T11:59:59,5Z', -500],
  ])('reads %s', (ts, offsetMs) => {
    expect(timed(ts).vehicleTimeMs).toBe(receivedAtMs + offsetMs);
  });

  it.each([
    ['unix-seconds', receivedAtMs / 1000],
    ['unix-seconds', String(receivedAtMs / 1000)],
    ['unix-milliseconds', receivedAtMs],
  ] as const)('reads %s %s', (format, value) => {
    const other = createDecoder(mappingOf({ ...route, time: { from: 'ts', format } }));
    expect(telemetry(other.decode(brokerMessage('fleet/7/state', { ts: value }))).vehicleTimeMs).toBe(receivedAtMs);
  });

  it('looks for the time beside the readings where it is not among them', () => {
    const wrapped = createDecoder(mappingOf({ ...route, unwrap: 'd' }));
    const decoded = wrapped.decode(brokerMessage('fleet/7/state', { d: { speedKmh: 1 }, ts: '2026-05-01T12:00:00Z' }));
    expect(telemetry(decoded)).toMatchObject({ vehicleTimeMs: receivedAtMs });
  });
});

describe('a message that is no message', () => {
  it.each([
    ['not-json', 'hello'],
    ['not-json', ''],
    ['not-json', '{"a":1'],
    ['not-json', new Uint8Array([0xff, 0xfe, 0x00, 0x7b])],
    ['not-json', new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])],
    ['wrong-shape', '[]'],
    ['wrong-shape', '3'],
    ['wrong-shape', 'null'],
    ['wrong-shape', '"text"'],
    ['too-large', `{"a":"${'x'.repeat(1_000_000)}"}`],
    ['too-deep', '['.repeat(100_000)],
    ['too-deep', `${'{"a":'.repeat(17)}1${'}'.repeat(17)}`],
  ])('is rejected as %s', (reason, payload) => {
    expect(reasonOf(decode(payload))).toBe(reason);
  });

  it('may hold sixteen levels, any brackets inside its texts, and a byte order mark', () => {
    expect(decode(`${'{"a":'.repeat(16)}1${'}'.repeat(16)}`).kind).toBe('telemetry');
    expect(values(JSON.stringify({ text: '[{"\\'.repeat(50) }))).toHaveProperty('text');
    expect(values('\ufeff{"a":1}')).toEqual({ a: 1 });
  });

  it('has no place when its topic is not in the mapping', () => {
    expect(reasonOf(decode({ lat: 1 }, 'fleet/7/other'))).toBe('no-route');
    expect(reasonOf(decode({ lat: 1 }, ''))).toBe('no-route');
  });

  it('is too large when its topic is', () => {
    expect(reasonOf(decode({ lat: 1 }, `fleet/${'x'.repeat(60_000)}/state`))).toBe('too-large');
  });
});

describe('names that could do harm', () => {
  it('keeps prototypes untouched, counts __proto__ and goes on', () => {
    const decoded = telemetry(
      decode('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"lat":60,"lon":24,"speedKmh":5}'),
    );
    expect(decoded.rejections.map(({ reason }) => reason)).toEqual(['wrong-shape']);
    expect(new Map(decoded.readings.map(({ path, value }) => [path, value]))).toEqual(
      new Map<string, unknown>([
        ['constructor.prototype.polluted', 1],
        [signalPath.latitude, 60],
        [signalPath.longitude, 24],
        [signalPath.speed, 5],
      ]),
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('never reads a property that the payload only inherits', () => {
    const tricky = createDecoder(
      mappingOf({
        ...route,
        vehicle: '{$.constructor.name}',
        when: [{ from: 'toString', equals: ['x'] }],
      }),
    );
    expect(reasonOf(tricky.decode(brokerMessage('fleet/7/state', {})))).toBe('no-route');
    const named = createDecoder(mappingOf({ ...route, vehicle: '{$.constructor.name}' }));
    expect(reasonOf(named.decode(brokerMessage('fleet/7/state', {})))).toBe('no-vehicle-id');
  });

  it('keeps HTML in a vehicle id as text', () => {
    const id = '<img src=x onerror=alert(1)>';
    expect(telemetry(decode({ a: 1 }, `fleet/${id}/state`)).vehicle.vehicleId).toBe(id);
  });

  it.each(['', '   ', 'a\u0007b', 'line\nbreak', 'x'.repeat(257), '\ud800'])('rejects the vehicle id %j', (id) => {
    const byPayload = createDecoder(mappingOf({ ...route, vehicle: '{$.id}' }));
    expect(reasonOf(byPayload.decode(brokerMessage('fleet/7/state', JSON.stringify({ id }))))).toBe('no-vehicle-id');
  });

  it.each([undefined, null, true, {}, []])('rejects %j as a vehicle id', (id) => {
    const byPayload = createDecoder(mappingOf({ ...route, vehicle: '{$.id}' }));
    expect(reasonOf(byPayload.decode(brokerMessage('fleet/7/state', { id })))).toBe('no-vehicle-id');
  });

  it('takes out of a name what would turn it around on screen', () => {
    const byPayload = createDecoder(mappingOf({ ...route, vehicle: '{$.id}' }));
    const { vehicle } = telemetry(byPayload.decode(brokerMessage('fleet/7/state', { id: '\u202e1-live\u202c' })));
    expect(vehicle).toMatchObject({ vehicleId: '\u202e1-live\u202c', name: '1-live' });
  });

  it('trims ids and takes numbers as such', () => {
    const byPayload = createDecoder(mappingOf({ ...route, vehicle: '{$.id}', name: 'Bus {$.id}', type: '{$.kind}' }));
    const read = (payload: unknown) => telemetry(byPayload.decode(brokerMessage('fleet/7/state', payload))).vehicle;
    expect(read({ id: ' A-1 ' }).vehicleId).toBe('A-1');
    expect(read({ id: 12, kind: 'bus' })).toMatchObject({ vehicleId: '12', name: 'Bus 12', type: 'bus' });
  });

  it('cuts long texts, and leaves out fields with endless names', () => {
    const decoded = telemetry(decode({ text: 'x'.repeat(5000), ['n'.repeat(201)]: 1 }));
    expect(decoded.readings).toHaveLength(1);
    expect(decoded.readings[0]?.value).toHaveLength(1024);
    expect(decoded.rejections.map(({ reason }) => reason)).toEqual(['wrong-shape']);
  });

  it('takes a thousand fields of a message and says how many it left out', () => {
    const decoded = telemetry(
      decode(Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${String(index)}`, index]))),
    );
    expect(decoded.readings).toHaveLength(1000);
    expect(decoded.rejections).toEqual([
      { reason: 'too-many-signals', explanation: '4000 fields beyond the limit of 1000 a message are left out' },
    ]);
  });
});

describe('routes', () => {
  it('enters a single property whatever its name, and nothing else', () => {
    const single = createDecoder(mappingOf({ ...route, unwrap: 'single-key' }));
    const read = (payload: unknown) => single.decode(brokerMessage('fleet/7/state', payload));
    expect(valuesOf(telemetry(read({ VP: { speedKmh: 5 } })).readings)).toEqual({ [signalPath.speed]: 5 });
    expect(reasonOf(read({ VP: {}, XY: {} }))).toBe('wrong-shape');
    expect(reasonOf(read({ VP: 3 }))).toBe('wrong-shape');
    expect(reasonOf(read({}))).toBe('wrong-shape');
  });

  it('goes to the next route where a condition does not hold', () => {
    const two = createDecoder(
      mappingOf(
        { ...route, when: [{ from: 'kind', equals: ['a', 1] }], name: 'A' },
        { kind: 'ignore', topic: 'fleet/+/state', when: [{ from: 'kind', equals: ['b'] }] },
      ),
    );
    const read = (payload: unknown) => two.decode(brokerMessage('fleet/7/state', payload));
    expect(telemetry(read({ kind: 'a' })).vehicle.name).toBe('A');
    expect(telemetry(read({ kind: 1 })).vehicle.name).toBe('A');
    expect(read({ kind: 'b' }).kind).toBe('ignored');
    expect(reasonOf(read({ kind: 'c' }))).toBe('no-route');
    expect(reasonOf(read({ kind: '1' }))).toBe('no-route');
  });

  it('ignores by topic alone without reading the payload', () => {
    const ignoring = createDecoder(mappingOf({ kind: 'ignore', topic: 'images/#' }));
    expect(ignoring.decode(brokerMessage('images/7', new Uint8Array(2_000_000))).kind).toBe('ignored');
  });
});

describe('whatever comes', () => {
  const decoders = [decoder, ...presets.map((preset) => createDecoder(preset.settings.mapping))];
  const topic = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'fleet/7/state',
      '/hfp/v2/journey/ongoing/vp/bus/0018/01029',
      'iot-2/type/van/id/VAN-002/evt/telemetry/fmt/json',
      'iot-2/type/van/id/VAN-002/evt/commandResult/fmt/json',
      'iot-2/type/van/id/VAN-002/mon',
      'iotcentral/app/truck',
    ),
  );
  const survives = (topicText: string, payload: Uint8Array) => {
    for (const each of decoders) {
      const decoded = each.decode(brokerMessage(topicText, payload));
      if (decoded.kind !== 'telemetry') continue;
      for (const { value } of decoded.readings)
        if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
      expect(structuredClone(decoded)).toEqual(decoded);
    }
  };

  it('never throws on arbitrary bytes', () => {
    fc.assert(fc.property(topic, fc.uint8Array({ maxLength: 300 }), survives));
  });

  it('never throws on arbitrary JSON', () => {
    const names = fc.constantFrom(
      ...['lat', 'lon', 'speed', 'ts', 'd', 'VP', 'requestId', 'status', 'Action', 'messageSource', 'telemetry'],
      ...['__proto__', 'constructor', 'toString', 'Location', 'deviceId', 'door', 'dtcs', ''],
    );
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, 0, -1, 1e308, 'telemetry', 'completed', 'Connect', '2026-05-01T12:00:00Z', 'NaN'),
        fc.string(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.array(tie('value'), { maxLength: 4 }),
        fc
          .array(fc.tuple(fc.oneof(names, fc.string()), tie('value')), { maxLength: 6 })
          .map(
            (entries) =>
              `\u0000${entries.map(([key, value]) => `${JSON.stringify(key)}:${rendered(value)}`).join(',')}`,
          ),
      ),
    })).value;
    // Written by hand, because an object literal cannot hold an own `__proto__`, and JSON can.
    const rendered = (value: unknown): string => {
      if (typeof value === 'string' && value.startsWith('\u0000')) return `{${value.slice(1)}}`;
      if (Array.isArray(value)) return `[${value.map(rendered).join(',')}]`;
      return JSON.stringify(value);
    };
    fc.assert(fc.property(topic, json, (text, value) => survives(text, new TextEncoder().encode(rendered(value)))));
  });
});

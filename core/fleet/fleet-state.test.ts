import { beforeEach, describe, expect, it } from 'vitest';
import type { FleetFrame } from '../../shared/fleet/frame.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { vehicleFlag, vehicleStatuses } from '../../shared/vehicle/status.ts';
import { brokerMessage } from '../../test/support/broker-message.ts';
import { createManualTimers, type ManualTimers } from '../../test/support/manual-timers.ts';
import type { Decoded, Reading } from '../telemetry/decoded.ts';
import type { BrokerMessage } from '../telemetry/message.ts';
import { FleetState } from './fleet-state.ts';

let clock: ManualTimers;
let fleet: FleetState;

beforeEach(() => {
  clock = createManualTimers();
  fleet = new FleetState({ clock });
  fleet.registerConnection({ id: 'c', name: 'Connection', expectedIntervalMs: 1000, commands: [] });
});

const reference = (vehicleId: string, type: string | null = null) => ({
  vehicleId,
  name: vehicleId,
  type,
  captures: { vehicle: vehicleId },
});

const reading = (path: string, value: Reading['value']): Reading => ({ path, value, unit: null });

interface Telemetry {
  readonly vehicle?: ReturnType<typeof reference>;
  readonly vehicleTimeMs?: number | null;
  readonly readings?: Readonly<Record<string, Reading['value']>>;
}

const telemetry = ({ vehicle = reference('7'), vehicleTimeMs = null, readings = {} }: Telemetry): Decoded => ({
  kind: 'telemetry',
  vehicle,
  vehicleTimeMs,
  readings: Object.entries(readings).map(([path, value]) => reading(path, value)),
  rejections: [],
});

const send = (decoded: Decoded, rest: Partial<BrokerMessage> = {}, connectionId = 'c') =>
  fleet.ingest(connectionId, brokerMessage('t', 'raw', { receivedAtMs: clock.now(), ...rest }), decoded);
const tell = (parts: Telemetry, rest: Partial<BrokerMessage> = {}) => send(telemetry(parts), rest);

const drive = (vehicleId: string, speed: number, vehicleTimeMs: number | null = null) =>
  tell({
    vehicle: reference(vehicleId),
    vehicleTimeMs,
    readings: { [signalPath.speed]: speed, [signalPath.latitude]: 60, [signalPath.longitude]: 25 },
  });

const valueOf = (path: string, vehicleId = '7') => fleet.latest('c', vehicleId, path)?.value;
const statusOf = (vehicleId = '7') => fleet.find('c', vehicleId)?.status;

const openFrames = () => {
  let wakes = 0;
  const source = fleet.openFrames(() => wakes++);
  return {
    source,
    wakes: () => wakes,
    next: (): FleetFrame => {
      const frame = source.take();
      if (frame === undefined) throw new Error('no frame');
      return frame;
    },
  };
};

describe('the latest value', () => {
  it('is held per vehicle and signal, with both times', () => {
    tell({ vehicleTimeMs: clock.now() - 40, readings: { [signalPath.speed]: 50 } });
    expect(fleet.latest('c', '7', signalPath.speed)).toEqual({
      path: signalPath.speed,
      value: 50,
      unit: null,
      receivedAtMs: clock.now(),
      vehicleTimeMs: clock.now() - 40,
    });
    expect(fleet.latest('c', '8', signalPath.speed)).toBeUndefined();
    expect(fleet.latest('other', '7', signalPath.speed)).toBeUndefined();
  });

  it('is not overwritten by an older one that comes late, and the vehicle counts as heard', () => {
    const startMs = clock.now();
    drive('7', 50, startMs);
    clock.advance(5000);
    drive('7', 10, startMs - 1000);
    expect(valueOf(signalPath.speed)).toBe(50);
    expect(fleet.find('c', '7')?.heardAtMs).toBe(startMs + 5000);
  });

  it('takes from a late message what nothing newer is known of', () => {
    const startMs = clock.now();
    drive('7', 50, startMs);
    tell({ vehicleTimeMs: startMs - 1000, readings: { [signalPath.speed]: 10, [signalPath.fuelLevel]: 70 } });
    expect(valueOf(signalPath.speed)).toBe(50);
    expect(valueOf(signalPath.fuelLevel)).toBe(70);
  });

  it('gives way to any once it is stale itself, so that a clock that was set back freezes nothing', () => {
    const startMs = clock.now();
    drive('7', 50, startMs + 240_000);
    clock.advance(91_000);
    drive('7', 10, startMs);
    expect(valueOf(signalPath.speed)).toBe(10);
  });

  it('without a vehicle time is the last received', () => {
    drive('7', 50, clock.now());
    drive('7', 10, null);
    expect(valueOf(signalPath.speed)).toBe(10);
  });
});

describe('a vehicle’s status', () => {
  it('follows speed, then silence', () => {
    drive('7', 50);
    expect(statusOf()).toBe('moving');
    drive('7', 1);
    expect(statusOf()).toBe('stopped');
    clock.advance(91_000);
    expect(statusOf()).toBe('stale');
    clock.advance(510_000);
    expect(statusOf()).toBe('lost');
    drive('7', 50);
    expect(statusOf()).toBe('moving');
  });

  it('is taken from no speed that is much older than the last message', () => {
    drive('7', 50);
    for (let second = 0; second < 100; second++) {
      clock.advance(1000);
      tell({ readings: { [signalPath.fuelLevel]: 70 } });
    }
    expect(statusOf()).toBe('heard');
    expect(openFrames().next().speedKmh).toEqual(new Float32Array([NaN]));
  });

  it('is heard, not unknown, for a vehicle that reports and sends no speed, until it falls silent', () => {
    tell({ readings: { [signalPath.latitude]: 60, [signalPath.longitude]: 25 } });
    expect(statusOf()).toBe('heard');
    clock.advance(91_000);
    expect(statusOf()).toBe('stale');
  });

  it('is offline when the platform says so, until the vehicle itself is heard again', () => {
    drive('7', 50);
    send({ kind: 'connectivity', vehicle: reference('7'), isConnected: false });
    expect(statusOf()).toBe('offline');
    clock.advance(1000);
    drive('7', 50);
    expect(statusOf(), 'a message that was under way').toBe('offline');
    clock.advance(10_000);
    drive('7', 50);
    expect(fleet.find('c', '7')).toMatchObject({ status: 'moving', isConnected: null });
  });

  it('is unknown for a vehicle of which only the link is known', () => {
    send({ kind: 'connectivity', vehicle: reference('8'), isConnected: true });
    expect(fleet.find('c', '8')).toMatchObject({ status: 'unknown', isConnected: true, heardAtMs: null });
  });
});

describe('a retained message', () => {
  const retained = { isRetained: true };

  it('tells the last values without making the vehicle heard now', () => {
    const sentMs = clock.now() - 700_000;
    tell({ vehicleTimeMs: sentMs, readings: { [signalPath.speed]: 50 } }, retained);
    expect(valueOf(signalPath.speed)).toBe(50);
    expect(fleet.latest('c', '7', signalPath.speed)?.receivedAtMs).toBe(sentMs);
    expect(fleet.find('c', '7')).toMatchObject({ heardAtMs: sentMs, status: 'lost' });
  });

  it('without a time leaves the vehicle unheard and its values of unknown age', () => {
    tell({ readings: { [signalPath.speed]: 50 } }, retained);
    expect(fleet.latest('c', '7', signalPath.speed)).toMatchObject({ value: 50, receivedAtMs: 0 });
    expect(fleet.find('c', '7')).toMatchObject({ heardAtMs: null, status: 'unknown' });
  });

  it('does not overwrite what has been heard since', () => {
    drive('7', 50);
    tell({ vehicleTimeMs: clock.now() - 1000, readings: { [signalPath.speed]: 10 } }, retained);
    tell({ readings: { [signalPath.speed]: 11 } }, retained);
    expect(valueOf(signalPath.speed)).toBe(50);
    expect(fleet.find('c', '7')?.heardAtMs).toBe(clock.now());
  });
});

describe('frames', () => {
  it('begin with a snapshot and go on with what changed', () => {
    drive('a', 10);
    drive('b', 20);
    const { next, source } = openFrames();
    const snapshot = next();
    expect(snapshot).toMatchObject({ kind: 'snapshot', sequence: 0, rows: new Uint32Array([0, 1]) });
    expect(snapshot.identities).toMatchObject({
      vehicleIds: ['a', 'b'],
      connectionDictionary: ['c'],
      typeDictionary: [''],
      expectedIntervalMs: new Float64Array([1000, 1000]),
    });
    expect(source.take()).toBeUndefined();
    drive('b', 30);
    drive('c', 40);
    const delta = next();
    expect(delta).toMatchObject({ kind: 'delta', sequence: 1, rows: new Uint32Array([1, 2]) });
    expect(delta.speedKmh).toEqual(new Float32Array([30, 40]));
    expect(delta.identities).toMatchObject({ rows: new Uint32Array([2]), vehicleIds: ['c'] });
    expect(source.take()).toBeUndefined();
  });

  it('hold a vehicle once, however often it was heard since the last', () => {
    const { next } = openFrames();
    next();
    for (let speed = 0; speed < 50; speed++) drive('7', speed);
    expect(next()).toMatchObject({ rows: new Uint32Array([0]), speedKmh: new Float32Array([49]) });
  });

  it('cost the same whatever a window that does not listen has missed', () => {
    const { next, source } = openFrames();
    next();
    const other = openFrames();
    other.next();
    drive('7', 1);
    expect(other.next().rows).toEqual(new Uint32Array([0]));
    drive('7', 2);
    expect(next().speedKmh).toEqual(new Float32Array([2]));
    expect(source.take()).toBeUndefined();
    expect(other.next().speedKmh).toEqual(new Float32Array([2]));
  });

  it('wake a window that waits, once, and none that has not asked', () => {
    const { source, next, wakes } = openFrames();
    next();
    drive('7', 1);
    expect(wakes()).toBe(0);
    next();
    expect(source.take()).toBeUndefined();
    expect(wakes()).toBe(0);
    drive('7', 2);
    drive('7', 3);
    expect(wakes()).toBe(1);
    next();
    source.take();
    source.close();
    drive('7', 4);
    expect(wakes()).toBe(1);
  });

  it('tell a change of status that only the clock has made', () => {
    drive('7', 50);
    drive('8', 50);
    const { next, source, wakes } = openFrames();
    next();
    source.take();
    clock.advance(60_000);
    expect(wakes()).toBe(0);
    drive('8', 50);
    next();
    source.take();
    clock.advance(31_000);
    expect(wakes()).toBe(2);
    const frame = next();
    expect(frame.rows).toEqual(new Uint32Array([0]));
    expect(vehicleStatuses[frame.status[0] ?? 0]).toBe('stale');
  });

  it('carry the level with its kind, the heading within a circle, and NaN for what is not known', () => {
    tell({ vehicle: reference('truck'), readings: { [signalPath.fuelLevel]: 40, [signalPath.heading]: -90 } });
    tell({ vehicle: reference('bus'), readings: { [signalPath.stateOfCharge]: 80, [signalPath.heading]: 360 } });
    tell({
      vehicle: reference('hybrid'),
      readings: { [signalPath.fuelLevel]: 30, [signalPath.stateOfCharge]: 90 },
    });
    const frame = openFrames().next();
    expect(frame.levelPercent).toEqual(new Float32Array([40, 80, 30]));
    expect(frame.levelKind).toEqual(new Uint8Array([1, 2, 1]));
    expect(frame.headingDegrees).toEqual(new Float32Array([270, 0, NaN]));
    expect(frame.latitude).toEqual(new Float64Array([NaN, NaN, NaN]));
  });

  it('flag faults, clocks that are off, and positions that are older than the last message', () => {
    drive('7', 50, clock.now() - 3 * 365 * 86_400_000);
    tell({ vehicle: reference('8'), readings: { [signalPath.troubleCodes]: ['P0420'] } });
    drive('9', 50);
    clock.advance(3000);
    tell({ vehicle: reference('9'), readings: { [signalPath.fuelLevel]: 1 } });
    expect([...openFrames().next().flags]).toEqual([vehicleFlag.clockSkew, vehicleFlag.fault, vehicleFlag.positionOld]);
    drive('9', 50);
    tell({ vehicle: reference('8'), readings: { [signalPath.troubleCodes]: [] } });
    expect([...openFrames().next().flags]).toEqual([vehicleFlag.clockSkew, 0, 0]);
  });

  it('tell a new name or type as an identity of the same row', () => {
    drive('7', 1);
    const { next } = openFrames();
    next();
    tell({ vehicle: { ...reference('7', 'van'), name: 'Van seven' } });
    expect(next().identities).toMatchObject({
      rows: new Uint32Array([0]),
      names: ['Van seven'],
      typeDictionary: ['', 'van'],
      types: new Uint16Array([1]),
    });
    drive('7', 2);
    expect(next().identities.rows).toHaveLength(0);
    expect(fleet.find('c', '7')?.reference).toMatchObject({ name: 'Van seven', type: 'van' });
  });
});

describe('removing a connection', () => {
  it('takes its rows out of every window and never gives them to another vehicle', () => {
    fleet.registerConnection({ id: 'd', name: 'D', expectedIntervalMs: 1000, commands: [] });
    drive('7', 1);
    send(telemetry({ vehicle: reference('8') }), {}, 'd');
    const { next, source, wakes } = openFrames();
    next();
    source.take();
    fleet.removeConnection('c');
    expect(wakes()).toBe(1);
    expect(next()).toMatchObject({ removedRows: new Uint32Array([0]), rows: new Uint32Array(0) });
    expect(fleet.find('c', '7')).toBeUndefined();
    expect(drive('7', 1)).toEqual([]);
    expect(fleet.vehicleCount('c')).toBe(0);
    fleet.registerConnection({ id: 'c', name: 'C', expectedIntervalMs: 1000, commands: [] });
    drive('7', 1);
    expect(next()).toMatchObject({ rows: new Uint32Array([2]), removedRows: new Uint32Array(0) });
    expect(openFrames().next().rows).toEqual(new Uint32Array([1, 2]));
  });

  it('says nothing of vehicles that a window has never heard of', () => {
    const { next } = openFrames();
    next();
    drive('7', 1);
    fleet.removeConnection('c');
    expect(next()).toMatchObject({ removedRows: new Uint32Array(0), rows: new Uint32Array(0) });
  });
});

describe('limits', () => {
  it('hold a hundred thousand distinct ids to twenty thousand vehicles, in words', () => {
    const { next } = openFrames();
    next();
    let refused = 0;
    for (let index = 0; index < 100_000; index++) {
      refused += tell({ vehicle: reference(`id-${String(index)}`), readings: { a: 1 } }).length;
    }
    expect(fleet.vehicleCount('c')).toBe(20_000);
    expect(refused).toBe(80_000);
    expect(next().rows).toHaveLength(20_000);
    expect(fleet.cuts('c')).toHaveLength(1);
    expect(fleet.cuts('c')[0]).toMatch(/^About (79|80|81),\d{3} vehicles beyond the limit of 20,000 are not shown\.$/);
    drive('id-5', 50);
    expect(valueOf(signalPath.speed, 'id-5')).toBe(50);
  });

  it('hold a vehicle to three hundred signals, and say so once a signal', () => {
    const many = Object.fromEntries(Array.from({ length: 320 }, (_, index) => [`s${String(index)}`, index]));
    expect(tell({ readings: many })).toEqual([
      {
        reason: 'too-many-signals',
        explanation: '20 signals beyond the limit of 300 a vehicle left out',
      },
    ]);
    expect(tell({ readings: many })).toEqual([]);
    expect(fleet.cuts('c')).toEqual(['1 vehicle sends more than 300 signals; the others are not shown.']);
    const event = fleet.openVehicle({ connectionId: 'c', vehicleId: '7' }, () => undefined).take();
    expect(event).toMatchObject({ kind: 'snapshot', vehicle: { signalsLeftOut: 20 } });
  });

  it('hold a connection to so many signals over all vehicles', () => {
    const small = new FleetState({ clock, limits: { signalsPerConnection: 3 } });
    small.registerConnection({ id: 'c', name: 'C', expectedIntervalMs: 1000, commands: [] });
    const message = brokerMessage('t', 'raw', { receivedAtMs: clock.now() });
    const ingest = (id: string) =>
      small.ingest('c', message, telemetry({ vehicle: reference(id), readings: { a: 1, b: 2 } }));
    expect(ingest('1')).toEqual([]);
    expect(ingest('2')).toEqual([
      { reason: 'too-many-signals', explanation: '1 signal beyond the limit of 3 for all vehicles together left out' },
    ]);
    expect(small.cuts('c')).toEqual(['Signals beyond 3 for all vehicles together are not shown.']);
    small.close();
  });

  it('keep only the beginning of texts when all texts together are too long', () => {
    const small = new FleetState({ clock, limits: { textPerConnection: 1500 } });
    small.registerConnection({ id: 'c', name: 'C', expectedIntervalMs: 1000, commands: [] });
    const message = brokerMessage('t', 'raw', { receivedAtMs: clock.now() });
    small.ingest('c', message, telemetry({ readings: { a: 'x'.repeat(1000), b: 'y'.repeat(1000) } }));
    expect(small.latest('c', '7', 'a')?.value).toHaveLength(1000);
    expect(small.latest('c', '7', 'b')?.value).toHaveLength(32);
    expect(small.cuts('c')).toEqual([
      'The vehicles send more text than is kept; only the beginning of new texts is shown.',
    ]);
    small.ingest('c', message, telemetry({ readings: { a: 'short' } }));
    small.ingest('c', message, telemetry({ readings: { b: 'y'.repeat(1000) } }));
    expect(small.latest('c', '7', 'b')?.value).toHaveLength(1000);
    small.close();
  });

  it('say when trends are shorter than they should be', () => {
    const small = new FleetState({ clock, limits: { trendPoints: 16 } });
    small.registerConnection({ id: 'c', name: 'C', expectedIntervalMs: 1000, commands: [] });
    const message = brokerMessage('t', 'raw', { receivedAtMs: clock.now() });
    for (const id of ['1', '2']) {
      small.ingest('c', message, telemetry({ vehicle: reference(id), readings: { [signalPath.speed]: 1 } }));
    }
    expect(small.cuts('c')).toHaveLength(1);
    small.close();
  });
});

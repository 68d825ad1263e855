import { beforeEach, describe, expect, it } from 'vitest';
import type { CommandDefinition } from '../../shared/command/definition.ts';
import type { VehicleEvent } from '../../shared/vehicle/detail.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { vehicleFlag } from '../../shared/vehicle/status.ts';
import { brokerMessage } from '../../test/support/broker-message.ts';
import { createManualTimers, type ManualTimers } from '../../test/support/manual-timers.ts';
import type { SignalValue } from '../../shared/vehicle/signal.ts';
import { FleetState } from './fleet-state.ts';

const command = (name: string, vehicleTypes?: string[]): CommandDefinition => ({
  name,
  title: name,
  risk: 'routine',
  parameters: [],
  expiresAfterMs: 10_000,
  ...(vehicleTypes === undefined ? {} : { vehicleTypes }),
});

const connection = {
  id: 'c',
  name: 'Connection',
  expectedIntervalMs: 1000,
  commands: [command('lock'), command('cool', ['truck'])],
};

let clock: ManualTimers;
let fleet: FleetState;

beforeEach(() => {
  clock = createManualTimers();
  fleet = new FleetState({ clock });
  fleet.registerConnection(connection);
});

const tell = (readings: Readonly<Record<string, SignalValue>>, raw: unknown = 'raw', type: string | null = null) =>
  fleet.ingest('c', brokerMessage('t/7', raw, { receivedAtMs: clock.now() }), {
    kind: 'telemetry',
    vehicle: { vehicleId: '7', name: '7', type, captures: {} },
    vehicleTimeMs: null,
    readings: Object.entries(readings).map(([path, value]) => ({ path, value, unit: null })),
    rejections: [],
  });

const open = () => {
  let wakes = 0;
  const source = fleet.openVehicle({ connectionId: 'c', vehicleId: '7' }, () => wakes++);
  const next = <K extends VehicleEvent['kind']>(kind: K): Extract<VehicleEvent, { kind: K }> => {
    const event = source.take();
    if (event?.kind !== kind) throw new Error(`${String(event?.kind)} instead of ${kind}`);
    return event as Extract<VehicleEvent, { kind: K }>;
  };
  return { source, next, wakes: () => wakes };
};

describe('a vehicle’s page', () => {
  it('is absent until the vehicle is heard of, then a snapshot, then deltas', () => {
    const { source, next, wakes } = open();
    expect(next('absent').sequence).toBe(0);
    expect(source.take()).toBeUndefined();
    tell({ [signalPath.speed]: 50, a: 1 });
    expect(wakes()).toBe(1);
    const snapshot = next('snapshot');
    expect(snapshot).toMatchObject({
      sequence: 1,
      vehicle: { connectionId: 'c', connectionName: 'Connection', vehicleId: '7', status: 'moving' },
      rawMessage: { topic: 't/7', text: 'raw', payloadBytes: 3, isCut: false },
    });
    expect(snapshot.signals.map(({ path }) => path)).toEqual([signalPath.speed, 'a']);
    expect(source.take()).toBeUndefined();
    tell({ a: 2 });
    expect(next('delta')).toMatchObject({
      sequence: 2,
      signals: [{ path: 'a', value: 2 }],
      rawMessage: { text: 'raw' },
    });
    expect(source.take()).toBeUndefined();
  });

  it('tells a change of status that only the clock has made, without signals or a message', () => {
    tell({ [signalPath.speed]: 50 });
    const { source, next, wakes } = open();
    next('snapshot');
    source.take();
    clock.advance(91_000);
    expect(wakes()).toBe(1);
    expect(next('delta')).toMatchObject({ vehicle: { status: 'stale' }, signals: [], rawMessage: null });
  });

  it('shows no signal any more that the vehicle has taken back', () => {
    tell({ [signalPath.speedLimit]: 80, [signalPath.speed]: 50, [signalPath.troubleCodes]: ['P0128'] });
    const { next } = open();
    expect(next('snapshot').vehicle.flags & vehicleFlag.fault).not.toBe(0);
    fleet.ingest('c', brokerMessage('t/7', 'raw', { receivedAtMs: clock.now() }), {
      kind: 'telemetry',
      vehicle: { vehicleId: '7', name: '7', type: null, captures: {} },
      vehicleTimeMs: null,
      readings: [],
      takenBack: [signalPath.speedLimit, signalPath.troubleCodes, signalPath.route],
      rejections: [],
    });
    const { signals, vehicle } = next('snapshot');
    expect(signals.map(({ path }) => path)).toEqual([signalPath.speed]);
    expect(vehicle.flags & vehicleFlag.fault).toBe(0);
    tell({ [signalPath.speedLimit]: 60 });
    expect(next('delta').signals).toMatchObject([{ path: signalPath.speedLimit, value: 60 }]);
  });

  it('conflates: the latest value of each signal, however many came', () => {
    tell({ a: 0 });
    const { next } = open();
    next('snapshot');
    for (let value = 1; value <= 20; value++) tell({ a: value, [`only-${String(value % 2)}`]: value });
    const { signals } = next('delta');
    expect(signals.map(({ path, value }) => [path, value])).toEqual([
      ['a', 20],
      ['only-1', 19],
      ['only-0', 20],
    ]);
  });

  it('goes away with its connection and comes back with it', () => {
    tell({ a: 1 });
    const { source, next, wakes } = open();
    next('snapshot');
    source.take();
    fleet.removeConnection('c');
    expect(wakes()).toBe(1);
    next('absent');
    expect(source.take()).toBeUndefined();
    fleet.registerConnection(connection);
    tell({ a: 2 });
    expect(wakes()).toBe(2);
    expect(next('snapshot').signals).toMatchObject([{ path: 'a', value: 2 }]);
  });

  it('offers the commands of the vehicle’s type, anew when the type becomes known', () => {
    tell({});
    const { next } = open();
    expect(next('snapshot').commands.map(({ name }) => name)).toEqual(['lock']);
    tell({}, 'raw', 'truck');
    expect(next('snapshot').commands.map(({ name }) => name)).toEqual(['lock', 'cool']);
    fleet.updateConnection({ ...connection, name: 'Renamed', commands: [] });
    expect(next('snapshot')).toMatchObject({ commands: [], vehicle: { connectionName: 'Renamed' } });
  });

  it('shows a long message’s beginning: little while nobody looks, 64 KiB once somebody does', () => {
    const long = `"${'é'.repeat(50_000)}"`;
    tell({}, long);
    const { next } = open();
    const cut = next('snapshot').rawMessage;
    expect(cut).toMatchObject({ isCut: true, payloadBytes: 100_002 });
    expect(cut?.text).toBe(`"${'é'.repeat(2047)}`);
    tell({}, long);
    expect(next('delta').rawMessage?.text).toBe(`"${'é'.repeat(32_767)}`);
    tell({}, 'short');
    expect(next('delta').rawMessage).toMatchObject({ text: 'short', isCut: false });
  });

  it('wakes nobody who has closed it', () => {
    tell({});
    const { source, next, wakes } = open();
    next('snapshot');
    source.take();
    source.close();
    tell({});
    expect(wakes()).toBe(0);
  });
});

describe('trends', () => {
  const trendsOf = () => {
    const { source, next } = open();
    const { trends } = next('snapshot');
    source.close();
    return new Map(trends.map(({ path, values }) => [path, [...values]]));
  };

  it('are kept for the catalogue’s trend signals and for unmapped numbers that change', () => {
    for (let step = 0; step < 3; step++) {
      tell({ [signalPath.speed]: 50, [signalPath.odometer]: step, changes: step, constant: 7, text: 'x', flag: true });
      clock.advance(2000);
    }
    expect(trendsOf()).toEqual(
      new Map([
        [signalPath.speed, [50, 50, 50]],
        ['changes', [1, 2]],
      ]),
    );
  });

  it('are kept for eight unmapped signals at most', () => {
    for (let step = 0; step < 3; step++) {
      tell(Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`n${String(index)}`, step])));
      clock.advance(2000);
    }
    expect(trendsOf().size).toBe(8);
  });

  it('reach back fifteen minutes', () => {
    for (let second = 0; second < 3600; second++) {
      tell({ [signalPath.speed]: second });
      clock.advance(1000);
    }
    const values = trendsOf().get(signalPath.speed) ?? [];
    expect(values).toHaveLength(450);
    expect(values.at(-1)).toBe(3598);
    expect(values[0]).toBe(3598 - 449 * 2);
  });
});

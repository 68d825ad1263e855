import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FleetFrame } from '../../shared/fleet/frame.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { brokerMessage } from '../../test/support/broker-message.ts';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import { FleetState } from './fleet-state.ts';

const columns = [
  ...(['latitude', 'longitude', 'speedKmh', 'headingDegrees', 'levelPercent'] as const),
  ...(['levelKind', 'heardAtMs', 'status', 'flags'] as const),
];

/** A window's own copy of the fleet, kept by nothing but frames. */
class Mirror {
  readonly rows = new Map<number, Record<string, unknown>>();
  #sequence = -1;

  apply(frame: FleetFrame): void {
    expect(frame.sequence).toBe(this.#sequence + 1);
    this.#sequence = frame.sequence;
    if (frame.kind === 'snapshot') this.rows.clear();
    for (const row of frame.removedRows) expect(this.rows.delete(row)).toBe(true);
    const { identities } = frame;
    for (const [index, row] of identities.rows.entries()) {
      this.rows.set(row, {
        ...this.rows.get(row),
        vehicleId: identities.vehicleIds[index],
        name: identities.names[index],
        connection: identities.connectionDictionary[identities.connections[index] ?? -1],
        type: identities.typeDictionary[identities.types[index] ?? -1],
        expectedIntervalMs: identities.expectedIntervalMs[index],
      });
    }
    for (const [index, row] of frame.rows.entries()) {
      const known = this.rows.get(row);
      if (known === undefined) throw new Error(`row ${String(row)} has no identity`);
      for (const column of columns) {
        expect(frame[column]).toHaveLength(frame.rows.length);
        known[column] = frame[column][index];
      }
    }
  }
}

const connectionId = fc.constantFrom('a', 'b');
const vehicleId = fc.constantFrom('1', '2', '3', '4');
const step = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('telemetry' as const),
      connectionId,
      vehicleId,
      name: fc.constantFrom('1', 'One', 'Other'),
      type: fc.constantFrom(null, 'van', 'bus'),
      vehicleTimeOffsetMs: fc.option(fc.integer({ min: -200_000, max: 1000 })),
      isRetained: fc.boolean(),
      path: fc.constantFrom(signalPath.speed, signalPath.latitude, signalPath.fuelLevel, 'own'),
      value: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.string(), fc.boolean()),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('link' as const), connectionId, vehicleId, isConnected: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), connectionId }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('register' as const), connectionId }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), forMs: fc.integer({ min: 0, max: 700_000 }) }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('take' as const), window: fc.nat(1) }) },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const perform = (fleet: FleetState, clock: ReturnType<typeof createManualTimers>, action: Step): void => {
  switch (action.kind) {
    case 'telemetry':
      fleet.ingest(
        action.connectionId,
        brokerMessage('t', 'raw', { receivedAtMs: clock.now(), isRetained: action.isRetained }),
        {
          kind: 'telemetry',
          vehicle: { vehicleId: action.vehicleId, name: action.name, type: action.type, captures: {} },
          vehicleTimeMs: action.vehicleTimeOffsetMs === null ? null : clock.now() + action.vehicleTimeOffsetMs,
          readings: [{ path: action.path, value: action.value, unit: null }],
          rejections: [],
        },
      );
      break;
    case 'link':
      fleet.ingest(action.connectionId, brokerMessage('t', 'raw', { receivedAtMs: clock.now() }), {
        kind: 'connectivity',
        vehicle: { vehicleId: action.vehicleId, name: action.vehicleId, type: null, captures: {} },
        isConnected: action.isConnected,
      });
      break;
    case 'remove':
      fleet.removeConnection(action.connectionId);
      break;
    case 'register':
      fleet.registerConnection({ id: action.connectionId, name: 'C', expectedIntervalMs: 1000, commands: [] });
      break;
    case 'wait':
      clock.advance(action.forMs);
      break;
    case 'take':
      break;
  }
};

const openWindow = (fleet: FleetState) => {
  const mirror = new Mirror();
  let isAwake = false;
  let isWaiting = false;
  const source = fleet.openFrames(() => {
    isAwake = true;
  });
  const take = (): void => {
    isAwake = false;
    const frame = source.take();
    isWaiting = frame === undefined;
    if (frame !== undefined) mirror.apply(frame);
  };
  return { mirror, take, isAwake: () => isAwake, isWaiting: () => isWaiting };
};

const inOrder = ({ rows }: Mirror) => [...rows].sort(([a], [b]) => a - b);
const sameRows = (a: Mirror, b: Mirror): boolean => isDeepStrictEqual(inOrder(a), inOrder(b));

describe('frames', () => {
  it('keep every window’s copy equal to a fresh snapshot, whatever happens and however slowly a window asks', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const clock = createManualTimers();
        const fleet = new FleetState({ clock });
        for (const id of ['a', 'b']) fleet.registerConnection({ id, name: id, expectedIntervalMs: 1000, commands: [] });
        const windows = [openWindow(fleet), openWindow(fleet)];
        for (const action of steps) {
          if (action.kind === 'take') windows[action.window]?.take();
          else perform(fleet, clock, action);
        }
        const expected = new Mirror();
        const snapshot = fleet.openFrames(() => undefined).take();
        if (snapshot === undefined) throw new Error('no snapshot');
        expected.apply(snapshot);
        for (const window of windows) {
          if (window.isWaiting() && !sameRows(window.mirror, expected)) expect(window.isAwake()).toBe(true);
          window.take();
          expect(inOrder(window.mirror)).toEqual(inOrder(expected));
        }
        fleet.close();
        expect(clock.pendingCount()).toBe(0);
      }),
    );
  });
});

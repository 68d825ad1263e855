import { describe, expect, it } from 'vitest';
import type { SignalState, VehicleEvent, VehicleState } from '../../shared/vehicle/detail.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { applyVehicleEvent, type KnownVehicle, type VehicleModel } from './vehicle-model.ts';

const vehicle: VehicleState = {
  connectionId: 'practice',
  connectionName: 'Practice fleet',
  vehicleId: 'TRUCK-001',
  name: 'TRUCK-001',
  type: 'refrigerated-truck',
  status: 'moving',
  flags: 0,
  heardAtMs: 1000,
  vehicleTimeMs: 1000,
  clockSkewMs: 0,
  expectedIntervalMs: 1000,
  isConnected: true,
  signalsLeftOut: 0,
};

const reading = (path: string, value: SignalState['value'], receivedAtMs: number): SignalState => ({
  path,
  value,
  unit: null,
  receivedAtMs,
  vehicleTimeMs: null,
});

const snapshot: VehicleEvent = {
  kind: 'snapshot',
  sequence: 1,
  vehicle,
  signals: [reading(signalPath.speed, 50, 1000), reading('oilQuality', 3, 1000)],
  trends: [{ path: signalPath.speed, timesMs: Float64Array.of(500, 1000), values: Float64Array.of(49, 50) }],
  rawMessage: null,
  commands: [],
};

const delta = (
  sequence: number,
  signals: readonly SignalState[],
  changes: Partial<VehicleState> = {},
): VehicleEvent => ({
  kind: 'delta',
  sequence,
  vehicle: { ...vehicle, ...changes },
  signals,
  rawMessage: null,
});

const after = (...events: readonly VehicleEvent[]): VehicleModel | undefined =>
  events.reduce<VehicleModel | undefined>(applyVehicleEvent, undefined);

const known = (...events: readonly VehicleEvent[]): KnownVehicle => {
  const model = after(...events);
  if (model?.kind !== 'known') throw new Error(`expected a known vehicle, got ${String(model?.kind)}`);
  return model;
};

describe('the vehicle page’s model', () => {
  it('waits until the first event and says when nothing has been heard', () => {
    expect(after(delta(2, []))).toEqual({ kind: 'waiting' });
    expect(after({ kind: 'absent', sequence: 1 })).toEqual({ kind: 'absent' });
  });

  it('keeps the signals that a delta does not name', () => {
    const model = known(snapshot, delta(2, [reading(signalPath.speed, 60, 2000)], { status: 'stopped' }));
    expect(model.signals.get(signalPath.speed)?.value).toBe(60);
    expect(model.signals.get('oilQuality')?.value).toBe(3);
    expect(model.vehicle.status).toBe('stopped');
  });

  it('lengthens the trend by each newer reading and ignores one that is repeated', () => {
    const model = known(
      snapshot,
      delta(2, [reading(signalPath.speed, 60, 2000)]),
      delta(3, [reading(signalPath.speed, 60, 2000)]),
    );
    expect(model.trends.get(signalPath.speed)).toEqual({ timesMs: [500, 1000, 2000], values: [49, 50, 60] });
  });

  it('begins a trend for a catalogue signal that is first heard after the snapshot, and for no other', () => {
    const model = known(
      snapshot,
      delta(2, [
        reading(signalPath.fuelLevel, 70, 2000),
        reading('oilQuality', 4, 2000),
        reading(signalPath.troubleCodes, ['P0118'], 2000),
      ]),
    );
    expect([...model.trends.keys()]).toEqual([signalPath.speed, signalPath.fuelLevel]);
  });

  it('replaces everything by a snapshot after a reconnect', () => {
    const model = known(snapshot, delta(2, [reading('extra', 1, 2000)]), snapshot);
    expect(model.signals.has('extra')).toBe(false);
  });

  it('keeps what was known on screen when a restarted engine has not heard of the vehicle yet', () => {
    expect(known(snapshot, { kind: 'absent', sequence: 1 })).toMatchObject({ isFromBefore: true, vehicle });
    expect(known(snapshot, { kind: 'absent', sequence: 1 }, snapshot).isFromBefore).toBe(false);
  });

  it('keeps a signal named __proto__ as any other', () => {
    const model = known(snapshot, delta(2, [reading('__proto__', 7, 2000)]));
    expect(model.signals.get('__proto__')?.value).toBe(7);
  });
});

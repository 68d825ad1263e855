import { describe, expect, it } from 'vitest';
import { FleetStore } from './fleet-store.ts';
import { frameOf, snapshotOf } from './testing/frames.ts';

const van = { connectionId: 'practice', vehicleId: 'VAN-002' };

describe('the fleet store', () => {
  it('takes a snapshot and finds a vehicle by its key', () => {
    const store = new FleetStore();
    expect(store.hasSnapshot).toBe(false);
    store.apply(
      snapshotOf([
        { row: 0, name: 'TRUCK-001', type: 'truck' },
        { row: 3, name: 'VAN-002', type: 'van', speedKmh: 42 },
      ]),
    );
    const row = store.rowOf(van);
    expect(row).toBe(3);
    expect(store.vehicleCount).toBe(2);
    expect(store.typeOf(3)).toBe('van');
    expect(store.columns.speedKmh[3]).toBe(42);
    expect(store.keyOf(3)).toEqual(van);
  });

  it('changes only the rows that a delta names', () => {
    const store = new FleetStore();
    store.apply(
      snapshotOf([
        { row: 0, name: 'A' },
        { row: 1, name: 'B' },
      ]),
    );
    const [before0, before1] = [store.versionOf(0), store.versionOf(1)];
    expect(store.apply(frameOf('delta', 2, [{ row: 1, speedKmh: 7 }]))).toBe(true);
    expect(store.versionOf(0)).toBe(before0);
    expect(store.versionOf(1)).toBeGreaterThan(before1);
    expect(store.columns.speedKmh[1]).toBe(7);
    expect(store.nameOf(1)).toBe('B');
  });

  it('refuses a delta after a gap and stays as it was', () => {
    const store = new FleetStore();
    store.apply(snapshotOf([{ row: 0, name: 'A', speedKmh: 5 }]));
    const { version } = store;
    expect(store.apply(frameOf('delta', 3, [{ row: 0, speedKmh: 9 }]))).toBe(false);
    expect(store.columns.speedKmh[0]).toBe(5);
    expect(store.version).toBe(version);
  });

  it('refuses a delta before any snapshot', () => {
    expect(new FleetStore().apply(frameOf('delta', 1, [{ row: 0, name: 'A' }]))).toBe(false);
  });

  it('forgets what a second snapshot does not name', () => {
    const store = new FleetStore();
    store.apply(
      snapshotOf([
        { row: 0, name: 'A' },
        { row: 1, name: 'VAN-002' },
      ]),
    );
    store.apply(snapshotOf([{ row: 0, name: 'VAN-002' }], 40));
    expect(store.vehicleCount).toBe(1);
    expect(store.rowOf(van)).toBe(0);
    expect(store.versionOf(1)).toBe(0);
    expect(store.apply(frameOf('delta', 41, []))).toBe(true);
  });

  it('keeps every value when the fleet outgrows its columns', () => {
    const store = new FleetStore();
    store.apply(snapshotOf([{ row: 0, name: 'A', speedKmh: 5 }]));
    store.apply(frameOf('delta', 2, [{ row: 5000, name: 'B', speedKmh: 6 }]));
    expect([store.columns.speedKmh[0], store.columns.speedKmh[5000]]).toEqual([5, 6]);
    expect([...store.rows()]).toEqual([0, 5000]);
  });

  it('removes a vehicle with its key', () => {
    const store = new FleetStore();
    store.apply(snapshotOf([{ row: 0, name: 'VAN-002' }]));
    store.apply(frameOf('delta', 2, [], { removed: [0] }));
    expect(store.rowOf(van)).toBeUndefined();
    expect(store.vehicleCount).toBe(0);
    expect(store.versionOf(0)).toBe(0);
  });

  it('tells its listeners once a frame, however much has changed', () => {
    const store = new FleetStore();
    let count = 0;
    store.subscribe(() => (count += 1));
    store.apply(snapshotOf(Array.from({ length: 500 }, (_, row) => ({ row, name: `V${String(row)}` }))));
    expect(count).toBe(1);
  });

  it('keeps vehicles of the same id on two connections apart', () => {
    const store = new FleetStore();
    store.apply(
      snapshotOf([
        { row: 0, name: '1', connectionId: 'a' },
        { row: 1, name: '1', connectionId: 'b' },
      ]),
    );
    expect(store.rowOf({ connectionId: 'b', vehicleId: '1' })).toBe(1);
    expect(store.rowOf({ connectionId: 'a', vehicleId: '1' })).toBe(0);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { vehicleFlag } from '../../shared/vehicle/status.ts';
import { createManualTimers, type ManualTimers } from '../../test/support/manual-timers.ts';
import { everyVehicle, type FilterStatus, type FleetQuery, type SortColumn } from './fleet-query.ts';
import { FleetStore } from './fleet-store.ts';
import { FleetViewModel, liveRefreshIntervalMs } from './fleet-view-model.ts';
import { groupMembers } from './group-members.ts';
import { frameOf, snapshotOf, type FrameVehicle } from './testing/frames.ts';

const startMs = 1_000_000;

let store: FleetStore;
let clock: ManualTimers;
let viewModel: FleetViewModel;
let changes: number;

const show = (vehicles: readonly FrameVehicle[]) => {
  store.apply(snapshotOf(vehicles.map((vehicle) => ({ heardAtMs: startMs, ...vehicle }))));
};
const ask = (change: Partial<FleetQuery>) => {
  viewModel.setQuery({ ...everyVehicle, ...change });
};
const only = (...statuses: FilterStatus[]) => {
  ask({ statuses: new Set(statuses) });
};
const by = (column: SortColumn, isDescending = false) => {
  ask({ sort: { column, isDescending } });
};
const names = () => Array.from(viewModel.getSelection().rows, (row) => store.nameOf(row));

beforeEach(() => {
  store = new FleetStore();
  clock = createManualTimers(startMs);
  viewModel = new FleetViewModel(store, clock);
  changes = 0;
  viewModel.subscribe(() => (changes += 1));
});

describe('what the fleet view shows', () => {
  it('orders names as people read numbers', () => {
    show([
      { row: 0, name: 'TRUCK-10' },
      { row: 1, name: 'TRUCK-9' },
      { row: 2, name: 'bus-1' },
    ]);
    expect(names()).toEqual(['bus-1', 'TRUCK-9', 'TRUCK-10']);
    by('name', true);
    expect(names()).toEqual(['TRUCK-10', 'TRUCK-9', 'bus-1']);
  });

  it('shows the first vehicles at once, without waiting for the interval', () => {
    expect(viewModel.getSelection().hasSnapshot).toBe(false);
    show([{ row: 0, name: 'A' }]);
    expect(names()).toEqual(['A']);
  });

  it('shows a group’s members of its own connection, with the other filters, and nobody while they are not known', () => {
    const group = { connectionId: 'c1', id: 'north', name: 'North' };
    show([
      { row: 0, name: 'A', connectionId: 'c1', status: 'moving' },
      { row: 1, name: 'B', connectionId: 'c1', status: 'stopped' },
      { row: 2, name: 'C', connectionId: 'c1' },
      { row: 3, name: 'A of the other', vehicleId: 'A', connectionId: 'c2' },
    ]);
    ask({ group });
    expect(names()).toEqual([]);
    const read = { ...group, description: null, rule: null, problem: null };
    viewModel.setGroups(groupMembers([{ ...read, vehicleIds: ['A', 'B', 'never heard'] }]));
    expect(names()).toEqual(['A', 'B']);
    expect(viewModel.getSelection().counts).toMatchObject({ moving: 1, stopped: 1 });
    ask({ group, statuses: new Set<FilterStatus>(['stopped']) });
    expect(names()).toEqual(['B']);
    viewModel.setGroups(groupMembers([{ ...read, vehicleIds: null }]));
    expect(names()).toEqual([]);
  });

  it('finds every word in name, id, type or connection', () => {
    viewModel.setConnectionNames(new Map([['c1', 'Depot North']]));
    show([
      { row: 0, name: 'Anna', vehicleId: 'x-17', type: 'van', connectionId: 'c1' },
      { row: 1, name: 'Bella', vehicleId: 'x-18', type: 'electric-bus', connectionId: 'c2' },
    ]);
    for (const [text, found] of [
      ['ANNA', ['Anna']],
      ['x-1', ['Anna', 'Bella']],
      ['bus', ['Bella']],
      ['north van', ['Anna']],
      ['north bus', []],
      ['c2', ['Bella']],
    ] as const) {
      ask({ text });
      expect(names(), text).toEqual(found);
    }
  });

  it('shows vehicles of any chosen status, and faults besides', () => {
    show([
      { row: 0, name: 'A', status: 'moving' },
      { row: 1, name: 'B', status: 'stopped', flags: vehicleFlag.fault },
      { row: 2, name: 'C', status: 'offline' },
    ]);
    only('moving', 'offline');
    expect(names()).toEqual(['A', 'C']);
    only('fault');
    expect(names()).toEqual(['B']);
    only('moving', 'fault');
    expect(names()).toEqual(['A', 'B']);
  });

  it('counts what the text lets through, whatever statuses are chosen', () => {
    show([
      { row: 0, name: 'Anna', status: 'moving' },
      { row: 1, name: 'Annabel', status: 'stopped', flags: vehicleFlag.fault },
      { row: 2, name: 'Bella', status: 'stopped' },
    ]);
    ask({ text: 'anna', statuses: new Set<FilterStatus>(['moving']) });
    expect(viewModel.getSelection().counts).toMatchObject({ moving: 1, stopped: 1, fault: 1 });
    expect(viewModel.getSelection().totalCount).toBe(3);
  });

  it('sorts by a number, equal ones by name, unknown ones last both ways', () => {
    show([
      { row: 0, name: 'A', speedKmh: 30 },
      { row: 1, name: 'B' },
      { row: 2, name: 'C', speedKmh: 10 },
      { row: 3, name: 'D', speedKmh: 30 },
    ]);
    by('speed');
    expect(names()).toEqual(['C', 'A', 'D', 'B']);
    by('speed', true);
    expect(names()).toEqual(['A', 'D', 'C', 'B']);
  });

  it('sorts by last heard with the youngest first', () => {
    show([
      { row: 0, name: 'A', heardAtMs: startMs - 5000 },
      { row: 1, name: 'B', heardAtMs: startMs },
      { row: 2, name: 'C', heardAtMs: NaN },
    ]);
    by('heard');
    expect(names()).toEqual(['B', 'A', 'C']);
  });

  it('re-sorts live values at most twice a second', () => {
    show([
      { row: 0, name: 'A', speedKmh: 10 },
      { row: 1, name: 'B', speedKmh: 20 },
    ]);
    by('speed');
    store.apply(frameOf('delta', 2, [{ row: 0, speedKmh: 99, heardAtMs: startMs }]));
    expect(names()).toEqual(['A', 'B']);
    clock.advance(liveRefreshIntervalMs);
    expect(names()).toEqual(['B', 'A']);
  });

  it('calls a vehicle stale when its age says so, though no message has come', () => {
    show([{ row: 0, name: 'A', status: 'moving' }]);
    expect(viewModel.getSelection().counts.moving).toBe(1);
    clock.advance(92_000);
    expect(viewModel.getSelection().counts).toMatchObject({ moving: 0, stale: 1 });
    clock.advance(600_000);
    expect(viewModel.getSelection().counts).toMatchObject({ stale: 0, lost: 1 });
  });

  it('tells nobody when a frame changes neither the order nor a count', () => {
    show([{ row: 0, name: 'A', speedKmh: 10 }]);
    const before = changes;
    store.apply(frameOf('delta', 2, [{ row: 0, speedKmh: 11, heardAtMs: startMs }]));
    clock.advance(liveRefreshIntervalMs);
    expect(changes).toBe(before);
  });

  it('merges newcomers and renamed vehicles into the order of names', () => {
    show([
      { row: 0, name: 'B' },
      { row: 1, name: 'D' },
    ]);
    store.apply(
      frameOf('delta', 2, [
        { row: 2, name: 'C', heardAtMs: startMs },
        { row: 1, name: 'A', vehicleId: 'D', heardAtMs: startMs },
      ]),
    );
    clock.advance(liveRefreshIntervalMs);
    expect(names()).toEqual(['A', 'B', 'C']);
    store.apply(frameOf('delta', 3, [], { removed: [0] }));
    clock.advance(liveRefreshIntervalMs);
    expect(names()).toEqual(['A', 'C']);
  });
});

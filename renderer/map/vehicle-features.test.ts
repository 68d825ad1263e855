import { describe, expect, it } from 'vitest';
import { vehicleFlag } from '../../shared/vehicle/status.ts';
import { FleetStore } from '../fleet/fleet-store.ts';
import { frameOf, snapshotOf } from '../fleet/testing/frames.ts';
import { graticule } from './graticule.ts';
import { boundsOf, featuresOf, isSameCollection } from './vehicle-features.ts';

const nowMs = 1_000_000;
const at = (latitude: number, longitude: number) => ({ latitude, longitude, heardAtMs: nowMs });

const storeOf = (...vehicles: Parameters<typeof snapshotOf>[0]) => {
  const store = new FleetStore();
  store.apply(snapshotOf(vehicles));
  return store;
};
const draw = (store: FleetStore, time = nowMs) => featuresOf(store, Uint32Array.from(store.rows()), time);

describe('vehicles on the map', () => {
  it('are the shown rows that have a place', () => {
    const store = storeOf(
      { row: 0, name: 'A', ...at(60, 25), headingDegrees: 89.6 },
      { row: 1, name: 'B' },
      { row: 2, name: 'C', ...at(1234, 25) },
      { row: 3, name: 'D', ...at(61, 24) },
    );
    expect(draw(store).features.map(({ properties }) => properties.name)).toEqual(['A', 'D']);
    expect(featuresOf(store, Uint32Array.of(3), nowMs).features).toHaveLength(1);
    expect(draw(store).features[0]).toMatchObject({
      properties: { row: 0, icon: 'moving', heading: 90, fault: 0, old: 0 },
      geometry: { coordinates: [25, 60] },
    });
  });

  it('carry faults and silence as numbers, so that a cluster can count them', () => {
    const store = storeOf({ row: 0, name: 'A', ...at(60, 25), flags: vehicleFlag.fault });
    expect(draw(store, nowMs + 100_000).features[0]?.properties).toMatchObject({ icon: 'stale', fault: 1, old: 1 });
  });

  it('are drawn again only when something on the map has changed', () => {
    const store = storeOf({ row: 0, name: 'A', ...at(60, 25), speedKmh: 40, headingDegrees: 90 });
    const before = draw(store);
    expect(isSameCollection(undefined, before)).toBe(false);
    store.apply(frameOf('delta', 2, [{ row: 0, ...at(60, 25), speedKmh: 55, headingDegrees: 90.2 }]));
    expect(isSameCollection(before, draw(store))).toBe(true);
    store.apply(frameOf('delta', 3, [{ row: 0, ...at(60.001, 25), speedKmh: 55, headingDegrees: 90.2 }]));
    expect(isSameCollection(before, draw(store))).toBe(false);
  });

  it('have bounds around them all, and none when there is none', () => {
    const store = storeOf({ row: 0, name: 'A', ...at(60, 25) }, { row: 1, name: 'B', ...at(-10, 30) });
    expect(boundsOf(draw(store))).toEqual([25, -10, 30, 60]);
    expect(boundsOf({ type: 'FeatureCollection', features: [] })).toBeUndefined();
  });
});

describe('the graticule', () => {
  it('has a line every so many degrees, without drift', () => {
    expect(graticule(10).features).toHaveLength(37 + 17);
    const tenths = graticule(0.1).features;
    expect(tenths.at(0)?.geometry.coordinates[0]?.[0]).toBe(-180);
    expect(tenths).toHaveLength(3601 + 1701);
  });
});

import type { Feature, FeatureCollection, Point } from 'geojson';
import type { VehicleStatus } from '../../shared/vehicle/status.ts';
import { hasFault, statusAt } from '../fleet/display-status.ts';
import type { FleetStore } from '../fleet/fleet-store.ts';

export interface VehicleProperties {
  /** Row number in the store. */
  readonly row: number;
  readonly name: string;
  readonly icon: VehicleStatus;
  /** Whole degrees. */
  readonly heading: number;
  /** Numbers, so that a cluster can add them up. */
  readonly fault: 0 | 1;
  readonly old: 0 | 1;
}

export type VehicleFeature = Feature<Point, VehicleProperties>;
export type VehicleCollection = FeatureCollection<Point, VehicleProperties>;

/** Undefined for a vehicle of which no place is known. */
export const featureOf = (store: FleetStore, row: number, nowMs: number): VehicleFeature | undefined => {
  const { columns } = store;
  const latitude = columns.latitude[row] ?? NaN;
  const longitude = columns.longitude[row] ?? NaN;
  if (!isPlace(latitude, longitude)) return undefined;
  const heading = columns.headingDegrees[row] ?? NaN;
  const icon = statusAt(columns, row, nowMs);
  return {
    type: 'Feature',
    properties: {
      row,
      name: store.nameOf(row),
      icon,
      heading: Number.isNaN(heading) ? 0 : Math.round(heading),
      fault: hasFault(columns, row) ? 1 : 0,
      old: icon === 'stale' || icon === 'lost' ? 1 : 0,
    },
    geometry: { type: 'Point', coordinates: [longitude, latitude] },
  };
};

const isPlace = (latitude: number, longitude: number): boolean =>
  Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;

export const featuresOf = (store: FleetStore, rows: Uint32Array, nowMs: number): VehicleCollection => {
  const features: VehicleFeature[] = [];
  for (const row of rows) {
    const feature = featureOf(store, row, nowMs);
    if (feature !== undefined) features.push(feature);
  }
  return { type: 'FeatureCollection', features };
};

/** Whether a map that shows `a` has anything to redraw for `b`. */
export const isSameCollection = (a: VehicleCollection | undefined, b: VehicleCollection): boolean =>
  a?.features.length === b.features.length &&
  b.features.every((feature, index) => {
    const other = a.features[index];
    if (other === undefined) return false;
    const now = feature.properties;
    const before = other.properties;
    return (
      feature.geometry.coordinates[0] === other.geometry.coordinates[0] &&
      feature.geometry.coordinates[1] === other.geometry.coordinates[1] &&
      now.row === before.row &&
      now.heading === before.heading &&
      now.icon === before.icon &&
      now.fault === before.fault &&
      now.name === before.name
    );
  });

/** West, south, east, north in degrees; undefined for no vehicle. */
export const boundsOf = (collection: VehicleCollection): [number, number, number, number] | undefined => {
  const [first] = collection.features;
  if (first === undefined) return undefined;
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { geometry } of collection.features) {
    const [longitude = 0, latitude = 0] = geometry.coordinates;
    bounds[0] = Math.min(bounds[0], longitude);
    bounds[1] = Math.min(bounds[1], latitude);
    bounds[2] = Math.max(bounds[2], longitude);
    bounds[3] = Math.max(bounds[3], latitude);
  }
  return bounds;
};

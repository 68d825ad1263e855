import type { MapOptions } from 'maplibre-gl';
import type { Camera } from '../fleet/fleet-ui.ts';
import { boundsOf, type VehicleCollection, type VehicleFeature } from './vehicle-features.ts';

/** Closer than this a fit to one vehicle shows nothing around it. */
export const closestFitZoom = 10;
export const fitBoundsOptions = { padding: 56, maxZoom: closestFitZoom } as const;

/** What the map shows when it is made: the place it is told, or all vehicles, or the world. */
export const firstView = (
  camera: Camera | null,
  vehicles: VehicleCollection,
): Pick<MapOptions, 'center' | 'zoom' | 'bounds' | 'fitBoundsOptions'> => {
  if (camera !== null) return { center: [camera.center[0], camera.center[1]], zoom: camera.zoom };
  const bounds = boundsOf(vehicles);
  return bounds === undefined ? { center: [10, 30], zoom: 1.2 } : { bounds, fitBoundsOptions };
};

/** Degrees: longitude, latitude. */
export const placeOf = (feature: VehicleFeature): [number, number] => {
  const [longitude = 0, latitude = 0] = feature.geometry.coordinates;
  return [longitude, latitude];
};

export const isSameCamera = (a: Camera, b: Camera): boolean =>
  a.zoom === b.zoom && a.center[0] === b.center[0] && a.center[1] === b.center[1];

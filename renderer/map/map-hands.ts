import type { GeoJSONSource, Map as MapLibreMap, MapLayerMouseEvent, MapMouseEvent } from 'maplibre-gl';
import type { FleetStore, VehicleKey } from '../fleet/fleet-store.ts';
import { sourceIds } from './map-style.ts';
import { vehicleLayerIds } from './vehicle-layers.ts';

export interface HandsOptions {
  readonly store: FleetStore;
  readonly selected: () => VehicleKey | null;
  readonly onSelect: (vehicle: VehicleKey | null) => void;
  readonly onOpen: (vehicle: VehicleKey) => void;
  /** None where motion is not wanted. */
  readonly durationMs: (milliseconds: number) => number;
}

/** A click selects a vehicle or opens a cluster, a double click opens a vehicle; Enter and Escape do so for the selected. */
export const listenToHands = (map: MapLibreMap, options: HandsOptions): void => {
  const { store, selected, onSelect, onOpen } = options;
  const vehicleLayers = [vehicleLayerIds.vehicles, vehicleLayerIds.selected];
  const canvas = map.getCanvas();

  const keyAt = (event: MapLayerMouseEvent): VehicleKey | undefined => {
    const row: unknown = event.features?.[0]?.properties.row;
    return typeof row === 'number' && store.versionOf(row) !== 0 ? store.keyOf(row) : undefined;
  };

  map.on('click', vehicleLayers, (event) => {
    const key = keyAt(event);
    if (key !== undefined) onSelect(key);
  });
  map.on('dblclick', vehicleLayers, (event) => {
    const key = keyAt(event);
    if (key === undefined) return;
    event.preventDefault();
    onOpen(key);
  });
  map.on('click', vehicleLayerIds.clusters, (event) => void openCluster(map, event, options.durationMs(400)));

  const setCursor = (cursor: string) => () => {
    canvas.style.cursor = cursor;
  };
  for (const layer of [...vehicleLayers, vehicleLayerIds.clusters]) {
    map.on('mouseenter', layer, setCursor('pointer'));
    map.on('mouseleave', layer, setCursor(''));
  }

  canvas.addEventListener('keydown', (event) => {
    const vehicle = selected();
    if (event.key === 'Enter' && vehicle !== null) onOpen(vehicle);
    if (event.key === 'Escape') onSelect(null);
  });
};

/** Zooms to where the cluster falls apart. */
const openCluster = async (map: MapLibreMap, event: MapMouseEvent, durationMs: number): Promise<void> => {
  const [cluster] = map.queryRenderedFeatures(event.point, { layers: [vehicleLayerIds.clusters] });
  const id: unknown = cluster?.properties.cluster_id;
  if (cluster?.geometry.type !== 'Point' || typeof id !== 'number') return;
  const [longitude = 0, latitude = 0] = cluster.geometry.coordinates;
  try {
    const zoom = await map.getSource<GeoJSONSource>(sourceIds.vehicles)?.getClusterExpansionZoom(id);
    if (zoom !== undefined) map.easeTo({ center: [longitude, latitude], zoom: zoom + 0.5, duration: durationMs });
  } catch {
    // The vehicles have moved on and this cluster is no more; there is nothing left to open.
  }
};

/** The region around it is called "Map"; the canvas says how it is worked. */
export const describeCanvas = (canvas: HTMLCanvasElement): void => {
  canvas.setAttribute('role', 'application');
  canvas.setAttribute(
    'aria-label',
    'Vehicles on a map. Arrow keys move it, plus and minus zoom, Enter opens the selected vehicle. The table has the same vehicles.',
  );
};

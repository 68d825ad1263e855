import { Map as MapLibreMap, ScaleControl, setWorkerUrl, type GeoJSONSource, type MapOptions } from 'maplibre-gl';
import type { FleetStore, VehicleKey } from '../fleet/fleet-store.ts';
import type { Camera } from '../fleet/fleet-ui.ts';
import type { FleetViewModel } from '../fleet/fleet-view-model.ts';
import { BasemapLoader } from './basemap-loader.ts';
import { mapWorkerUrl } from './host-file.ts';
import { listenToHands } from './map-hands.ts';
import { mapPalettes, type Scheme } from './map-palette.ts';
import { mapStyle, sourceIds } from './map-style.ts';
import {
  boundsOf,
  featureOf,
  featuresOf,
  isSameCollection,
  type VehicleCollection,
  type VehicleFeature,
} from './vehicle-features.ts';
import { drawVehicleImages } from './vehicle-images.ts';
import { unclusteredBut, vehicleLayerIds } from './vehicle-layers.ts';

// The library would make its worker from a blob, which the page's content security policy refuses.
setWorkerUrl(mapWorkerUrl);

/** Positions come once a second; more often than twice a second nobody sees a difference. */
const drawIntervalMs = 500;
/** Closer than this a fit to one vehicle shows nothing around it. */
const closestFitZoom = 10;
const fitBoundsOptions = { padding: 56, maxZoom: closestFitZoom } as const;

export interface FleetMapOptions {
  readonly container: HTMLElement;
  readonly store: FleetStore;
  readonly viewModel: FleetViewModel;
  readonly nowMs: () => number;
  /** Where to begin; null fits the map to the vehicles. */
  readonly camera: Camera | null;
  readonly scheme: Scheme;
  readonly units: 'metric' | 'imperial';
  readonly isMotionReduced: boolean;
  readonly onSelect: (vehicle: VehicleKey | null) => void;
  readonly onOpen: (vehicle: VehicleKey) => void;
  /** The operator has taken the map in hand, so it stops following. */
  readonly onDrag: () => void;
}

/** The map library's end: what the store holds becomes one source of points, drawn by style expressions. */
export class FleetMap {
  readonly #map: MapLibreMap;
  readonly #options: FleetMapOptions;
  readonly #basemap: BasemapLoader;
  readonly #ruler: ScaleControl;
  readonly #unsubscribe: readonly (() => void)[];
  #drawTimer: ReturnType<typeof setTimeout> | undefined;
  #drawnAtMs = 0;
  #drawn: VehicleCollection | undefined;
  #selected: VehicleKey | null = null;
  #isFollowing = false;
  #hasFitted = false;
  #isLoaded = false;
  #scheme: Scheme;

  constructor(options: FleetMapOptions) {
    this.#options = options;
    this.#scheme = options.scheme;
    const vehicles = this.#collect();
    this.#drawn = vehicles;
    this.#hasFitted = options.camera !== null || vehicles.features.length > 0;
    this.#map = new MapLibreMap({
      container: options.container,
      style: mapStyle(options.scheme, mapPalettes[options.scheme], vehicles),
      ...firstView(options.camera, vehicles),
      minZoom: 0.5,
      maxZoom: 17,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      cancelPendingTileRequestsWhileZooming: true,
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#ruler = new ScaleControl({ maxWidth: 120, unit: options.units });
    this.#map.addControl(this.#ruler, 'bottom-left');
    describeCanvas(this.#map.getCanvas());
    this.#addImages(options.scheme);
    this.#basemap = new BasemapLoader(this.#map);
    // Not `load`, which waits for every tile of the basemap: vehicles come first.
    this.#map.once('style.load', () => {
      this.#isLoaded = true;
      if (this.#scheme !== options.scheme) this.#applyScheme(this.#scheme);
      this.#draw();
      void this.#basemap.load();
    });
    this.#map.on('dragstart', options.onDrag);
    listenToHands(this.#map, {
      store: options.store,
      selected: () => this.#selected,
      onSelect: options.onSelect,
      onOpen: options.onOpen,
      durationMs: (milliseconds) => this.#durationMs(milliseconds),
    });
    this.#unsubscribe = [options.store.subscribe(this.#onChange), options.viewModel.subscribe(this.#onChange)];
  }

  get camera(): Camera {
    const { lng, lat } = this.#map.getCenter();
    return { center: [lng, lat], zoom: this.#map.getZoom() };
  }

  setScheme(scheme: Scheme): void {
    if (scheme === this.#scheme) return;
    this.#scheme = scheme;
    // A style that is still on its way cannot be replaced; it is when it has come.
    if (this.#isLoaded) this.#applyScheme(scheme);
  }

  #applyScheme(scheme: Scheme): void {
    this.#addImages(scheme);
    // Colours change, sources stay: what is drawn need not be fetched, nor sent, again.
    this.#map.setStyle(mapStyle(scheme, mapPalettes[scheme]), {
      transformStyle: (previous, next) => ({ ...next, sources: previous?.sources ?? next.sources }),
    });
    this.#basemap.coverCoarseLand();
    this.#hideSelectedBelow(this.#selectedRow());
  }

  setUnits(units: 'metric' | 'imperial'): void {
    this.#ruler.setUnit(units);
  }

  setSelected(selected: VehicleKey | null): void {
    this.#selected = selected;
    this.#drawSelected();
  }

  setFollowing(isFollowing: boolean): void {
    this.#isFollowing = isFollowing;
    this.#drawSelected();
  }

  zoomBy(levels: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + levels, duration: this.#durationMs(200) });
  }

  /** All vehicles that the filters let through. */
  fitAll(): void {
    this.#fit(true);
  }

  /** Brings the selected vehicle into the middle, close enough to see where it is. */
  showSelected(): void {
    const feature = this.#selectedFeature();
    if (feature === undefined) return;
    this.#map.easeTo({
      center: placeOf(feature),
      zoom: Math.max(this.#map.getZoom(), closestFitZoom),
      duration: this.#durationMs(500),
    });
  }

  remove(): void {
    clearTimeout(this.#drawTimer);
    this.#basemap.remove();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#map.remove();
  }

  readonly #onChange = () => {
    if (this.#drawTimer !== undefined) return;
    const dueInMs = Math.max(0, this.#drawnAtMs + drawIntervalMs - performance.now());
    this.#drawTimer = setTimeout(() => {
      this.#drawTimer = undefined;
      this.#draw();
    }, dueInMs);
  };

  #draw(): void {
    if (!this.#isLoaded) return;
    this.#drawnAtMs = performance.now();
    const collection = this.#collect();
    if (!isSameCollection(this.#drawn, collection)) {
      this.#drawn = collection;
      void this.#source(sourceIds.vehicles)?.setData(collection);
    }
    this.#drawSelected();
    // Once, when the first vehicles are there: a map that moves by itself later takes the place away that one looks at.
    if (!this.#hasFitted && collection.features.length > 0) {
      this.#hasFitted = true;
      this.#fit(false);
    }
  }

  #collect(): VehicleCollection {
    const { store, viewModel, nowMs } = this.#options;
    return featuresOf(store, viewModel.getSelection().rows, nowMs());
  }

  #drawSelected(): void {
    if (!this.#isLoaded) return;
    const feature = this.#selectedFeature();
    this.#hideSelectedBelow(feature?.properties.row);
    void this.#source(sourceIds.selected)?.setData({
      type: 'FeatureCollection',
      features: feature === undefined ? [] : [feature],
    });
    if (this.#isFollowing && feature !== undefined) {
      this.#map.easeTo({ center: placeOf(feature), duration: this.#durationMs(400) });
    }
  }

  #selectedFeature(): VehicleFeature | undefined {
    const row = this.#selectedRow();
    return row === undefined ? undefined : featureOf(this.#options.store, row, this.#options.nowMs());
  }

  #selectedRow(): number | undefined {
    const { store, viewModel } = this.#options;
    const row = this.#selected === null ? undefined : store.rowOf(this.#selected);
    // What the filters hide is not on the map, selected or not.
    return row !== undefined && viewModel.getSelection().rows.includes(row) ? row : undefined;
  }

  /** The selected vehicle is drawn by a layer of its own, on top; twice would smear its name. */
  #hideSelectedBelow(row: number | undefined): void {
    const filter = unclusteredBut(row);
    if (JSON.stringify(this.#map.getFilter(vehicleLayerIds.vehicles)) === JSON.stringify(filter)) return;
    this.#map.setFilter(vehicleLayerIds.vehicles, filter);
  }

  #fit(isAnimated: boolean): void {
    const bounds = this.#drawn === undefined ? undefined : boundsOf(this.#drawn);
    if (bounds === undefined) return;
    this.#map.fitBounds(bounds, { ...fitBoundsOptions, duration: isAnimated ? this.#durationMs(500) : 0 });
  }

  #addImages(scheme: Scheme): void {
    for (const { name, data, pixelRatio } of drawVehicleImages(scheme)) {
      if (!this.#map.hasImage(name)) this.#map.addImage(name, data, { pixelRatio });
    }
  }

  #source(id: string): GeoJSONSource | undefined {
    return this.#map.getSource<GeoJSONSource>(id);
  }

  #durationMs(milliseconds: number): number {
    return this.#options.isMotionReduced ? 0 : milliseconds;
  }
}

const firstView = (
  camera: Camera | null,
  vehicles: VehicleCollection,
): Pick<MapOptions, 'center' | 'zoom' | 'bounds' | 'fitBoundsOptions'> => {
  if (camera !== null) return { center: [camera.center[0], camera.center[1]], zoom: camera.zoom };
  const bounds = boundsOf(vehicles);
  return bounds === undefined ? { center: [10, 30], zoom: 1.2 } : { bounds, fitBoundsOptions };
};

const placeOf = (feature: VehicleFeature): [number, number] => {
  const [longitude = 0, latitude = 0] = feature.geometry.coordinates;
  return [longitude, latitude];
};

/** The region around it is called "Map"; the canvas says how it is worked. */
const describeCanvas = (canvas: HTMLCanvasElement): void => {
  canvas.setAttribute('role', 'application');
  canvas.setAttribute(
    'aria-label',
    'Vehicles on a map. Arrow keys move it, plus and minus zoom, Enter opens the selected vehicle. The table has the same vehicles.',
  );
};

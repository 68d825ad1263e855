import { Map as MapLibreMap, ScaleControl, setWorkerUrl, type GeoJSONSource } from 'maplibre-gl';
import type { VehicleKey } from '../fleet/fleet-store.ts';
import type { Camera } from '../fleet/fleet-ui.ts';
import { BasemapLoader } from './basemap-loader.ts';
import type { FleetMapOptions, MapLook, Units } from './fleet-map-options.ts';
import { closestFitZoom, firstView, fitBoundsOptions, isSameCamera, placeOf } from './first-view.ts';
import { mapWorkerUrl } from './host-file.ts';
import { describeCanvas, listenToHands } from './map-hands.ts';
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
/**
 * The map library's end: what the store holds becomes one source of points, drawn by style expressions. It outlives the
 * fleet view, as making it and cutting the basemap into tiles takes a second. While it is not shown it stands still.
 */
export class FleetMap {
  readonly #map: MapLibreMap;
  readonly #options: FleetMapOptions;
  readonly #basemap: BasemapLoader;
  readonly #ruler: ScaleControl;
  readonly #sizes: ResizeObserver;
  #unsubscribe: readonly (() => void)[] = [];
  #drawTimer: ReturnType<typeof setTimeout> | undefined;
  #drawnAtMs = 0;
  #drawn: VehicleCollection | undefined;
  #selected: VehicleKey | null = null;
  #isFollowing = false;
  #hasFitted = false;
  #isLoaded = false;
  #hasLostContext = false;
  #isMotionReduced: boolean;
  #scheme: Scheme;
  #drawnScheme: Scheme;

  constructor(options: FleetMapOptions) {
    this.#options = options;
    const { camera, scheme, units, isMotionReduced } = options.look;
    this.#scheme = scheme;
    this.#drawnScheme = scheme;
    this.#isMotionReduced = isMotionReduced;
    const vehicles = this.#collect();
    this.#drawn = vehicles;
    this.#hasFitted = camera !== null || vehicles.features.length > 0;
    this.#map = new MapLibreMap({
      container: options.container,
      style: mapStyle(scheme, mapPalettes[scheme], vehicles),
      ...firstView(camera, vehicles),
      minZoom: 0.5,
      maxZoom: 17,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      cancelPendingTileRequestsWhileZooming: true,
      // Taken out of the page it would follow its size to nothing, and draw that.
      trackResize: false,
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#ruler = new ScaleControl({ maxWidth: 120, unit: units });
    this.#map.addControl(this.#ruler, 'bottom-left');
    describeCanvas(this.#map.getCanvas());
    this.#addImages(scheme);
    this.#basemap = new BasemapLoader(this.#map);
    // At once, not in the next frame: a new size empties the canvas.
    this.#sizes = new ResizeObserver(() => this.#map.resize().redraw());
    // Not `load`, which waits for every tile of the basemap: vehicles come first.
    this.#map.on('style.load', () => {
      this.#isLoaded = true;
      this.#applyScheme();
      this.#draw();
      void this.#basemap.load();
    });
    // The library brings the style back, and says `style.load` again.
    this.#map.on('webglcontextlost', () => {
      this.#isLoaded = false;
      this.#hasLostContext = true;
    });
    this.#map.on('dragstart', options.onDrag);
    listenToHands(this.#map, {
      store: options.store,
      selected: () => this.#selected,
      onSelect: options.onSelect,
      onOpen: options.onOpen,
      durationMs: (milliseconds) => this.#durationMs(milliseconds),
    });
  }

  /** What was on the graphics card was gone once: such a map goes on, and is not to be kept. */
  get hasLostContext(): boolean {
    return this.#hasLostContext;
  }

  /** Puts the map into the page, and lets it catch up with what has changed meanwhile. */
  show(place: HTMLElement, look: MapLook): void {
    const { container, store, viewModel } = this.#options;
    if (container.parentElement !== place) place.append(container);
    this.#map.resize();
    this.#sizes.observe(container);
    if (look.camera !== null && !isSameCamera(look.camera, this.camera)) {
      this.#hasFitted = true;
      this.#map.jumpTo({ center: [look.camera.center[0], look.camera.center[1]], zoom: look.camera.zoom });
    }
    this.#selected = look.selected;
    this.#isFollowing = look.isFollowing;
    this.setMotionReduced(look.isMotionReduced);
    this.setScheme(look.scheme);
    this.setUnits(look.units);
    this.#unsubscribe = [store.subscribe(this.#onChange), viewModel.subscribe(this.#onChange)];
    this.#basemap.resume();
    this.#draw();
  }

  /** Takes the map out of the page. Until it is shown again it follows nothing and costs nothing but its memory. */
  hide(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#unsubscribe = [];
    clearTimeout(this.#drawTimer);
    this.#drawTimer = undefined;
    this.#basemap.pause();
    this.#sizes.disconnect();
    this.#map.stop();
    this.#options.container.remove();
  }

  get camera(): Camera {
    const { lng, lat } = this.#map.getCenter();
    return { center: [lng, lat], zoom: this.#map.getZoom() };
  }

  setScheme(scheme: Scheme): void {
    if (scheme === this.#scheme) return;
    this.#scheme = scheme;
    this.#applyScheme();
  }

  #applyScheme(): void {
    const scheme = this.#scheme;
    // A style that is still on its way cannot be replaced; it is when it has come.
    if (!this.#isLoaded || scheme === this.#drawnScheme) return;
    this.#drawnScheme = scheme;
    this.#addImages(scheme);
    // Colours change, sources stay: what is drawn need not be fetched, nor sent, again.
    this.#map.setStyle(mapStyle(scheme, mapPalettes[scheme]), {
      transformStyle: (previous, next) => ({ ...next, sources: previous?.sources ?? next.sources }),
    });
    this.#basemap.hideCoarse();
    this.#hideSelectedBelow(this.#selectedRow());
  }

  setMotionReduced(isMotionReduced: boolean): void {
    this.#isMotionReduced = isMotionReduced;
  }

  setUnits(units: Units): void {
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
    this.hide();
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
    return this.#isMotionReduced ? 0 : milliseconds;
  }
}

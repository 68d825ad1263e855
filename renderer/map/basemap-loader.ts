import type { ErrorEvent, GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import { hostFileArrives } from './host-file.ts';
import { graticule } from './graticule.ts';
import { coarseBordersLayerId, detailCoverLayerId, detailFromZoom, sourceIds } from './map-style.ts';

/** A file that is there and cannot be drawn is not asked for again and again. */
const mostAttempts = 5;

type SourceData = Parameters<GeoJSONSource['setData']>[0];

const fileUrl = (name: string): string => new URL(`./basemap/${name}.json`, document.baseURI).href;

/**
 * Brings the world in behind the vehicles, a piece at a time. All pieces go through one worker, in order: given all at
 * once, a vehicle's next position would wait until the last coast is cut into tiles. While the map is not shown, nothing
 * more is brought in.
 */
export class BasemapLoader {
  readonly #map: MapLibreMap;
  /** Aborted while the map is not shown. */
  #showing = new AbortController();
  #onResume: () => void = () => undefined;
  #isStarted = false;
  #hasLandDetail = false;
  #hasBordersDetail = false;

  constructor(map: MapLibreMap) {
    this.#map = map;
  }

  /** Once the style is there and holds the first vehicles. */
  async load(): Promise<void> {
    if (this.#isStarted) return;
    this.#isStarted = true;
    await this.#fill(sourceIds.land, fileUrl('land-50m'));
    await this.#fill(sourceIds.cities, fileUrl('cities'));
    await this.#fill(sourceIds.borders, fileUrl('borders-50m'));
    await this.#fill(sourceIds.graticuleTens, graticule(10));
    await this.#fill(sourceIds.graticuleOnes, graticule(1));
    await this.#untilNear();
    await this.#fill(sourceIds.landDetail, fileUrl('land-10m'));
    this.#hasLandDetail = true;
    this.hideCoarse();
    await this.#fill(sourceIds.bordersDetail, fileUrl('borders-10m'));
    this.#hasBordersDetail = true;
    this.hideCoarse();
    await this.#fill(sourceIds.graticuleTenths, graticule(0.1));
  }

  /** Where something finer has come. To be said again when the style has been set anew. */
  hideCoarse(): void {
    if (this.#hasLandDetail) this.#map.setLayoutProperty(detailCoverLayerId, 'visibility', 'visible');
    if (this.#hasBordersDetail) this.#map.setLayerZoomRange(coarseBordersLayerId, 0, detailFromZoom);
  }

  pause(): void {
    this.#showing.abort();
  }

  resume(): void {
    if (!this.#showing.signal.aborted) return;
    this.#showing = new AbortController();
    this.#onResume();
  }

  /** The finer coast is seven times the bytes: it is fetched when somebody looks closely, and not before. */
  #untilNear(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.#map.getZoom() < detailFromZoom) return;
        this.#map.off('zoomend', look);
        resolve();
      };
      this.#map.on('zoomend', look);
      look();
    });
  }

  /** A host that goes away in the middle is asked again when it is back. */
  async #fill(sourceId: string, data: SourceData): Promise<void> {
    for (let attempt = 0; attempt < mostAttempts;) {
      const signal = await this.#untilShown();
      if (typeof data === 'string' && !(await hostFileArrives(data, 'HEAD', signal))) continue;
      if (await this.#hasFilled(sourceId, data)) return;
      attempt += 1;
    }
  }

  async #untilShown(): Promise<AbortSignal> {
    while (this.#showing.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#onResume = resolve;
      });
    }
    return this.#showing.signal;
  }

  async #hasFilled(sourceId: string, data: SourceData): Promise<boolean> {
    let hasFailed = false;
    const note = (event: ErrorEvent & { readonly sourceId?: string }) => {
      if (event.sourceId === sourceId) hasFailed = true;
      else reportError(event.error);
    };
    this.#map.on('error', note);
    await this.#map.getSource<GeoJSONSource>(sourceId)?.setData(data);
    this.#map.off('error', note);
    return !hasFailed;
  }
}

import type { ErrorEvent, GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import { hostFileArrives } from './host-file.ts';
import { graticule } from './graticule.ts';
import { detailCoverLayerId, detailFromZoom, sourceIds } from './map-style.ts';

/** A file that is there and cannot be drawn is not asked for again and again. */
const mostAttempts = 5;

type SourceData = Parameters<GeoJSONSource['setData']>[0];

const fileUrl = (name: string): string => new URL(`./basemap/${name}.json`, document.baseURI).href;

/**
 * Brings the world in behind the vehicles, a piece at a time. All pieces go through one worker, in order: given all at
 * once, a vehicle's next position would wait until the last coast is cut into tiles.
 */
export class BasemapLoader {
  readonly #map: MapLibreMap;
  readonly #removal = new AbortController();
  #isStarted = false;
  #hasDetail = false;

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
    this.#hasDetail = true;
    this.coverCoarseLand();
    await this.#fill(sourceIds.bordersDetail, fileUrl('borders-10m'));
    await this.#fill(sourceIds.graticuleTenths, graticule(0.1));
  }

  /** To be said again when the style has been set anew. */
  coverCoarseLand(): void {
    if (!this.#hasDetail || this.#removal.signal.aborted) return;
    this.#map.setLayoutProperty(detailCoverLayerId, 'visibility', 'visible');
  }

  remove(): void {
    this.#removal.abort();
  }

  /** The finer coast is seven times the bytes: it is fetched when somebody looks closely, and not before. */
  #untilNear(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.#removal.signal.aborted || this.#map.getZoom() < detailFromZoom) return;
        this.#map.off('zoomend', look);
        resolve();
      };
      this.#map.on('zoomend', look);
      look();
    });
  }

  /** A host that goes away in the middle is asked again when it is back. */
  async #fill(sourceId: string, data: SourceData): Promise<void> {
    const { signal } = this.#removal;
    for (let attempt = 0; attempt < mostAttempts && !signal.aborted; attempt += 1) {
      if (typeof data === 'string' && !(await hostFileArrives(data, 'HEAD', signal))) return;
      if (await this.#hasFilled(sourceId, data)) return;
    }
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

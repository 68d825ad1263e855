import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import { graticule } from './graticule.ts';
import { detailCoverLayerId, detailFromZoom, sourceIds } from './map-style.ts';

const fileUrl = (name: string): string => new URL(`./basemap/${name}.json`, document.baseURI).href;

/**
 * Brings the world in behind the vehicles, a piece at a time. All pieces go through one worker, in order: given all at
 * once, a vehicle's next position would wait until the last coast is cut into tiles.
 */
export class BasemapLoader {
  readonly #map: MapLibreMap;
  #isRemoved = false;
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
    if (!this.#hasDetail || this.#isRemoved) return;
    this.#map.setLayoutProperty(detailCoverLayerId, 'visibility', 'visible');
  }

  remove(): void {
    this.#isRemoved = true;
  }

  /** The finer coast is seven times the bytes: it is fetched when somebody looks closely, and not before. */
  #untilNear(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.#isRemoved || this.#map.getZoom() < detailFromZoom) return;
        this.#map.off('zoomend', look);
        resolve();
      };
      this.#map.on('zoomend', look);
      look();
    });
  }

  async #fill(sourceId: string, data: Parameters<GeoJSONSource['setData']>[0]): Promise<void> {
    if (this.#isRemoved) return;
    await this.#map.getSource<GeoJSONSource>(sourceId)?.setData(data);
  }
}

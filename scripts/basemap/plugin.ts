import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';
import { citiesOf } from './cities.ts';
import { bordersOf, landOf, type Atlas } from './land.ts';

const require = createRequire(import.meta.url);

const readAtlas = async (scale: '10m' | '50m'): Promise<Atlas> =>
  JSON.parse(await readFile(require.resolve(`world-atlas/countries-${scale}.json`), 'utf8')) as Atlas;

/** About 100 m at 3 decimals and 10 m at 4: finer than the data. */
const build: Readonly<Record<string, () => Promise<unknown>>> = {
  'basemap/land-50m.json': async () => landOf(await readAtlas('50m'), 3),
  'basemap/borders-50m.json': async () => bordersOf(await readAtlas('50m'), 3),
  'basemap/land-10m.json': async () => landOf(await readAtlas('10m'), 4),
  'basemap/borders-10m.json': async () => bordersOf(await readAtlas('10m'), 4),
  'basemap/cities.json': () => Promise.resolve(citiesOf()),
};

/**
 * The world as files beside the page, so that the map needs nothing from outside. They are fetched by the map's worker
 * and never go through the window's thread.
 */
export const basemap = (): Plugin => ({
  name: 'fleetdeck:basemap',
  async generateBundle() {
    for (const [fileName, make] of Object.entries(build)) {
      this.emitFile({ type: 'asset', fileName, source: JSON.stringify(await make()) });
    }
  },
  configureServer(server) {
    for (const [fileName, make] of Object.entries(build)) {
      let text: Promise<string> | undefined;
      server.middlewares.use(`/${fileName}`, (_request, response) => {
        text ??= make().then((value) => JSON.stringify(value));
        void text.then((body) => {
          response.setHeader('content-type', 'application/json');
          response.end(body);
        });
      });
    }
  },
});

// @vitest-environment jsdom
import type { Map as MapLibreMap } from 'maplibre-gl';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BasemapLoader } from './basemap-loader.ts';
import { coarseBordersLayerId, detailCoverLayerId, detailFromZoom, sourceIds } from './map-style.ts';

const fetched: string[] = [];

beforeEach(() => {
  fetched.length = 0;
  vi.stubGlobal('fetch', (url: string) => {
    fetched.push(url);
    return Promise.resolve(new Response());
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Notes what the loader does to the map; a piece is there as soon as `fill` has let it. */
const createMap = (fill: (sourceId: string) => Promise<void> = () => Promise.resolve()) => {
  const done: string[] = [];
  const map = {
    on: () => undefined,
    off: () => undefined,
    getZoom: () => detailFromZoom,
    getSource: (id: string) => ({
      setData: async () => {
        await fill(id);
        done.push(id);
      },
    }),
    setLayoutProperty: (id: string) => done.push(`covered by ${id}`),
    setLayerZoomRange: (id: string) => done.push(`far only: ${id}`),
  } as unknown as MapLibreMap;
  return { map, done };
};

it('keeps the coarse borders until the fine ones are there', async () => {
  const { map, done } = createMap();
  await new BasemapLoader(map).load();
  const coverAt = done.indexOf(`covered by ${detailCoverLayerId}`);
  expect(coverAt).toBeGreaterThan(done.indexOf(sourceIds.landDetail));
  expect(done.indexOf(`far only: ${coarseBordersLayerId}`)).toBeGreaterThan(done.indexOf(sourceIds.bordersDetail));
});

it('asks for nothing more while the map is not shown, and goes on where it was afterwards', async () => {
  const { map, done } = createMap((id) => {
    if (id === sourceIds.land) loader.pause();
    return Promise.resolve();
  });
  const loader = new BasemapLoader(map);
  const loaded = loader.load();
  await vi.waitFor(() => {
    expect(done).toEqual([sourceIds.land]);
  });
  // As many turns as bring everything in where nothing holds it up.
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
  expect(done).toEqual([sourceIds.land]);
  expect(fetched).toHaveLength(1);
  loader.resume();
  await loaded;
  expect(done.filter((id) => id === sourceIds.land)).toHaveLength(1);
  expect(done).toContain(sourceIds.graticuleTenths);
});

import { expect, it } from 'vitest';
import { mapPalettes } from './map-palette.ts';
import { coarseBordersLayerId, detailCoverLayerId, mapStyle } from './map-style.ts';

it('shows the coarse borders however closely one looks, above what covers the coarse land', () => {
  const { layers } = mapStyle('light', mapPalettes.light);
  const ids = layers.map(({ id }) => id);
  const borders = layers.filter(({ id }) => id === coarseBordersLayerId);
  expect(borders.map(({ maxzoom }) => maxzoom)).toEqual([undefined]);
  expect(ids.indexOf(coarseBordersLayerId)).toBeGreaterThan(ids.indexOf(detailCoverLayerId));
  expect(ids.indexOf(coarseBordersLayerId)).toBeGreaterThan(ids.indexOf('land-detail'));
});

import type { FeatureCollection } from 'geojson';
import type { FilterSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { graticule } from './graticule.ts';
import { labelFont } from './label-font.ts';
import type { MapPalette, Scheme } from './map-palette.ts';
import { vehicleLayers } from './vehicle-layers.ts';

/** From here on the coarse coast would lie. */
export const detailFromZoom = 5;

const basemapUrl = (name: string): string => new URL(`./basemap/${name}.json`, document.baseURI).href;
const noFeatures: FeatureCollection = { type: 'FeatureCollection', features: [] };

export const sourceIds = {
  vehicles: 'vehicles',
  selected: 'selected',
  landDetail: 'land-10m',
  bordersDetail: 'borders-10m',
} as const;

/** The finer coast is ten times the bytes, so it is fetched when somebody looks closely, and not before. */
export const detailUrls = { land: () => basemapUrl('land-10m'), borders: () => basemapUrl('borders-10m') } as const;

/**
 * Land, borders, places and the vehicles. No `glyphs` and no `sprite`: labels are drawn with the machine's own fonts
 * (style specification: "omit to use local fonts") and symbols by {@link vehicleImages}.
 */
export const mapStyle = (scheme: Scheme, palette: MapPalette): StyleSpecification => ({
  version: 8,
  sources: {
    'land-50m': { type: 'geojson', data: basemapUrl('land-50m'), maxzoom: detailFromZoom, tolerance: 0.5 },
    'borders-50m': { type: 'geojson', data: basemapUrl('borders-50m'), maxzoom: detailFromZoom, tolerance: 0.5 },
    [sourceIds.landDetail]: { type: 'geojson', data: noFeatures, maxzoom: 10 },
    [sourceIds.bordersDetail]: { type: 'geojson', data: noFeatures, maxzoom: 10 },
    'graticule-10': { type: 'geojson', data: graticule(10), maxzoom: 4 },
    'graticule-1': { type: 'geojson', data: graticule(1), maxzoom: 7 },
    'graticule-tenth': { type: 'geojson', data: graticule(0.1), maxzoom: 10 },
    cities: { type: 'geojson', data: basemapUrl('cities'), maxzoom: 9 },
    [sourceIds.vehicles]: {
      type: 'geojson',
      data: noFeatures,
      cluster: true,
      clusterRadius: 30,
      clusterMaxZoom: 12,
      maxzoom: 14,
      clusterProperties: {
        faults: ['+', ['get', 'fault']],
        old: ['+', ['get', 'old']],
      },
    },
    [sourceIds.selected]: { type: 'geojson', data: noFeatures },
  },
  layers: [...basemapLayers(palette), ...vehicleLayers(scheme, palette)],
});

/** The closer one looks, the smaller the places that are named. */
const isLargeEnough: FilterSpecification = [
  '>=',
  ['get', 'population'],
  ['step', ['zoom'], 5_000_000, 3, 2_000_000, 4, 1_000_000, 5, 400_000, 6, 150_000, 7, 60_000, 8, 0],
];

const basemapLayers = (palette: MapPalette): LayerSpecification[] => [
  { id: 'water', type: 'background', paint: { 'background-color': palette.water } },
  { id: 'land', type: 'fill', source: 'land-50m', paint: { 'fill-color': palette.land, 'fill-antialias': true } },
  {
    id: 'coast',
    type: 'line',
    source: 'land-50m',
    maxzoom: detailFromZoom,
    paint: { 'line-color': palette.coast, 'line-width': 0.7 },
  },
  {
    id: 'borders',
    type: 'line',
    source: 'borders-50m',
    maxzoom: detailFromZoom,
    paint: { 'line-color': palette.border, 'line-width': 0.8, 'line-dasharray': [3, 2] },
  },
  {
    id: 'land-detail-water',
    type: 'background',
    minzoom: detailFromZoom,
    layout: { visibility: 'none' },
    paint: { 'background-color': palette.water },
  },
  {
    id: 'land-detail',
    type: 'fill',
    source: sourceIds.landDetail,
    minzoom: detailFromZoom,
    paint: { 'fill-color': palette.land },
  },
  {
    id: 'coast-detail',
    type: 'line',
    source: sourceIds.landDetail,
    minzoom: detailFromZoom,
    paint: { 'line-color': palette.coast, 'line-width': 1 },
  },
  {
    id: 'borders-detail',
    type: 'line',
    source: sourceIds.bordersDetail,
    minzoom: detailFromZoom,
    paint: { 'line-color': palette.border, 'line-width': 1.2, 'line-dasharray': [3, 2] },
  },
  {
    id: 'graticule-10',
    type: 'line',
    source: 'graticule-10',
    maxzoom: 6,
    paint: { 'line-color': palette.graticule, 'line-width': 0.6 },
  },
  {
    id: 'graticule-1',
    type: 'line',
    source: 'graticule-1',
    minzoom: 6,
    maxzoom: 10,
    paint: { 'line-color': palette.graticule, 'line-width': 0.6 },
  },
  {
    id: 'graticule-tenth',
    type: 'line',
    source: 'graticule-tenth',
    minzoom: 10,
    paint: { 'line-color': palette.graticule, 'line-width': 0.6 },
  },
  {
    id: 'city-dots',
    type: 'circle',
    source: 'cities',
    filter: isLargeEnough,
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 2, 1.2, 10, 2.5],
      'circle-color': palette.placeDot,
    },
  },
  {
    id: 'city-labels',
    type: 'symbol',
    source: 'cities',
    filter: isLargeEnough,
    layout: {
      'text-field': ['get', 'name'],
      'text-font': [...labelFont],
      'text-size': ['interpolate', ['linear'], ['get', 'population'], 50_000, 10.5, 1_000_000, 12, 10_000_000, 13],
      'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
      'text-radial-offset': 0.4,
      'symbol-sort-key': ['-', 0, ['get', 'population']],
      'text-padding': 6,
    },
    paint: { 'text-color': palette.place, 'text-halo-color': palette.placeHalo, 'text-halo-width': 1.2 },
  },
];

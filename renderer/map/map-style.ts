import type { FeatureCollection } from 'geojson';
import type { FilterSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { labelFont } from './label-font.ts';
import type { MapPalette, Scheme } from './map-palette.ts';
import { vehicleLayers } from './vehicle-layers.ts';

/** From here on the coarse coast would lie. */
export const detailFromZoom = 5;

const noFeatures: FeatureCollection = { type: 'FeatureCollection', features: [] };

export const sourceIds = {
  land: 'land-50m',
  borders: 'borders-50m',
  landDetail: 'land-10m',
  bordersDetail: 'borders-10m',
  cities: 'cities',
  graticuleTens: 'graticule-10',
  graticuleOnes: 'graticule-1',
  graticuleTenths: 'graticule-tenth',
  vehicles: 'vehicles',
  selected: 'selected',
} as const;

/** Hidden until the fine land is there: it covers the coarse one. */
export const detailCoverLayerId = 'land-detail-water';

/** Shown closely too, until the fine borders are there. */
export const coarseBordersLayerId = 'borders';

/**
 * Land, borders, places and the vehicles. No `glyphs` and no `sprite`: labels are drawn with the machine's own fonts
 * (style specification: "omit to use local fonts") and symbols with images of our own. The basemap's sources are empty
 * here: {@link BasemapLoader} fills them.
 */
export const mapStyle = (
  scheme: Scheme,
  palette: MapPalette,
  vehicles: FeatureCollection = noFeatures,
): StyleSpecification => ({
  version: 8,
  sources: {
    [sourceIds.land]: { type: 'geojson', data: noFeatures, maxzoom: detailFromZoom, tolerance: 0.5 },
    [sourceIds.borders]: { type: 'geojson', data: noFeatures, maxzoom: detailFromZoom, tolerance: 0.5 },
    [sourceIds.landDetail]: { type: 'geojson', data: noFeatures, maxzoom: 10 },
    [sourceIds.bordersDetail]: { type: 'geojson', data: noFeatures, maxzoom: 10 },
    [sourceIds.graticuleTens]: { type: 'geojson', data: noFeatures, maxzoom: 4 },
    [sourceIds.graticuleOnes]: { type: 'geojson', data: noFeatures, maxzoom: 7 },
    [sourceIds.graticuleTenths]: { type: 'geojson', data: noFeatures, maxzoom: 10 },
    [sourceIds.cities]: { type: 'geojson', data: noFeatures, maxzoom: 9 },
    [sourceIds.vehicles]: {
      type: 'geojson',
      data: vehicles,
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
  { id: 'land', type: 'fill', source: sourceIds.land, paint: { 'fill-color': palette.land, 'fill-antialias': true } },
  {
    id: 'coast',
    type: 'line',
    source: sourceIds.land,
    maxzoom: detailFromZoom,
    paint: { 'line-color': palette.coast, 'line-width': 0.7 },
  },
  {
    id: detailCoverLayerId,
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
    id: coarseBordersLayerId,
    type: 'line',
    source: sourceIds.borders,
    paint: { 'line-color': palette.border, 'line-width': 0.8, 'line-dasharray': [3, 2] },
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
    source: sourceIds.graticuleTens,
    maxzoom: 6,
    paint: { 'line-color': palette.graticule, 'line-width': 0.6 },
  },
  {
    id: 'graticule-1',
    type: 'line',
    source: sourceIds.graticuleOnes,
    minzoom: 6,
    maxzoom: 10,
    paint: { 'line-color': palette.graticule, 'line-width': 0.6 },
  },
  {
    id: 'graticule-tenth',
    type: 'line',
    source: sourceIds.graticuleTenths,
    minzoom: 10,
    paint: { 'line-color': palette.graticule, 'line-width': 0.6 },
  },
  {
    id: 'city-dots',
    type: 'circle',
    source: sourceIds.cities,
    filter: isLargeEnough,
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 2, 1.2, 10, 2.5],
      'circle-color': palette.placeDot,
    },
  },
  {
    id: 'city-labels',
    type: 'symbol',
    source: sourceIds.cities,
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

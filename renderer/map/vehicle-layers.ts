import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import { boldLabelFont, labelFont } from './label-font.ts';
import type { MapPalette, Scheme } from './map-palette.ts';
import { imageName } from './vehicle-images.ts';

export const vehicleLayerIds = { clusters: 'clusters', vehicles: 'vehicles', selected: 'selected-vehicle' } as const;

/** Names beside vehicles from here on; before, they would cover each other. */
const namesFromZoom = 9;

/** A triangle turns with the vehicle; the other shapes have no front. */
const rotation: ExpressionSpecification = ['case', ['==', ['get', 'icon'], 'moving'], ['get', 'heading'], 0];

/** Single vehicles, without the one of this row. */
export const unclusteredBut = (row: number | undefined): FilterSpecification => [
  'all',
  ['!', ['has', 'point_count']],
  ['!=', ['get', 'row'], row ?? -1],
];

/** Style expressions only: nothing is computed a vehicle and frame on the window's thread. */
export const vehicleLayers = (scheme: Scheme, palette: MapPalette): LayerSpecification[] => [
  {
    id: vehicleLayerIds.clusters,
    type: 'circle',
    source: 'vehicles',
    filter: ['has', 'point_count'],
    paint: {
      'circle-color': palette.cluster,
      'circle-radius': ['step', ['get', 'point_count'], 12, 10, 14, 50, 17, 200, 21, 1000, 25],
      // A ring and, in the label, a mark: faults and silence inside a cluster must not hide.
      'circle-stroke-width': ['case', ['any', ['>', ['get', 'faults'], 0], ['>', ['get', 'old'], 0]], 3, 1.5],
      'circle-stroke-color': [
        'case',
        ['>', ['get', 'faults'], 0],
        palette.abnormal,
        ['>', ['get', 'old'], 0],
        palette.caution,
        palette.halo,
      ],
    },
  },
  {
    id: 'cluster-counts',
    type: 'symbol',
    source: 'vehicles',
    filter: ['has', 'point_count'],
    layout: {
      'text-field': [
        'concat',
        ['get', 'point_count_abbreviated'],
        ['case', ['>', ['get', 'faults'], 0], '!', ['>', ['get', 'old'], 0], '?', ''],
      ],
      'text-font': [...boldLabelFont],
      'text-size': 12,
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: { 'text-color': palette.clusterText },
  },
  {
    id: 'selection-ring',
    type: 'circle',
    source: 'selected',
    paint: {
      'circle-radius': 15,
      'circle-color': palette.selection,
      'circle-opacity': 0.22,
      'circle-stroke-color': palette.selection,
      'circle-stroke-width': 2.5,
    },
  },
  {
    id: vehicleLayerIds.vehicles,
    type: 'symbol',
    source: 'vehicles',
    filter: unclusteredBut(undefined),
    layout: {
      'icon-image': ['concat', ['get', 'icon'], `-${scheme}`],
      'icon-rotate': rotation,
      'icon-rotation-alignment': 'map',
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
      'text-field': ['step', ['zoom'], '', namesFromZoom, ['get', 'name']],
      'text-font': [...labelFont],
      'text-size': 11,
      'text-anchor': 'left',
      'text-offset': [1, 0],
      'text-optional': true,
    },
    paint: { 'text-color': palette.label, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 },
  },
  {
    id: 'vehicle-faults',
    type: 'symbol',
    source: 'vehicles',
    filter: ['all', ['!', ['has', 'point_count']], ['==', ['get', 'fault'], 1]],
    layout: {
      'icon-image': imageName('fault', scheme),
      'icon-size': 0.7,
      'icon-offset': [-13, -13],
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
    },
  },
  {
    id: vehicleLayerIds.selected,
    type: 'symbol',
    source: 'selected',
    layout: {
      'icon-image': ['concat', ['get', 'icon'], `-${scheme}`],
      'icon-rotate': rotation,
      'icon-rotation-alignment': 'map',
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
      'text-field': ['get', 'name'],
      'text-font': [...boldLabelFont],
      'text-size': 12,
      'text-anchor': 'left',
      'text-offset': [1.5, 0],
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: { 'text-color': palette.label, 'text-halo-color': palette.halo, 'text-halo-width': 1.8 },
  },
];

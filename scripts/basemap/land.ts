import type { Feature, FeatureCollection, LineString, MultiLineString, Polygon, Position } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

/** What world-atlas' `countries-*.json` hold (https://github.com/topojson/world-atlas). */
export type Atlas = Topology<{
  countries: GeometryCollection<{ readonly name: string }>;
  land: GeometryCollection;
}>;

/** One feature a polygon: a map cuts its tiles out of small ones much faster than out of one that spans the world. */
export const landOf = (atlas: Atlas, decimals: number): FeatureCollection<Polygon> => {
  const features = feature(atlas, atlas.objects.land).features.flatMap(({ geometry }): Feature<Polygon>[] => {
    const polygons =
      geometry.type === 'MultiPolygon'
        ? geometry.coordinates
        : geometry.type === 'Polygon'
          ? [geometry.coordinates]
          : [];
    return polygons.map((rings) => ({
      type: 'Feature',
      properties: {},
      geometry: { type: 'Polygon', coordinates: rings.map((ring) => roundLine(ring, decimals)) },
    }));
  });
  return { type: 'FeatureCollection', features };
};

/** Borders between two countries, each once; coasts are the land's own edge. */
export const bordersOf = (atlas: Atlas, decimals: number): FeatureCollection<LineString> => {
  const lines: MultiLineString = mesh(atlas, atlas.objects.countries, (a, b) => a !== b);
  return {
    type: 'FeatureCollection',
    features: lines.coordinates.map((line) => ({
      type: 'Feature',
      properties: {},
      geometry: { type: 'LineString', coordinates: roundLine(line, decimals) },
    })),
  };
};

/** Points that fall together after rounding are one point. */
const roundLine = (line: readonly Position[], decimals: number): Position[] => {
  const factor = 10 ** decimals;
  const rounded: Position[] = [];
  for (const [longitude = 0, latitude = 0] of line) {
    const x = Math.round(longitude * factor) / factor;
    const y = Math.round(latitude * factor) / factor;
    const last = rounded.at(-1);
    if (last?.[0] !== x || last[1] !== y) rounded.push([x, y]);
  }
  // A ring that rounding has pinched to less than a triangle stays a ring, of no area.
  const [first] = rounded;
  while (first !== undefined && rounded.length < 4) rounded.push(first);
  return rounded;
};

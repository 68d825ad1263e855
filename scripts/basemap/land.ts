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
      geometry: { type: 'Polygon', coordinates: rings.map((ring) => roundLine(unwrapRing(ring), decimals)) },
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

/**
 * The atlas joins what the 180th meridian cuts, so a ring may jump from 180 to -180 degrees: drawn flat, a streak across
 * the whole map. Here it goes on beyond 180 instead, which map renderers wrap around. A ring that has gone once around the
 * world encloses a pole, and is closed along the bottom of the map: only Antarctica does.
 */
export const unwrapRing = (ring: readonly Position[]): Position[] => {
  let turns = 0;
  let previous: number | undefined;
  const unwrapped = ring.map(([longitude = 0, latitude = 0]): Position => {
    if (previous !== undefined && Math.abs(longitude - previous) > 180) turns += longitude < previous ? 1 : -1;
    previous = longitude;
    return [longitude + 360 * turns, latitude];
  });
  const [first] = unwrapped;
  if (turns === 0 || first === undefined) return unwrapped;
  const endLongitude = unwrapped.at(-1)?.[0] ?? 0;
  return [...unwrapped, [endLongitude, -90], [first[0] ?? 0, -90], first];
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

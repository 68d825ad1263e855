import type { FeatureCollection, LineString } from 'geojson';

/** Where Web Mercator ends. */
const farthestLatitude = 85;

/** Meridians and parallels every so many degrees. */
export const graticule = (stepDegrees: number): FeatureCollection<LineString> => {
  const lines: [number, number][][] = [];
  for (let longitude = -180; longitude <= 180; longitude += stepDegrees) {
    lines.push([
      [longitude, -farthestLatitude],
      [longitude, farthestLatitude],
    ]);
  }
  const firstParallel = -Math.floor(farthestLatitude / stepDegrees) * stepDegrees;
  for (let latitude = firstParallel; latitude <= farthestLatitude; latitude += stepDegrees) {
    lines.push([
      [-180, latitude],
      [180, latitude],
    ]);
  }
  return {
    type: 'FeatureCollection',
    features: lines.map((coordinates) => ({
      type: 'Feature',
      properties: {},
      geometry: { type: 'LineString', coordinates },
    })),
  };
};

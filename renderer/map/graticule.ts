import type { FeatureCollection, LineString } from 'geojson';

/** Where Web Mercator ends. */
const farthestLatitude = 85;

/** Meridians and parallels every so many degrees. */
export const graticule = (stepDegrees: number): FeatureCollection<LineString> => {
  const lines: [number, number][][] = [];
  // Counted in steps: adding up tenths drifts.
  const meridianCount = Math.floor(180 / stepDegrees);
  for (let step = -meridianCount; step <= meridianCount; step += 1) {
    const longitude = step * stepDegrees;
    lines.push([
      [longitude, -farthestLatitude],
      [longitude, farthestLatitude],
    ]);
  }
  const parallelCount = Math.floor(farthestLatitude / stepDegrees);
  for (let step = -parallelCount; step <= parallelCount; step += 1) {
    const latitude = step * stepDegrees;
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

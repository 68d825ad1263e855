/**
 * Units by their usual symbols. VSS 6 units are the internal ones (COVESA VSS `units.yaml`); the others occur on the
 * wire or in a user's display settings.
 */
interface UnitDefinition {
  readonly dimension: string;
  /** base = value * factor + offset, where the base is the dimension's unit with factor 1 and offset 0. */
  readonly factor: number;
  readonly offset?: number;
}

const definitions = {
  'km/h': { dimension: 'speed', factor: 1 },
  'm/s': { dimension: 'speed', factor: 3.6 },
  mph: { dimension: 'speed', factor: 1.609344 },
  kn: { dimension: 'speed', factor: 1.852 },
  degrees: { dimension: 'angle', factor: 1 },
  rad: { dimension: 'angle', factor: 180 / Math.PI },
  m: { dimension: 'distance', factor: 1 },
  km: { dimension: 'distance', factor: 1000 },
  mi: { dimension: 'distance', factor: 1609.344 },
  percent: { dimension: 'ratio', factor: 1 },
  ratio: { dimension: 'ratio', factor: 100 },
  celsius: { dimension: 'temperature', factor: 1 },
  fahrenheit: { dimension: 'temperature', factor: 5 / 9, offset: -160 / 9 },
  kelvin: { dimension: 'temperature', factor: 1, offset: -273.15 },
  l: { dimension: 'volume', factor: 1 },
  gal: { dimension: 'volume', factor: 3.785411784 },
  kPa: { dimension: 'pressure', factor: 1 },
  bar: { dimension: 'pressure', factor: 100 },
  psi: { dimension: 'pressure', factor: 6.894757293168 },
  V: { dimension: 'voltage', factor: 1 },
  A: { dimension: 'current', factor: 1 },
  kW: { dimension: 'power', factor: 1 },
  W: { dimension: 'power', factor: 0.001 },
  kWh: { dimension: 'energy', factor: 1 },
  rpm: { dimension: 'rotation', factor: 1 },
  s: { dimension: 'time', factor: 1 },
  ms: { dimension: 'time', factor: 0.001 },
  min: { dimension: 'time', factor: 60 },
  h: { dimension: 'time', factor: 3600 },
  'm/s^2': { dimension: 'acceleration', factor: 1 },
  'l/h': { dimension: 'flow', factor: 1 },
} as const satisfies Record<string, UnitDefinition>;

export type Unit = keyof typeof definitions;

export const units = Object.keys(definitions) as [Unit, ...Unit[]];

const definitionOf = (unit: Unit): UnitDefinition => definitions[unit];

export const canConvert = (from: Unit, to: Unit): boolean =>
  definitionOf(from).dimension === definitionOf(to).dimension;

/** Linear conversion. Units of different dimensions are a mistake in a mapping and throw: check with {@link canConvert}. */
export const convert = (value: number, from: Unit, to: Unit): number => {
  if (from === to) return value;
  const source = definitionOf(from);
  const target = definitionOf(to);
  if (source.dimension !== target.dimension) {
    throw new RangeError(`${from} is a unit of ${source.dimension}, ${to} of ${target.dimension}`);
  }
  const base = value * source.factor + (source.offset ?? 0);
  return (base - (target.offset ?? 0)) / target.factor;
};

const symbols: Partial<Record<Unit, string>> = {
  degrees: '°',
  percent: '%',
  celsius: '°C',
  fahrenheit: '°F',
  kelvin: 'K',
  'm/s^2': 'm/s²',
};

/** How the unit is written behind a number on screen. */
export const unitSymbol = (unit: Unit): string => symbols[unit] ?? unit;

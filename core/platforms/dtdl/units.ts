import { unitSymbol, units, type Unit } from '../../../shared/vehicle/units.ts';
import { cutText } from '../../telemetry/json.ts';

export interface Measure {
  readonly unit: Unit | null;
  readonly symbol: string | null;
}

/**
 * Units of DTDL v2's semantic types that are ours too:
 * https://github.com/Azure/opendigitaltwins-dtdl/blob/master/DTDL/v2/DTDL.v2.md#semantic-type-and-unit-reference
 */
const ours: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ['kilometrePerHour', 'km/h'],
  ['metrePerSecond', 'm/s'],
  ['milePerHour', 'mph'],
  ['knot', 'kn'],
  ['degreeOfArc', 'degrees'],
  ['radian', 'rad'],
  ['metre', 'm'],
  ['kilometre', 'km'],
  ['mile', 'mi'],
  ['percent', 'percent'],
  ['unity', 'ratio'],
  ['degreeCelsius', 'celsius'],
  ['degreeFahrenheit', 'fahrenheit'],
  ['kelvin', 'kelvin'],
  ['litre', 'l'],
  ['gallon', 'gal'],
  ['kilopascal', 'kPa'],
  ['bar', 'bar'],
  ['poundPerSquareInch', 'psi'],
  ['volt', 'V'],
  ['ampere', 'A'],
  ['kilowatt', 'kW'],
  ['watt', 'W'],
  ['kilowattHour', 'kWh'],
  ['revolutionPerMinute', 'rpm'],
  ['second', 's'],
  ['millisecond', 'ms'],
  ['minute', 'min'],
  ['hour', 'h'],
  ['metrePerSecondSquared', 'm/s^2'],
  ['litrePerHour', 'l/h'],
  // DTDL v1 (`Units/Temperature/celsius`).
  ['celsius', 'celsius'],
  ['fahrenheit', 'fahrenheit'],
]);

/** The others, by their symbols. A unit in neither list is shown by its name, word for word. */
const symbols: ReadonlyMap<string, string> = new Map([
  ['centimetrePerSecondSquared', 'cm/s²'],
  ['gForce', 'g'],
  ['minuteOfArc', '′'],
  ['secondOfArc', '″'],
  ['turn', 'turns'],
  ['radianPerSecondSquared', 'rad/s²'],
  ['radianPerSecond', 'rad/s'],
  ['degreePerSecond', '°/s'],
  ['revolutionPerSecond', 'rev/s'],
  ['squareMetre', 'm²'],
  ['squareCentimetre', 'cm²'],
  ['squareMillimetre', 'mm²'],
  ['squareKilometre', 'km²'],
  ['hectare', 'ha'],
  ['squareFoot', 'ft²'],
  ['squareInch', 'in²'],
  ['farad', 'F'],
  ['millifarad', 'mF'],
  ['microfarad', 'µF'],
  ['nanofarad', 'nF'],
  ['picofarad', 'pF'],
  ['milliampere', 'mA'],
  ['microampere', 'µA'],
  ['bitPerSecond', 'bit/s'],
  ['kibibitPerSecond', 'Kibit/s'],
  ['mebibitPerSecond', 'Mibit/s'],
  ['gibibitPerSecond', 'Gibit/s'],
  ['bytePerSecond', 'B/s'],
  ['kibibytePerSecond', 'KiB/s'],
  ['mebibytePerSecond', 'MiB/s'],
  ['gibibytePerSecond', 'GiB/s'],
  ['byte', 'B'],
  ['kibibit', 'Kibit'],
  ['mebibit', 'Mibit'],
  ['gibibit', 'Gibit'],
  ['kibibyte', 'KiB'],
  ['mebibyte', 'MiB'],
  ['gibibyte', 'GiB'],
  ['tebibyte', 'TiB'],
  ['kilogramPerCubicMetre', 'kg/m³'],
  ['gramPerCubicMetre', 'g/m³'],
  ['centimetre', 'cm'],
  ['millimetre', 'mm'],
  ['micrometre', 'µm'],
  ['nanometre', 'nm'],
  ['foot', 'ft'],
  ['inch', 'in'],
  ['nauticalMile', 'nmi'],
  ['astronomicalUnit', 'au'],
  ['coulomb', 'C'],
  ['joule', 'J'],
  ['kilojoule', 'kJ'],
  ['megajoule', 'MJ'],
  ['gigajoule', 'GJ'],
  ['electronvolt', 'eV'],
  ['megaelectronvolt', 'MeV'],
  ['newton', 'N'],
  ['pound', 'lb'],
  ['ounce', 'oz'],
  ['hertz', 'Hz'],
  ['kilohertz', 'kHz'],
  ['megahertz', 'MHz'],
  ['gigahertz', 'GHz'],
  ['lux', 'lx'],
  ['footcandle', 'fc'],
  ['henry', 'H'],
  ['millihenry', 'mH'],
  ['microhenry', 'µH'],
  ['candelaPerSquareMetre', 'cd/m²'],
  ['lumen', 'lm'],
  ['candela', 'cd'],
  ['weber', 'Wb'],
  ['maxwell', 'Mx'],
  ['tesla', 'T'],
  ['kilogram', 'kg'],
  ['gram', 'g'],
  ['milligram', 'mg'],
  ['microgram', 'µg'],
  ['tonne', 't'],
  ['slug', 'slug'],
  ['gramPerSecond', 'g/s'],
  ['kilogramPerSecond', 'kg/s'],
  ['gramPerHour', 'g/h'],
  ['kilogramPerHour', 'kg/h'],
  ['microwatt', 'µW'],
  ['milliwatt', 'mW'],
  ['megawatt', 'MW'],
  ['gigawatt', 'GW'],
  ['horsepower', 'hp'],
  ['kilowattHourPerYear', 'kWh/a'],
  ['pascal', 'Pa'],
  ['millibar', 'mbar'],
  ['millimetresOfMercury', 'mmHg'],
  ['inchesOfMercury', 'inHg'],
  ['inchesOfWater', 'inH₂O'],
  ['ohm', 'Ω'],
  ['milliohm', 'mΩ'],
  ['kiloohm', 'kΩ'],
  ['megaohm', 'MΩ'],
  ['decibel', 'dB'],
  ['bel', 'B'],
  ['microsecond', 'µs'],
  ['nanosecond', 'ns'],
  ['day', 'd'],
  ['year', 'a'],
  ['newtonMetre', 'N·m'],
  ['centimetrePerSecond', 'cm/s'],
  ['kilometrePerSecond', 'km/s'],
  ['metrePerHour', 'm/h'],
  ['milePerSecond', 'mi/s'],
  ['millivolt', 'mV'],
  ['microvolt', 'µV'],
  ['kilovolt', 'kV'],
  ['megavolt', 'MV'],
  ['cubicMetre', 'm³'],
  ['cubicCentimetre', 'cm³'],
  ['millilitre', 'ml'],
  ['cubicFoot', 'ft³'],
  ['cubicInch', 'in³'],
  ['fluidOunce', 'fl oz'],
  ['litrePerSecond', 'l/s'],
  ['millilitrePerSecond', 'ml/s'],
  ['millilitrePerHour', 'ml/h'],
]);

const bySymbol: ReadonlyMap<string, Unit> = new Map([
  ...units.map((unit): [string, Unit] => [unit, unit]),
  ...units.map((unit): [string, Unit] => [unitSymbol(unit), unit]),
  ['L', 'l'],
  ['kph', 'km/h'],
  ['kmh', 'km/h'],
  ['sec', 's'],
]);

/** What nobody has listed: `poundPerGallon` becomes "pound per gallon". */
const inWords = (name: string): string =>
  name
    .replace(/(?<=[a-z])(?=[A-Z])|_/gu, ' ')
    .toLowerCase()
    .trim();

export const noMeasure: Measure = { unit: null, symbol: null };

/**
 * A unit by its name in DTDL (`degreeCelsius`, v1's `Units/Temperature/celsius`), or IoT Central's free text beside it
 * (`displayUnit`), which is only read where there is no unit.
 */
export const measureOf = (unitName: unknown, displayUnit: string | null): Measure => {
  if (typeof unitName === 'string' && unitName !== '') {
    const name = /\w+(?=(?:;\d+)?$)/u.exec(unitName.slice(-80))?.[0] ?? '';
    const unit = ours.get(name);
    if (unit !== undefined) return { unit, symbol: unitSymbol(unit) };
    if (name !== '') return { unit: null, symbol: symbols.get(name) ?? cutText(inWords(name), 40) };
  }
  if (displayUnit === null) return noMeasure;
  const unit = bySymbol.get(displayUnit);
  return unit === undefined ? { unit: null, symbol: displayUnit } : { unit, symbol: unitSymbol(unit) };
};

const semanticUnits: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ['Velocity', 'km/h'],
  ['Angle', 'degrees'],
  ['Latitude', 'degrees'],
  ['Longitude', 'degrees'],
  ['Distance', 'm'],
  ['Length', 'm'],
  ['RelativeHumidity', 'percent'],
  ['Temperature', 'celsius'],
  ['Volume', 'l'],
  ['Pressure', 'kPa'],
  ['Voltage', 'V'],
  ['Current', 'A'],
  ['Power', 'kW'],
  ['Energy', 'kWh'],
  ['AngularVelocity', 'rpm'],
  ['TimeSpan', 's'],
  ['Acceleration', 'm/s^2'],
  ['VolumeFlowRate', 'l/h'],
]);

/** A unit of the dimension that a semantic type stands for. */
export const unitOfSemanticType = (type: string): Unit | undefined => semanticUnits.get(type);

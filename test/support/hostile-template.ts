import fc from 'fast-check';
import { templateDocument } from './iot-central-template.ts';

const words = [
  ...['Telemetry', 'Property', 'Command', 'Component', 'Cloud', 'Interface', 'Object', 'Enum', 'Array', 'Map'],
  ...['Temperature', 'Velocity', 'Location', 'State', 'Event', 'double', 'integer', 'string', 'boolean', 'geopoint'],
  ...['vector', 'point', 'dateTime', 'dtmi:a;1', 'dtmi:b;1', 'degreeCelsius', 'speed', 'Location', '__proto__', ''],
];
const keys = [
  ...['@type', '@id', 'name', 'displayName', 'schema', 'contents', 'extends', 'implements', 'capabilityModel'],
  ...['fields', 'enumValues', 'enumValue', 'valueSchema', 'elementSchema', 'request', 'response', 'unit', 'writable'],
  ...['minValue', 'maxValue', 'initialValue', 'trueName', 'displayUnit', '$metadata', 'desiredValue', 'ackCode'],
];
/** JSON that looks enough like a template to get past its door. */
export const templateLike = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.oneof(fc.constantFrom(...words), fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...keys) }, { weight: 1, arbitrary: fc.string() }),
      tie('value'),
      { maxKeys: 7 },
    ),
  ),
})).value;

const element = fc.record(
  {
    '@type': fc.oneof(fc.constantFrom(...words), fc.array(fc.constantFrom(...words), { maxLength: 4 })),
    name: fc.oneof(fc.constantFrom('a', 'b', 'speed', 'Location', 'latitude', 'constructor'), fc.string()),
    schema: templateLike,
    displayName: templateLike,
    unit: templateLike,
    displayUnit: templateLike,
    minValue: templateLike,
    writable: templateLike,
    request: fc.record({ name: fc.constantFrom('x', 'y'), schema: templateLike }),
    response: templateLike,
  },
  { requiredKeys: ['@type', 'name'] },
);
/** Anything at all, and what looks more and more like a template. */
export const hostileTemplate = fc.oneof(
  fc.jsonValue(),
  templateLike,
  fc.array(element, { maxLength: 8 }).map((contents) => templateDocument(contents)),
);

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commandDefinitionSchema } from '../../../../shared/command/definition.ts';
import { telemetryRouteSchema } from '../../../../shared/mapping/mapping.ts';
import { jobActionSchema } from '../../../../shared/platform/job.ts';
import { settingSchema } from '../../../../shared/platform/setting.ts';
import { templateDocument } from '../../../../test/support/iot-central-template.ts';
import { requestBody, responseWords } from '../../dtdl/commands.ts';
import { jobActionsOf, jobData, jobDataInWords } from './jobs.ts';
import { readTemplate } from '../../dtdl/read-template.ts';
import { readSettings } from './settings.ts';
import { settingsPatch } from './settings-patch.ts';
import { vehicleTypeOf } from './vehicle-type.ts';

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
const templateLike = fc.letrec<{ value: unknown }>((tie) => ({
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
const document = fc.oneof(
  fc.jsonValue(),
  templateLike,
  fc.array(element, { maxLength: 8 }).map((contents) => templateDocument(contents)),
);

it('whatever is sent as a template, all that is made of it is what the window and the decoder take', () => {
  fc.assert(
    fc.property(document, templateLike, (json, reading) => {
      const model = readTemplate(json);
      const { commands, routes } = vehicleTypeOf(model);
      for (const definition of commands) {
        expect(commandDefinitionSchema.safeParse(definition).error).toBeUndefined();
        const values = Object.fromEntries(definition.parameters.map(({ name }) => [name, '1']));
        requestBody(model, definition.name, values);
        responseWords(model, definition.name, reading);
      }
      for (const route of routes) expect(telemetryRouteSchema.safeParse(route).error).toBeUndefined();
      const settings = readSettings(model, reading);
      for (const setting of settings) expect(settingSchema.safeParse(setting).error).toBeUndefined();
      expect(new Set(settings.map(({ path }) => path)).size).toBe(settings.length);
      settingsPatch(model, Object.fromEntries(settings.map(({ path }) => [path, '1'])), reading);
      for (const action of jobActionsOf(model)) {
        expect(jobActionSchema.safeParse(action).error).toBeUndefined();
        jobData(model, action.id, {});
      }
      jobDataInWords(model, reading);
    }),
    { numRuns: 500 },
  );
});

it('nesting that no stack holds is read as far as it goes', () => {
  const nested = (depth: number): unknown =>
    JSON.parse('{"schema":'.repeat(depth) + '1' + '}'.repeat(depth)) as unknown;
  const deep = nested(50_000);
  expect(readTemplate(deep).telemetry).toEqual([]);
  const model = readTemplate(
    templateDocument([
      { '@type': 'Telemetry', name: 'a', schema: deep },
      { '@type': ['Property', 'Cloud'], name: 'b', schema: { '@type': 'Map' } },
      { '@type': 'Command', name: 'c', response: { name: 'r', schema: { '@type': 'Map' } } },
    ]),
  );
  expect(model.telemetry).toHaveLength(1);
  expect(readSettings(model, { b: deep, other: deep })).toMatchObject([
    { reported: 'nested too deeply to be shown' },
    { reported: 'nested too deeply to be shown' },
  ]);
  expect(responseWords(model, 'c', deep)).toBe('a value that is nested too deeply to be shown');
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commandDefinitionSchema } from '../../../../shared/command/definition.ts';
import { telemetryRouteSchema } from '../../../../shared/mapping/mapping.ts';
import { jobActionSchema } from '../../../../shared/platform/job.ts';
import { settingSchema } from '../../../../shared/platform/setting.ts';
import { hostileTemplate, templateLike } from '../../../../test/support/hostile-template.ts';
import { templateDocument } from '../../../../test/support/iot-central-template.ts';
import { requestBody, responseWords } from '../../dtdl/commands.ts';
import { jobActionsOf, jobData, jobDataInWords } from './jobs.ts';
import { readTemplate } from '../../dtdl/read-template.ts';
import { readSettings } from './settings.ts';
import { settingsPatch } from './settings-patch.ts';
import { vehicleTypeOf } from './vehicle-type.ts';

it('whatever is sent as a template, all that is made of it is what the window and the decoder take', () => {
  fc.assert(
    fc.property(hostileTemplate, templateLike, (json, reading) => {
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

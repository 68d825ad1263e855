import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileTemplate } from '../../../test/support/hostile-template.ts';
import { commandDefinitionSchema } from '../../../shared/command/definition.ts';
import { settingSchema } from '../../../shared/platform/setting.ts';
import { settingFrom } from '../../commands/setting-state.ts';
import { readTypeModel } from './type-model.ts';

const modelOf = (...contents: readonly object[]) =>
  readTypeModel({ fleet: 'north', dtdl: { '@type': 'Interface', '@id': 'dtmi:test:truck;1', contents } }, 'settings');

const setpoint = {
  ...{ '@type': ['Property', 'Temperature'], name: 'cargoSetpoint', displayName: 'Target temperature' },
  ...{ schema: 'double', unit: 'degreeCelsius', writable: true, minValue: -30, maxValue: 25 },
};
const mode = {
  ...{ '@type': 'Property', name: 'mode', displayName: 'Mode', writable: true },
  schema: {
    '@type': 'Enum',
    valueSchema: 'integer',
    enumValues: [
      { name: 'eco', displayName: 'Economy', enumValue: 1 },
      { name: 'boost', displayName: 'Boost', enumValue: 2 },
    ],
  },
};
const doors = {
  ...{ '@type': 'Component', name: 'doors', displayName: 'Doors' },
  schema: {
    '@type': 'Interface',
    '@id': 'dtmi:test:doors;1',
    contents: [
      { '@type': 'Property', name: 'autoLock', displayName: 'Lock by itself', schema: 'boolean', writable: true },
      { '@type': 'Command', name: 'lock', displayName: 'Lock' },
    ],
  },
};

test.each<[string, unknown]>([
  ['no metadata', undefined],
  ['metadata of other things', { depot: 'north' }],
  ['a text', 'dtdl'],
])('a type with %s has no commands, and nothing is said to be missing', (_title, metadata) => {
  expect(readTypeModel(metadata, 'settings')).toEqual({ commands: [], leftOut: [] });
});

test('a model’s commands are commands, which end within a minute or not', () => {
  const flash = {
    ...{ '@type': 'Command', name: 'flash', displayName: 'Flash lights' },
    request: { name: 'seconds', displayName: 'For how long', schema: 'integer', minValue: 1, maxValue: 30 },
  };
  const { commands, payloadOf } = modelOf(flash, doors);
  expect(commands.map((command) => commandDefinitionSchema.parse(command).name)).toEqual(['flash', 'doors.lock']);
  expect(commands[0]).toMatchObject({
    title: 'Flash lights',
    parameters: [{ name: 'seconds', type: 'integer', minimum: 1, maximum: 30 }],
    expiresAfterMs: 60_000,
  });
  expect(payloadOf?.('flash', { seconds: 3 })).toEqual({ seconds: 3 });
  expect(payloadOf?.('doors.lock', {})).toEqual({});
});

test('a request that is an object is the payload itself, its parts as they stand in the model', () => {
  const { payloadOf } = modelOf({
    ...{ '@type': 'Command', name: 'plan', displayName: 'Plan' },
    request: {
      name: 'wanted',
      schema: {
        '@type': 'Object',
        fields: [
          { name: 'level', schema: { ...mode.schema } },
          { name: 'window', schema: { '@type': 'Object', fields: [{ name: 'from', schema: 'time' }] } },
        ],
      },
    },
  });
  expect(payloadOf?.('plan', { level: '2', 'window.from': '06:00:00' })).toEqual({
    level: 2,
    window: { from: '06:00:00' },
  });
});

test('writable properties are settings of one command, with forms; read-only ones are only reported', () => {
  const { settings, payloadOf } = modelOf(setpoint, mode, doors, {
    ...{ '@type': 'Property', name: 'firmware', displayName: 'Firmware', schema: 'string' },
  });
  expect(settings?.settings.map(({ path, kind, unit, group }) => [path, kind, unit, group])).toEqual([
    ['cargoSetpoint', 'writable', '°C', null],
    ['mode', 'writable', null, null],
    ['doors.autoLock', 'writable', null, 'Doors'],
    ['firmware', 'reported', null, null],
  ]);
  expect(commandDefinitionSchema.parse(settings?.command)).toMatchObject({
    name: 'settings',
    parameters: [
      { name: 'cargoSetpoint', minimum: -30, maximum: 25, isOptional: true },
      { name: 'mode', type: 'enum', isOptional: true },
      { name: 'doors.autoLock', type: 'boolean', isOptional: true },
    ],
  });
  expect(settings?.settings[1]?.choices).toEqual([
    { value: '1', title: 'Economy' },
    { value: '2', title: 'Boost' },
  ]);
  expect(payloadOf?.('settings', { cargoSetpoint: 4, mode: '2', 'doors.autoLock': true })).toEqual({
    cargoSetpoint: 4,
    mode: 2,
    doors: { autoLock: true },
  });
});

test('what interrupts a vehicle’s work is told by its name, and what cannot be compared has no form', () => {
  const { settings } = modelOf(
    setpoint,
    { '@type': 'Property', name: 'speedLimit', displayName: 'Speed limit', schema: 'double', writable: true },
    {
      ...{ '@type': 'Property', name: 'stops', displayName: 'Stops', writable: true },
      schema: { '@type': 'Array', elementSchema: 'string' },
    },
  );
  expect(settings?.settings.map(({ path, risk, form, note }) => [path, risk, form === null, note])).toEqual([
    ['cargoSetpoint', 'routine', false, null],
    ['speedLimit', 'disruptive', false, null],
    ['stops', 'routine', true, 'A list or an object of any kind has no form here.'],
  ]);
  expect(settings?.command.parameters.map(({ name }) => name)).toEqual(['cargoSetpoint', 'speedLimit']);
});

test('a request that does not fit its description is named before it is sent', () => {
  const { problemsOf } = modelOf({
    ...{ '@type': 'Command', name: 'route', displayName: 'Route' },
    request: { name: 'stops', schema: { '@type': 'Array', elementSchema: 'string' } },
  });
  expect(Object.keys(problemsOf?.('route', { stops: '{"a":1}' }) ?? {})).toEqual(['stops']);
  expect(problemsOf?.('route', { stops: '["a"]' })).toEqual({});
});

test('what can have no command of its own is left out, and said', () => {
  const { commands, leftOut } = modelOf(
    { '@type': 'Command', name: 'settings', displayName: 'Settings of mine' },
    { '@type': 'Command', name: 'a'.repeat(37), displayName: 'A long name' },
    { '@type': 'Command', name: 'stop', displayName: 'Stop' },
  );
  expect(commands.map(({ name }) => name)).toEqual(['stop']);
  expect(leftOut).toEqual([
    '“Settings of mine” has a name that a command cannot have here; it is left out.',
    '“A long name” has a name that a command cannot have here; it is left out.',
  ]);
});

test('whatever the metadata holds, all that is made of it is what the window takes', () => {
  fc.assert(
    fc.property(hostileTemplate, (dtdl) => {
      const { commands, settings, payloadOf } = readTypeModel({ dtdl }, 'settings');
      for (const definition of [...commands, ...(settings === undefined ? [] : [settings.command])]) {
        expect(commandDefinitionSchema.safeParse(definition).error).toBeUndefined();
        payloadOf?.(definition.name, Object.fromEntries(definition.parameters.map(({ name }) => [name, '1'])));
      }
      for (const setting of settings?.settings ?? []) {
        expect(settingSchema.safeParse(settingFrom(setting, undefined, undefined)).error).toBeUndefined();
      }
    }),
    { numRuns: 500 },
  );
});

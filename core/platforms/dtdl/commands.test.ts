import { describe, expect, it } from 'vitest';
import { commandDefinitionSchema } from '../../../shared/command/definition.ts';
import { commandDefinition, findCommand, requestBody, requestProblems, responseWords } from './commands.ts';
import {
  command,
  component,
  enumSchema,
  objectSchema,
  templateOf,
} from '../../../test/support/iot-central-template.ts';

const payload = (schema: unknown, more: object = {}): object => ({
  name: 'input',
  displayName: 'Input',
  schema,
  ...more,
});
const model = templateOf([
  command('wait', {
    displayName: 'Wait a while',
    description: 'Waits.',
    request: payload('integer', { unit: 'second' }),
  }),
  command('torque', { request: payload('double', { unit: 'newtonMetre', minValue: 1, maxValue: 9 }) }),
  command('mode', {
    request: payload(
      enumSchema('integer', [
        [1, 'Fast'],
        [2, 'Slow'],
      ]),
    ),
  }),
  command('plan', {
    request: payload(objectSchema({ from: 'dateTime', limits: objectSchema({ low: 'double', isHard: 'boolean' }) })),
  }),
  command('tag', { request: payload({ '@type': 'Array', elementSchema: 'string' }) }),
  command('ping'),
  command('goTo', { request: payload('geopoint') }),
  command('maybe', { request: payload('string', { nullable: true }) }),
  command('perhaps', { request: payload(objectSchema({ a: 'integer' }), { nullable: true }) }),
  component('doors', [command('unlock', { displayName: 'Unlock' })], { displayName: 'Doors' }),
]);
const definitionOf = (name: string) => {
  const found = findCommand(model, name);
  if (found === undefined) throw new Error(`no ${name}`);
  return commandDefinition(found);
};

describe('a command’s form', () => {
  it('is one that the window takes, for every command', () => {
    for (const { path } of model.commands) {
      expect(commandDefinitionSchema.safeParse(definitionOf(path)).error).toBeUndefined();
    }
  });

  it('has one parameter for a primitive, with its unit and range', () => {
    expect(definitionOf('wait')).toMatchObject({
      title: 'Wait a while',
      description: 'Waits.',
      risk: 'routine',
      parameters: [{ name: 'input', title: 'Input', type: 'integer', unit: 's' }],
    });
    expect(definitionOf('torque').parameters).toEqual([
      { name: 'input', title: 'Input (N·m)', type: 'number', minimum: 1, maximum: 9 },
    ]);
  });

  it('has one parameter for each field of an object, at any depth', () => {
    expect(definitionOf('plan').parameters).toMatchObject([
      { name: 'from', type: 'string', format: 'date-time' },
      { name: 'limits.low', title: 'limits: low', type: 'number' },
      { name: 'limits.isHard', type: 'boolean' },
    ]);
    expect(definitionOf('goTo').parameters).toMatchObject([
      { name: 'lat', unit: 'degrees', minimum: -90, maximum: 90 },
      { name: 'lon', unit: 'degrees' },
      { name: 'alt', unit: 'm', isOptional: true },
    ]);
  });

  it('offers an enum’s choices by their titles', () => {
    expect(definitionOf('mode').parameters).toMatchObject([
      {
        type: 'enum',
        choices: [
          { value: '1', title: 'Fast' },
          { value: '2', title: 'Slow' },
        ],
      },
    ]);
  });

  it('takes lists as JSON', () => {
    expect(definitionOf('tag').parameters).toMatchObject([{ type: 'string', format: 'json' }]);
    expect(requestProblems(model, 'tag', { input: '{"a":1}' })).toEqual({
      input: 'Enter a list as JSON, such as [1, 2].',
    });
    expect(requestProblems(model, 'tag', { input: '["a"]' })).toEqual({});
  });

  it('names the part of the vehicle that a component’s command is for', () => {
    expect(definitionOf('doors.unlock')).toMatchObject({ title: 'Doors: Unlock', risk: 'disruptive' });
  });
});

describe('a command’s request', () => {
  it.each([
    ['wait', { input: 5 }, 5],
    ['mode', { input: '2' }, 2],
    [
      'plan',
      { from: '2026-05-03T06:00:00Z', 'limits.low': 1.5, 'limits.isHard': false },
      { from: '2026-05-03T06:00:00Z', limits: { low: 1.5, isHard: false } },
    ],
    ['tag', { input: '["a","b"]' }, ['a', 'b']],
    ['goTo', { lat: 48.1, lon: 11.5, alt: '' }, { lat: 48.1, lon: 11.5 }],
    ['ping', {}, undefined],
    ['maybe', {}, undefined],
    ['perhaps', {}, undefined],
    ['perhaps', { a: 1 }, { a: 1 }],
    ['doors.unlock', {}, undefined],
    ['unknown', { input: 1 }, undefined],
  ])('%s is sent as its schema says', (name, parameters, body) => {
    expect(requestBody(model, name, parameters)).toEqual(body);
  });

  it('takes no value that nobody entered from what every object has', () => {
    const named = templateOf([
      command('run', { request: payload(objectSchema({ constructor: 'double', a: 'double' })) }),
    ]);
    expect(requestBody(named, 'run', { a: 1 })).toEqual({ a: 1 });
    expect(requestBody(named, 'run', {})).toEqual({});
  });

  it('takes no name from the parameters that the template does not have', () => {
    const parameters = JSON.parse('{"__proto__": 1, "from": "2026-05-03T06:00:00Z"}') as Record<string, string>;
    expect(JSON.stringify(requestBody(model, 'plan', parameters))).toBe('{"from":"2026-05-03T06:00:00Z"}');
  });
});

describe('a command’s answer', () => {
  const answering = templateOf([
    command('report', {
      response: {
        name: 'report',
        schema: {
          '@type': 'Object',
          fields: [
            { name: 'maxTemp', displayName: 'Max. temperature', schema: 'double', unit: 'degreeCelsius' },
            { name: 'state', displayName: 'State', schema: enumSchema('integer', [[0, 'Cold']]) },
            { name: 'isDone', displayName: 'Done', schema: 'boolean' },
            { name: 'from', displayName: 'From', schema: 'dateTime' },
          ],
        },
      },
    }),
    command('count', { response: { name: 'count', schema: 'integer', unit: 'gram' } }),
    command('ping'),
  ]);

  it('is told in words, with titles and units', () => {
    const response = { maxTemp: 3.2000001, state: 0, isDone: true, from: '2026-05-03T08:00:00+02:00' };
    expect(responseWords(answering, 'report', response)).toBe(
      'Max. temperature 3.2 °C, State Cold, Done yes, From 2026-05-03 06:00:00 UTC',
    );
    expect(responseWords(answering, 'count', 12)).toBe('12 g');
  });

  it('is told as it came where it is not what the template says', () => {
    expect(responseWords(answering, 'report', 'busy')).toBe('busy');
    expect(responseWords(answering, 'report', { state: 7 })).toBe('State 7');
    expect(responseWords(answering, 'ping', { any: 1 })).toBe('{"any":1}');
    expect(responseWords(answering, 'gone', 'x'.repeat(5000))).toHaveLength(1000);
  });

  it('is nothing where nothing was said', () => {
    for (const response of [undefined, null, '']) expect(responseWords(answering, 'ping', response)).toBeNull();
  });
});

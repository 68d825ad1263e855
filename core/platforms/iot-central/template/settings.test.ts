import { describe, expect, it } from 'vitest';
import { settingSchema } from '../../../../shared/platform/setting.ts';
import {
  command,
  component,
  enumSchema,
  objectSchema,
  property,
  templateOf,
} from '../../../../test/support/iot-central-template.ts';
import { readSettings } from './settings.ts';

const model = templateOf([
  property('target', 'double', {
    displayName: 'Target',
    writable: true,
    unit: 'degreeCelsius',
    minValue: -30,
    maxValue: 25,
  }),
  property('serial', 'string', { displayName: 'Serial number' }),
  property(
    'units',
    enumSchema('integer', [
      [1, 'Metric'],
      [2, 'Imperial'],
    ]),
    { writable: true },
  ),
  property('hours', objectSchema({ start: 'time', end: 'time' }), { displayName: 'Hours', writable: true }),
  property('tags', { '@type': 'Map' }, { writable: true }),
  property('odd', 'dtmi:unknown;1', { writable: true }),
  property('plate', 'string', { '@type': ['Property', 'Cloud'] }),
  property('light', 'boolean', { writable: true, trueName: 'On', falseName: 'Off' }),
  component(
    'doors',
    [property('autoLock', 'boolean', { '@type': ['Property', 'Initialized'], writable: true, initialValue: 'true' })],
    {
      displayName: 'Doors',
    },
  ),
]);

const read = (reading: unknown) => {
  const settings = readSettings(model, reading);
  for (const setting of settings) expect(settingSchema.safeParse(setting).error).toBeUndefined();
  return (path: string) => settings.find((setting) => setting.path === path);
};
const target = (value: unknown, metadata: object) =>
  read({ ...(value === undefined ? {} : { target: value }), $metadata: { target: metadata } })('target');

describe('where a wish stands', () => {
  const wish = { desiredValue: 5, desiredVersion: 3, desiredTimestamp: '2026-05-01T12:00:00Z' };

  it.each([
    ['nobody has said anything', undefined, {}, 'unset'],
    ['the vehicle only reports', 4, { lastUpdateTime: '2026-05-01T12:00:00Z' }, 'reported'],
    ['nothing was answered', undefined, wish, 'pending'],
    ['nothing was answered and another value is there', 4, wish, 'pending'],
    ['nothing was answered and the value is there already', 5, wish, 'reported'],
    ['it was done', 5, { ...wish, ackCode: 200, ackVersion: 3 }, 'reported'],
    ['it is in work', 4, { ...wish, ackCode: 202, ackVersion: 3 }, 'pending'],
    ['an earlier wish was done', 4, { ...wish, ackCode: 200, ackVersion: 2 }, 'pending'],
    ['an earlier wish was refused', 4, { ...wish, ackCode: 400, ackVersion: 2 }, 'pending'],
    ['it was refused', 4, { ...wish, ackCode: 400, ackVersion: 3 }, 'rejected'],
    ['the vehicle failed', 4, { ...wish, ackCode: 500, ackVersion: 3 }, 'rejected'],
    ['an answer came without versions', 5, { desiredValue: 5, ackCode: 200 }, 'reported'],
  ])('when %s it is shown so', (_, value, metadata, state) => {
    expect(target(value, metadata)).toMatchObject({ state, reported: value ?? null });
  });

  it('keeps times and the vehicle’s own words', () => {
    const answered = {
      ...wish,
      ackCode: 400,
      ackVersion: 3,
      ackDescription: 'too cold',
      lastUpdateTime: '2026-05-01T11:00:00.1234567Z',
    };
    expect(target(4, answered)).toMatchObject({
      desired: 5,
      desiredAtMs: Date.UTC(2026, 4, 1, 12),
      reported: 4,
      reportedAtMs: Date.UTC(2026, 4, 1, 11, 0, 0, 123),
      answer: 'too cold',
      unit: '°C',
    });
  });

  it('does not mind the order of an object’s fields', () => {
    const reading = { tags: { a: 1, b: 2 }, $metadata: { tags: { desiredValue: { b: 2, a: 1 }, desiredVersion: 1 } } };
    expect(read(reading)('tags')?.state).toBe('reported');
  });
});

describe('what can be set', () => {
  const setting = read({});

  it('has a typed form', () => {
    expect(setting('target')?.form).toEqual({
      name: 'target',
      title: 'Target',
      type: 'number',
      unit: 'celsius',
      minimum: -30,
      maximum: 25,
    });
    expect(setting('units')?.form).toMatchObject({ type: 'enum', choices: [{ value: '1' }, { value: '2' }] });
    expect(setting('doors.autoLock')).toMatchObject({
      group: 'Doors',
      form: { name: 'doors.autoLock', initial: true },
    });
    expect(setting('tags')?.form).toMatchObject({ type: 'string', format: 'json' });
    expect(setting('plate')).toMatchObject({ kind: 'cloud', state: 'unset', form: { type: 'string' } });
  });

  it('has a form for each field of an object', () => {
    const shown = read({
      hours: { start: '06:00:00' },
      $metadata: { hours: { desiredValue: { start: '07:00:00', end: '18:00:00' }, desiredVersion: 1 } },
    });
    expect(shown('hours.start')).toMatchObject({
      title: 'Hours: start',
      form: { format: 'time' },
      state: 'pending',
      desired: '07:00:00',
      reported: '06:00:00',
    });
    expect(shown('hours.end')).toMatchObject({ desired: '18:00:00', reported: null });
  });

  it('says why there is no form', () => {
    expect(setting('serial')).toMatchObject({ kind: 'reported', form: null, note: null });
    expect(setting('odd')).toMatchObject({ kind: 'writable', form: null });
    expect(setting('odd')?.note).toMatch(/no form here/);
    const long = read({ tags: { text: 'x'.repeat(5000) } })('tags');
    expect(long?.form).toBeNull();
    expect(long?.note).toMatch(/longer than the 4096 characters/);
  });

  it('has words for enums and flags', () => {
    expect(setting('units')?.choices).toEqual([
      { value: '1', title: 'Metric' },
      { value: '2', title: 'Imperial' },
    ]);
    expect(setting('light')?.choices).toEqual([
      { value: 'true', title: 'On' },
      { value: 'false', title: 'Off' },
    ]);
  });
});

describe('what the template does not know', () => {
  it('is shown under its own name, also within components', () => {
    const setting = read({
      extra: { a: 1 },
      doors: { hinge: 'stiff', autoLock: true, $metadata: {} },
      engine: { hours: 7, $metadata: { hours: { lastUpdateTime: '2026-05-01T12:00:00Z' } } },
      $metadata: { wished: { desiredValue: 3, desiredVersion: 1 } },
    });
    expect(setting('extra')).toMatchObject({ kind: 'reported', title: 'extra', reported: '{"a":1}', form: null });
    expect(setting('doors.hinge')).toMatchObject({ group: 'Doors', reported: 'stiff' });
    expect(setting('engine.hours')).toMatchObject({
      group: 'engine',
      reported: 7,
      reportedAtMs: Date.UTC(2026, 4, 1, 12),
    });
    expect(setting('wished')).toMatchObject({ state: 'pending', desired: 3 });
    expect(setting('doors.autoLock')).toMatchObject({ kind: 'writable', reported: true });
  });

  it('is named after the command that it is the late answer to', () => {
    const diagnosing = templateOf([command('runDiagnostics', { displayName: 'Diagnose' })]);
    expect(readSettings(diagnosing, { runDiagnostics: { value: 'fine' } })).toMatchObject([
      { path: 'runDiagnostics', title: 'Answer to “Diagnose”', reported: '{"value":"fine"}' },
    ]);
  });

  it('never makes two settings of one path', () => {
    const settings = readSettings(model, { 'hours.start': 1, 'doors.x': 1, doors: { x: 2 }, hours: { $metadata: {} } });
    const paths = settings.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
  });
});

it('a cloud property is as the platform has it', () => {
  expect(read({ plate: 'B-FD 1' })('plate')).toMatchObject({ kind: 'cloud', state: 'reported', reported: 'B-FD 1' });
});

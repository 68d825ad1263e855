import { describe, expect, it } from 'vitest';
import { jobActionSchema } from '../../../../shared/platform/job.ts';
import {
  command,
  component,
  objectSchema,
  property,
  templateOf,
} from '../../../../test/support/iot-central-template.ts';
import { jobActionsOf, jobData, jobDataInWords } from './jobs.ts';

const model = templateOf([
  property('target', 'double', {
    displayName: 'Target temperature',
    writable: true,
    unit: 'degreeCelsius',
    maxValue: 25,
  }),
  property('hours', objectSchema({ start: 'time', end: 'time' }), { displayName: 'Hours', writable: true }),
  property('plate', 'string', { '@type': ['Property', 'Cloud'], displayName: 'License plate' }),
  property('serial', 'string'),
  command('reboot', {
    displayName: 'Reboot',
    request: { name: 'delay', displayName: 'Delay', schema: 'integer', unit: 'second' },
  }),
  component('doors', [command('lock', { displayName: 'Lock' })], { displayName: 'Doors' }),
]);
const actions = jobActionsOf(model);
const idOf = (title: string): string => actions.find((action) => action.title === title)?.id ?? '';

describe('what a job can do', () => {
  it('is all that can be set or sent', () => {
    for (const action of actions) expect(jobActionSchema.safeParse(action).error).toBeUndefined();
    expect(actions.map(({ title, risk }) => [title, risk])).toEqual([
      ['Set Target temperature', 'routine'],
      ['Set Hours', 'routine'],
      ['Set License plate', 'routine'],
      ['Reboot', 'disruptive'],
      ['Doors: Lock', 'routine'],
    ]);
    expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length);
  });

  it('is for groups of vehicles of this template', () => {
    expect(actions[0]).toMatchObject({ typeId: 'dtmi:contoso:truck;1', typeTitle: 'Truck', targets: ['group'] });
  });
});

describe('a job’s data', () => {
  const common = { target: 'dtmi:contoso:truck;1' };
  it.each([
    [
      'Set Target temperature',
      { target: 4.5 },
      { type: 'property', path: 'target', value: 4.5 },
      'Set Target temperature to 4.5 °C',
    ],
    [
      'Set Hours',
      { 'hours.start': '06:00:00', 'hours.end': '18:00:00' },
      { type: 'property', path: 'hours', value: { start: '06:00:00', end: '18:00:00' } },
      'Set Hours to start 06:00:00, end 18:00:00',
    ],
    [
      'Set License plate',
      { plate: 'B-FD 1' },
      { type: 'cloudProperty', path: 'plate', value: 'B-FD 1' },
      'Set License plate to B-FD 1',
    ],
    ['Reboot', { delay: 5 }, { type: 'command', path: 'reboot', value: 5 }, 'Reboot (5 s)'],
    ['Doors: Lock', {}, { type: 'command', path: 'doors.lock' }, 'Doors: Lock'],
  ])('%s', (title, values, data, words) => {
    const made = jobData(model, idOf(title), values);
    expect(made).toEqual({ ok: true, value: [{ ...common, ...data }] });
    expect(jobDataInWords(model, { ...common, ...data })).toBe(words);
  });

  it('is not made where a value does not fit or is missing', () => {
    expect(jobData(model, idOf('Set Target temperature'), { target: 99 })).toMatchObject({
      ok: false,
      error: { code: 'invalid-params', message: '“Target temperature” cannot be sent: At most 25.' },
    });
    expect(jobData(model, idOf('Reboot'), {})).toMatchObject({ ok: false, error: { code: 'invalid-params' } });
  });

  it('is not made of another template’s action', () => {
    expect(jobData(model, 'command/reboot/dtmi:other;1', { delay: 1 })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  it('is not put into words where the template does not know it', () => {
    for (const data of [null, 'x', {}, { type: 'command', path: 'gone' }, { type: 'property', path: 'gone' }]) {
      expect(jobDataInWords(model, data)).toBeNull();
    }
  });
});

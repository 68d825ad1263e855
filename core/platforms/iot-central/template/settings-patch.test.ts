import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  component,
  enumSchema,
  objectSchema,
  property,
  templateOf,
} from '../../../../test/support/iot-central-template.ts';
import { readSettings } from './settings.ts';
import { needsReading, settingsPatch } from './settings-patch.ts';

const model = templateOf([
  property('target', 'double', { displayName: 'Target', writable: true, minValue: -30, maxValue: 25 }),
  property('serial', 'string'),
  property(
    'units',
    enumSchema('integer', [
      [1, 'Metric'],
      [2, 'Imperial'],
    ]),
    { writable: true },
  ),
  property('hours', objectSchema({ start: 'time', end: 'time' }), { writable: true }),
  property('tags', { '@type': 'Array', elementSchema: 'string' }, { writable: true }),
  property('plate', 'string', { '@type': ['Property', 'Cloud'] }),
  component('doors', [
    property('autoLock', 'boolean', { writable: true }),
    property('angle', 'integer', { writable: true }),
  ]),
]);

describe('the body that changes settings', () => {
  it('has the root’s and every component’s values in one, each of its type', () => {
    const values = {
      target: 4.5,
      units: '2',
      tags: '["a"]',
      plate: 'B-FD 1',
      'doors.autoLock': false,
      'doors.angle': 90,
    };
    expect(settingsPatch(model, values)).toEqual({
      ok: true,
      value: { target: 4.5, units: 2, tags: ['a'], plate: 'B-FD 1', doors: { autoLock: false, angle: 90 } },
    });
  });

  it('takes a value back with null', () => {
    expect(settingsPatch(model, { target: null, 'doors.angle': null, 'hours.start': null, 'hours.end': null })).toEqual(
      {
        ok: true,
        value: { target: null, hours: null, doors: { angle: null } },
      },
    );
  });

  it('writes an object whole, with what the platform has of the fields that were not given', () => {
    const values = { 'hours.start': '07:00:00' };
    expect(needsReading(model, values)).toBe(true);
    expect(needsReading(model, { ...values, 'hours.end': '18:00:00' })).toBe(false);
    const wished = {
      hours: { start: '05:00:00', end: '17:00:00' },
      $metadata: { hours: { desiredValue: { start: '06:00:00', end: '18:00:00' } } },
    };
    expect(settingsPatch(model, values, wished)).toEqual({
      ok: true,
      value: { hours: { start: '07:00:00', end: '18:00:00' } },
    });
    expect(settingsPatch(model, values, {})).toEqual({ ok: true, value: { hours: { start: '07:00:00' } } });
  });

  it.each([
    ['target', 99, '“Target” cannot be set: Between -30 and 25.'],
    ['target', 'warm', '“Target” cannot be set: Enter a number.'],
    ['units', '3', '“units” cannot be set: Choose one of the list.'],
    ['hours.start', 'noon', '“hours: start” cannot be set: Enter a time of day such as 06:00:00.'],
    ['tags', '{}', '“tags” cannot be set: Enter a list as JSON, such as [1, 2].'],
    ['serial', 'x', '“serial” cannot be set: It can only be read.'],
    ['gone', 1, '“gone” cannot be set: This vehicle has no such setting.'],
    ['__proto__', 1, '“__proto__” cannot be set: This vehicle has no such setting.'],
  ])('is not made of %s = %s', (path, value, message) => {
    expect(settingsPatch(model, Object.fromEntries([[path, value]]))).toMatchObject({
      ok: false,
      error: { code: 'invalid-params', message },
    });
  });

  it('comes back as it was sent, once the vehicle has it', () => {
    const values = fc.record({
      target: fc.integer({ min: -30, max: 25 }),
      units: fc.constantFrom('1', '2'),
      plate: fc.string({ minLength: 1, maxLength: 50 }),
      'hours.start': fc.constantFrom('06:00:00', '07:30:00'),
      'hours.end': fc.constantFrom('17:00:00', '18:30:00'),
      'doors.autoLock': fc.boolean(),
    });
    fc.assert(
      fc.property(values, (sent) => {
        const body = settingsPatch(model, sent);
        if (!body.ok) throw new Error(body.error.message);
        const settings = readSettings(model, JSON.parse(JSON.stringify(body.value)));
        const shown = new Map(settings.map(({ path, reported }) => [path, reported]));
        for (const [path, value] of Object.entries(sent)) expect(String(shown.get(path))).toBe(String(value));
      }),
    );
  });
});

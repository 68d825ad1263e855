import { describe, expect, it } from 'vitest';
import { mappingSchema, type Mapping } from '../../shared/mapping/mapping.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { presets } from '../presets/presets.ts';
import { mappingProblems, unreachedRoutes } from './mapping-problems.ts';

const mappingOf = (topic: string, rest: Partial<Mapping> = {}, vehicle = '{vehicle}'): Mapping =>
  mappingSchema.parse({
    version: 1,
    title: 'Test',
    expectedIntervalMs: 1000,
    routes: [
      {
        kind: 'telemetry',
        topic,
        vehicle,
        signals: [
          { from: 'speed', to: signalPath.speed, unit: 'mph' },
          { from: 'own', to: 'Own', unit: 'kPa' },
        ],
      },
    ],
    ...rest,
  });

describe('a mapping’s problems', () => {
  it.each(presets)('are none in the preset $id', ({ settings }) => {
    expect(mappingProblems(settings.mapping)).toEqual([]);
    expect(
      unreachedRoutes(
        settings.mapping,
        settings.topics.map(({ filter }) => filter),
      ),
    ).toEqual([]);
  });

  it('name a faulty pattern', () => {
    expect(mappingProblems(mappingOf('a/#/{vehicle}'))).toEqual(['Route 1: # stands alone, as the last level.']);
  });

  it('name a capture that the topic does not have', () => {
    expect(mappingProblems(mappingOf('a/{truck}'))).toEqual([
      'Route 1: {vehicle} is used, but is no level of the topic a/{truck}.',
    ]);
    expect(mappingProblems(mappingOf('a/+', {}, '{$.id}'))).toEqual([]);
  });

  it('name units that do not fit', () => {
    const routes: Mapping['routes'] = [
      {
        kind: 'telemetry',
        topic: '{vehicle}',
        vehicle: '{vehicle}',
        signals: [
          { from: 'v', to: signalPath.speed, unit: 'kPa' },
          { from: 'open', to: signalPath.isDoorOpen, unit: 'percent' },
        ],
      },
    ];
    expect(mappingProblems(mappingOf('x', { routes }))).toEqual([
      'Route 1: "v" in kPa cannot become Vehicle.Speed in km/h.',
      'Route 1: "open" has the unit percent, but Vehicle.Cabin.Door.Row1.DriverSide.IsOpen has none.',
    ]);
  });

  it('name a level of the command topic that no message gives', () => {
    const commandRoute = { topic: 'cmd/{site}/{vehicle}/{command}', requestIdField: 'id', qos: 1 } as const;
    expect(mappingProblems(mappingOf('a/{vehicle}', { commandRoute }))).toEqual([
      "Command topic: {site} is a level of no route's topic.",
    ]);
  });

  it('name routes that no subscription reaches', () => {
    expect(unreachedRoutes(mappingOf('a/{vehicle}'), ['b/#', 'a/+'])).toEqual([]);
    expect(unreachedRoutes(mappingOf('a/{vehicle}'), ['b/#'])).toEqual([
      'Route 1: none of the watched topics brings a/{vehicle}.',
    ]);
  });
});

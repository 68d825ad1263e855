import { expect, test } from 'vitest';
import type { Mapping, TelemetryRoute } from '../../../shared/mapping/mapping.ts';
import { presetById } from '../../presets/presets.ts';
import { vehicleIdBy, vehicleNaming } from './vehicle-naming.ts';

const mappingOf = (...routes: readonly Partial<TelemetryRoute>[]): Mapping => ({
  ...presetById('watson').settings.mapping,
  routes: routes.map((route) => ({
    ...{ kind: 'telemetry', topic: 'iot-2/type/{type}/id/{device}/evt/{event}/fmt/json', vehicle: '{type}/{device}' },
    signals: [],
    ...route,
  })),
});

test.each<[string, Mapping, string]>([
  ['the preset’s', presetById('watson').settings.mapping, 'van/VAN-1'],
  ['the practice fleet’s', presetById('practice').settings.mapping, 'VAN-1'],
  ['one with words of its own', mappingOf({ vehicle: 'Fleet {device} ({type})' }), 'Fleet VAN-1 (van)'],
  [
    'one whose topic calls them otherwise',
    mappingOf({ topic: 'iot-2/type/{t}/id/{d}/evt/+/fmt/json', vehicle: '{d}' }),
    'VAN-1',
  ],
  ['one that takes the name from the payload', mappingOf({ vehicle: '{$.plate}' }), 'van/VAN-1'],
  ['one that names a type as a vehicle', mappingOf({ vehicle: '{type}' }), 'van/VAN-1'],
  ['one for another topic first', mappingOf({ topic: 'a/{x}', vehicle: '{x}' }, { vehicle: '{device}' }), 'VAN-1'],
  ['one without telemetry', { ...mappingOf(), routes: [{ kind: 'ignore', topic: '+' }] }, 'van/VAN-1'],
])('a device of the registry has the id that its messages have by the mapping: %s', (_title, mapping, id) => {
  expect(vehicleIdBy(mapping)('van', 'VAN-1')).toBe(id);
});

test('two mappings that name alike are told to do so, whatever they call the levels', () => {
  const other = mappingOf({ topic: 'iot-2/type/{t}/id/{d}/evt/+/fmt/json', vehicle: '{t}/{d}' });
  expect(vehicleNaming(other)).toBe(vehicleNaming(presetById('watson').settings.mapping));
});

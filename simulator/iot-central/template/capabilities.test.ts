import { expect, test } from 'vitest';
import { kindNames } from '../../vehicle/kinds.ts';
import { readCapabilities } from './capabilities.ts';
import { fleetTemplates } from './fleet-templates.ts';

const read = (contents: readonly object[], rest: object = {}) => readCapabilities({ contents, ...rest });

test('own, inherited and component parts are found, each in its place', () => {
  const component = {
    '@type': 'Component',
    '@id': 'dtmi:a:c;1',
    name: 'axle',
    schema: { contents: [{ '@type': ['Telemetry', 'Mass'], name: 'load' }] },
  };
  const base = { contents: [{ '@type': 'Command', name: 'stop' }] };
  const capabilities = read([component, { '@type': ['Property', 'Cloud'], name: 'owner', schema: 'string' }], {
    extends: base,
  });
  expect(capabilities.components).toEqual([{ id: 'dtmi:a:c;1', name: 'axle', displayName: undefined }]);
  expect(capabilities.find('axle', 'load')).toEqual({ kind: 'telemetry' });
  expect(capabilities.find(undefined, 'load')).toBeUndefined();
  expect(capabilities.find(undefined, 'stop')).toEqual({ kind: 'command' });
  expect(capabilities.find(undefined, 'owner')).toEqual({
    kind: 'property',
    isWritable: true,
    isCloud: true,
    schema: 'string',
  });
});

test('what is not written as a template has nothing in it', () => {
  const odd = read([{ name: 'untyped' }, { '@type': 'Telemetry' }, { '@type': 'Telemetry', name: '__proto__' }]);
  expect(odd.components).toEqual([]);
  for (const name of ['untyped', '__proto__', 'constructor']) expect(odd.find(undefined, name)).toBeUndefined();
  for (const model of [undefined, null, 7, 'text', { contents: 7 }])
    expect(readCapabilities(model).components).toEqual([]);
});

test('a template that inherits from itself comes to an end', () => {
  const model: Record<string, unknown> = { contents: [{ '@type': 'Telemetry', name: 'speed' }] };
  model.extends = [model];
  expect(readCapabilities(model).find(undefined, 'speed')).toEqual({ kind: 'telemetry' });
});

test.each(kindNames)('a %s has what every vehicle has, and doors', (kind) => {
  const capabilities = readCapabilities(fleetTemplates[kind].capabilityModel);
  expect(capabilities.components.map(({ name }) => name)).toEqual(['doors', 'deviceInformation']);
  expect(capabilities.find(undefined, 'speedLimit')).toMatchObject({ kind: 'property', isWritable: true });
  expect(capabilities.find('doors', 'unlockDoors')).toEqual({ kind: 'command' });
});

test('a model of DTDL v1 has what its interfaces say', () => {
  const contents = [{ '@type': 'Command', name: 'Recall' }];
  const model = { '@type': 'CapabilityModel', implements: [{ name: 'one', schema: { contents } }] };
  expect(readCapabilities(model).find(undefined, 'Recall')).toEqual({ kind: 'command' });
});

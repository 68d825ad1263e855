import { describe, expect, it } from 'vitest';
import { readTemplate } from './read-template.ts';
import {
  command,
  component,
  enumSchema,
  objectSchema,
  property,
  telemetry,
  templateDocument,
  templateOf,
} from '../../../test/support/iot-central-template.ts';

describe('what a template has', () => {
  it('reads telemetry, properties and commands of the root and of components', () => {
    const model = templateOf([
      telemetry('speed', 'double', { displayName: 'Speed' }),
      property('limit', 'integer', { writable: true }),
      property('serial', 'string'),
      property('plate', 'string', { '@type': ['Property', 'Cloud', 'StringValue'] }),
      command('reboot'),
      component('doors', [telemetry('open', 'boolean'), command('lock')], { displayName: 'Doors' }),
    ]);
    expect(model).toMatchObject({ id: 'dtmi:contoso:truck;1', title: 'Truck', leftOut: [] });
    expect(model.telemetry.map(({ path }) => path)).toEqual(['speed', 'doors.open']);
    expect(model.properties.map(({ path, kind }) => [path, kind])).toEqual([
      ['limit', 'writable'],
      ['serial', 'reported'],
      ['plate', 'cloud'],
    ]);
    expect(model.commands.map(({ path, component: part }) => [path, part?.title ?? null])).toEqual([
      ['reboot', null],
      ['doors.lock', 'Doors'],
    ]);
  });

  it('takes texts in the asked language, else in English, else in any', () => {
    const document = templateDocument([
      telemetry('a', 'double', { displayName: { en: 'Speed', de: 'Geschwindigkeit' } }),
      telemetry('b', 'double', { displayName: { en: 'Fuel' } }),
      telemetry('c', 'double', { displayName: { fr: 'Porte' } }),
      telemetry('d', 'double', { displayName: { en: '  ' } }),
    ]);
    const titles = (language?: string) => readTemplate(document, language).telemetry.map(({ title }) => title);
    expect(titles()).toEqual(['Speed', 'Fuel', 'Porte', 'd']);
    expect(titles('de-AT')).toEqual(['Geschwindigkeit', 'Fuel', 'Porte', 'd']);
  });

  it('reads what is inherited, inlined and by reference, and what those inherit', () => {
    const document = {
      ...templateDocument([telemetry('own', 'double')], {
        extends: [
          {
            '@id': 'dtmi:a;1',
            '@type': ['Interface', 'NamedInterface'],
            contents: [telemetry('a', 'double')],
            extends: 'dtmi:b;1',
          },
        ],
      }),
      interfaces: [{ '@id': 'dtmi:b;1', '@type': 'Interface', contents: [telemetry('b', 'double')] }],
    };
    const model = readTemplate(document);
    expect(model.telemetry.map(({ path }) => path)).toEqual(['own', 'a', 'b']);
    expect(model.leftOut).toEqual([]);
  });

  it('ends with interfaces that inherit from each other', () => {
    const model = readTemplate({
      ...templateDocument([], { extends: 'dtmi:a;1' }),
      interfaces: [
        {
          '@id': 'dtmi:a;1',
          '@type': 'Interface',
          contents: [telemetry('a', 'double')],
          extends: ['dtmi:b;1', 'dtmi:a;1'],
        },
        { '@id': 'dtmi:b;1', '@type': 'Interface', contents: [telemetry('b', 'double')], extends: ['dtmi:a;1'] },
      ],
    });
    expect(model.telemetry.map(({ path }) => path)).toEqual(['a', 'b']);
  });

  it('reads a component and a schema that are referred to', () => {
    const model = readTemplate([
      { '@id': 'dtmi:doors;1', '@type': 'Interface', contents: [telemetry('state', 'dtmi:state;1')] },
      {
        '@id': 'dtmi:truck;1',
        '@type': 'Interface',
        contents: [{ '@type': 'Component', name: 'doors', schema: 'dtmi:doors;1' }],
        schemas: [{ '@id': 'dtmi:state;1', ...enumSchema('integer', [[1, 'Open']]) }],
      },
    ]);
    expect(model.id).toBe('dtmi:truck;1');
    expect(model.telemetry).toMatchObject([
      { path: 'doors.state', shape: { kind: 'enum', values: [{ value: 1, title: 'Open' }] } },
    ]);
    expect(model.leftOut).toEqual([]);
  });

  it('reads units by all the names that they have', () => {
    const measures = templateOf([
      telemetry('a', 'double', { unit: 'degreeCelsius' }),
      telemetry('b', 'double', { unit: 'dtmi:standard:unit:kilometrePerHour;2' }),
      telemetry('c', 'double', { unit: 'Units/Temperature/celsius' }),
      telemetry('d', 'double', { unit: 'newtonMetre' }),
      telemetry('e', 'double', { unit: 'poundPerGallon' }),
      telemetry('f', 'double', { displayUnit: '%' }),
      telemetry('g', 'double', { displayUnit: { en: 'pallets' } }),
      telemetry('h', 'double'),
    ]).telemetry.map(({ shape }) => (shape.kind === 'number' ? [shape.unit, shape.symbol] : shape.kind));
    expect(measures).toEqual([
      ['celsius', '°C'],
      ['km/h', 'km/h'],
      ['celsius', '°C'],
      [null, 'N·m'],
      [null, 'pound per gallon'],
      ['percent', '%'],
      [null, 'pallets'],
      [null, null],
    ]);
  });

  it('reads what IoT Central says of values beside their schema', () => {
    const [number, flag, text] = templateOf([
      property('n', 'double', { '@type': ['Property', 'NumberValue'], minValue: -3, maxValue: 4, decimalPlaces: 1 }),
      property('b', 'boolean', { '@type': ['Property', 'BooleanValue'], trueName: { en: 'On' }, falseName: 'Off' }),
      property('s', 'string', { '@type': ['Property', 'StringValue'], minLength: 2, maxLength: 9 }),
    ]).properties.map(({ shape }) => shape);
    expect(number).toMatchObject({ minimum: -3, maximum: 4, decimals: 1 });
    expect(flag).toEqual({ kind: 'boolean', words: { whenTrue: 'On', whenFalse: 'Off' } });
    expect(text).toMatchObject({ minimumLength: 2, maximumLength: 9 });
  });

  it('reads the schemas of places, vectors, lists and maps', () => {
    const kinds = templateOf([
      telemetry('place', 'geopoint'),
      telemetry('geo', 'dtmi:standard:schema:geospatial:point;3'),
      telemetry('force', 'vector', { unit: 'gForce' }),
      telemetry('codes', { '@type': 'Array', elementSchema: 'string' }),
      telemetry('tags', { '@type': 'Map', mapKey: {}, mapValue: {} }),
    ]).telemetry.map(({ shape }) => [shape.kind, shape.kind === 'json' ? shape.what : null]);
    expect(kinds).toEqual([
      ['object', null],
      ['json', 'point'],
      ['object', null],
      ['json', 'list'],
      ['json', 'map'],
    ]);
  });
});

describe('what a template cannot say', () => {
  const leftOut = (contents: readonly object[], more?: object) => templateOf(contents, more).leftOut;

  it('shows the rest and says what it left out', () => {
    const model = templateOf(
      [
        telemetry('speed', 'double'),
        telemetry('colour', 'dtmi:contoso:colour;1', { displayName: 'Colour' }),
        telemetry('no way', 'double'),
        telemetry('speed', 'integer'),
        { '@type': ['Relationship', 'EdgeModule'], name: 'filter' },
        { '@type': 'Component', name: 'tank', displayName: 'Tank', schema: 'dtmi:contoso:tank;1' },
      ],
      { extends: 'dtmi:contoso:base;1' },
    );
    expect(model.telemetry.map(({ path, shape }) => [path, shape.kind])).toEqual([
      ['speed', 'number'],
      ['colour', 'json'],
    ]);
    expect(model.leftOut).toEqual([
      '“Colour” is of a type that is not known here, “dtmi:contoso:colour;1”; its values are shown as they come.',
      '“no way” has no name that can be used in an address; it is left out.',
      '“speed” stands in the template twice; the first is used.',
      '“filter” is a module of an IoT Edge device, which is not shown.',
      'The part “Tank” is described by “dtmi:contoso:tank;1”, which the template does not contain; it is left out.',
      'The template inherits from “dtmi:contoso:base;1”, which it does not contain; what that adds is left out.',
    ]);
  });

  it('leaves choices without a value of their own out', () => {
    const schema = enumSchema('integer', [
      [1, 'One'],
      [1, 'Again'],
      [{}, 'Nothing'],
    ]);
    expect(leftOut([telemetry('state', schema)])).toEqual([
      '“state”: 2 of its choices cannot be read and are left out.',
    ]);
  });

  it('ends with a schema that is made of itself', () => {
    const node = {
      '@id': 'dtmi:node;1',
      '@type': 'Object',
      fields: Array.from({ length: 90 }, (_, index) => ({ name: `f${String(index)}`, schema: 'dtmi:node;1' })),
    };
    const model = templateOf([telemetry('tree', node), telemetry('speed', 'double')]);
    expect(model.telemetry.map(({ shape }) => shape.kind)).toEqual(['json', 'number']);
    expect(model.leftOut).toEqual(['“tree” has too many parts to be shown one by one; it is shown as JSON.']);
  });

  it('keeps no text longer than a screen shows', () => {
    const long = 'x'.repeat(10_000_000);
    const model = templateOf([
      telemetry('a', 'double', { displayName: long, description: { en: long }, unit: long, displayUnit: long }),
      telemetry(long, 'double'),
      telemetry('b', long),
      telemetry(
        'c',
        enumSchema('string', [
          [long, long],
          ['ok', long],
        ]),
      ),
    ]);
    expect(model.telemetry).toHaveLength(3);
    expect(JSON.stringify(model).length).toBeLessThan(3000);
  });

  it('is not misled by names that every object has', () => {
    const model = templateOf([
      JSON.parse('{"@type":"Telemetry","name":"__proto__","schema":"double"}') as object,
      telemetry('constructor', objectSchema({ toString: 'double' })),
      telemetry('hasOwnProperty', 'toString'),
    ]);
    expect(model.telemetry.map(({ path }) => path)).toEqual(['constructor', 'hasOwnProperty']);
    expect(model.leftOut).toHaveLength(2);
  });

  it('says of a document that is no template that there is nothing', () => {
    for (const document of [null, undefined, 7, 'template', [], { capabilityModel: 'dtmi:gone;1' }]) {
      const model = readTemplate(document);
      expect(model.telemetry).toEqual([]);
      expect(model.leftOut).toEqual(['The template has no model that can be read: nothing of it is shown.']);
    }
  });

  it('does not say more than a screen can hold', () => {
    const model = templateOf(Array.from({ length: 400 }, (_, index) => telemetry(`${String(index)} bad`, 'double')));
    expect(model.leftOut).toHaveLength(51);
    expect(model.leftOut.at(-1)).toBe('350 more parts could not be read.');
  });
});

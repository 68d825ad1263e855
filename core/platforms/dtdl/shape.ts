import { finite, listOf, own, type Json } from './json.ts';
import { resolve, type TemplateDocument } from './document.ts';
import type { EnumShape, Field, JsonShape, NumberShape, ObjectShape, Shape, TextShape } from './model.ts';
import { descriptionOf, quoted, titleOf, wordOf } from './texts.ts';
import { measureOf } from './units.ts';

export interface ReadingContext {
  readonly document: TemplateDocument;
  readonly language: string;
  /** Fields of objects that may still be read: schemas can refer to each other, and to themselves. */
  fieldsLeft: number;
  /** A sentence for an operator. */
  leaveOut(sentence: string): void;
}

const levelLimit = 6;
const fieldLimit = 100;
const enumLimit = 500;
const enumTextLimit = 200;
const pathLimit = 130;

/** What a name may be, here as in DTDL; the platform puts names into addresses and paths. */
export const isName = (name: unknown): name is string =>
  typeof name === 'string' && name.length <= 64 && /^[A-Za-z]\w*$/u.test(name);

export const typesOf = (element: unknown): readonly string[] =>
  listOf(own(element, '@type'))
    .slice(0, 20)
    .filter((type): type is string => typeof type === 'string' && type.length <= 200)
    // DTDL v1: `SemanticType/Temperature`.
    .map((type) => type.slice(type.lastIndexOf('/') + 1));

const json = (what: JsonShape['what'], isOfTexts = false): JsonShape => ({ kind: 'json', what, isOfTexts });

const text = (format: TextShape['format'] = null): TextShape => ({
  kind: 'text',
  format,
  minimumLength: null,
  maximumLength: null,
});

const number = (isInteger: boolean): NumberShape => ({
  kind: 'number',
  isInteger,
  minimum: null,
  maximum: null,
  decimals: null,
  unit: null,
  symbol: null,
});

const coordinate = (name: string, title: string, limit: number | null, isOptional = false): Field => ({
  name,
  title,
  description: null,
  shape: {
    ...number(false),
    ...(limit === null ? { unit: 'm', symbol: 'm' } : { unit: 'degrees', symbol: '°' }),
    minimum: limit === null ? null : -limit,
    maximum: limit,
  },
  isOptional,
});

const geopoint: ObjectShape = {
  kind: 'object',
  meaning: 'geopoint',
  fields: [
    coordinate('lat', 'Latitude', 90),
    coordinate('lon', 'Longitude', 180),
    coordinate('alt', 'Altitude', null, true),
  ],
};

/** DTDL v2's primitives with those of v3 that JSON can hold, its geometries, and IoT Central's own two. */
const named: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['boolean', { kind: 'boolean', words: null }],
  ...['double', 'float', 'decimal'].map((name): [string, Shape] => [name, number(false)]),
  ...['integer', 'long', 'byte', 'short', 'unsignedByte', 'unsignedShort', 'unsignedInteger', 'unsignedLong'].map(
    (name): [string, Shape] => [name, number(true)],
  ),
  ['string', text()],
  ['uuid', text()],
  ['dateTime', text('date-time')],
  ['date', text('date')],
  ['time', text('time')],
  ['duration', text('duration')],
  ['geopoint', geopoint],
  [
    'vector',
    {
      kind: 'object',
      meaning: 'vector',
      fields: ['x', 'y', 'z'].map((name) => ({
        name,
        title: name,
        description: null,
        shape: number(false),
        isOptional: false,
      })),
    },
  ],
  ['point', json('point')],
  ...['lineString', 'multiLineString', 'multiPoint', 'multiPolygon', 'polygon'].map((name): [string, Shape] => [
    name,
    json('geometry'),
  ]),
]);

/** `dtmi:standard:schema:geospatial:point;3` is `point`. */
const findNamed = (schema: string): Shape | undefined =>
  named.get(schema) ?? named.get(/[A-Za-z]+(?=;\d+$)/u.exec(schema.slice(-80))?.[0] ?? '');

/** What an element's schema, and what else it says of its values, make of a value. */
export const readShape = (element: unknown, label: string, context: ReadingContext): Shape => {
  const shape = readSchema(own(element, 'schema'), label, 1, context);
  const refined = refine(shape, element, context);
  if (isTooLarge(refined)) {
    context.leaveOut(`${quoted(label)} has too many parts to be shown one by one; it is shown as JSON.`);
    return json('large');
  }
  return refined;
};

const readSchema = (schema: unknown, label: string, level: number, context: ReadingContext): Shape => {
  if (typeof schema === 'string') {
    const shape = findNamed(schema);
    if (shape !== undefined) return shape;
  }
  const complex = resolve(context.document, schema);
  if (complex === undefined) return unknown(schema, label, context);
  const types = typesOf(complex);
  if (types.includes('Enum')) return readEnum(complex, label, context);
  if (types.includes('Array')) return json('list', own(complex, 'elementSchema') === 'string');
  if (types.includes('Map')) return json('map');
  if (types.includes('Object')) {
    return level < levelLimit ? readObject(complex, label, level, context) : json('large');
  }
  return unknown(schema, label, context);
};

const unknown = (schema: unknown, label: string, context: ReadingContext): JsonShape => {
  const name = typeof schema === 'string' ? schema : typesOf(schema).at(-1);
  context.leaveOut(
    name === undefined
      ? `${quoted(label)} does not say what its values are; they are shown as they come.`
      : `${quoted(label)} is of a type that is not known here, ${quoted(name)}; its values are shown as they come.`,
  );
  return json('unknown');
};

const readEnum = (complex: Json, label: string, context: ReadingContext): EnumShape | JsonShape => {
  const entries = listOf(own(complex, 'enumValues'));
  // By the value as text, which is how forms tell choices apart.
  const values = new Map<string, EnumShape['values'][number]>();
  let leftOut = Math.max(0, entries.length - enumLimit);
  for (const entry of entries.slice(0, enumLimit)) {
    const value = own(entry, 'enumValue');
    const name = own(entry, 'name');
    const isUsable =
      (typeof value === 'string' && value !== '' && value.length <= enumTextLimit) ||
      (typeof value === 'number' && Number.isFinite(value));
    if (!isUsable || values.has(String(value))) leftOut++;
    else {
      const title = titleOf(entry, context.language) ?? (isName(name) ? name : String(value));
      values.set(String(value), { value, title });
    }
  }
  if (leftOut > 0) {
    context.leaveOut(`${quoted(label)}: ${String(leftOut)} of its choices cannot be read and are left out.`);
  }
  if (values.size === 0) return json('unknown');
  return { kind: 'enum', values: [...values.values()] };
};

const readObject = (complex: Json, label: string, level: number, context: ReadingContext): ObjectShape | JsonShape => {
  const fields = new Map<string, Field>();
  const entries = listOf(own(complex, 'fields'));
  context.fieldsLeft -= entries.length;
  if (entries.length > fieldLimit || context.fieldsLeft < 0) return json('large');
  for (const entry of entries) {
    const field = readField(entry, label, level + 1, context);
    if (field === undefined || fields.has(field.name)) {
      context.leaveOut(`${quoted(label)}: a field without a usable name of its own is left out.`);
    } else fields.set(field.name, field);
  }
  return fields.size === 0 ? json('map') : { kind: 'object', meaning: null, fields: [...fields.values()] };
};

const readField = (entry: unknown, label: string, level: number, context: ReadingContext): Field | undefined => {
  const name = own(entry, 'name');
  if (!isName(name)) return undefined;
  const title = titleOf(entry, context.language) ?? name;
  const shape = readSchema(own(entry, 'schema'), `${label}: ${title}`, level, context);
  return {
    name,
    title,
    description: descriptionOf(entry, context.language),
    shape: refine(shape, entry, context),
    // DTDL v2 knows no optional fields; v3 says it like this.
    isOptional: own(entry, 'nullable') === true,
  };
};

/** A command's request or response. */
export const readPayload = (element: unknown, label: string, context: ReadingContext): Field => {
  const name = own(element, 'name');
  return {
    name: isName(name) ? name : 'value',
    title: titleOf(element, context.language) ?? (isName(name) ? name : 'Value'),
    description: descriptionOf(element, context.language),
    shape: readShape(element, label, context),
    isOptional: own(element, 'nullable') === true,
  };
};

/** IoT Central says more of values than DTDL: NumberValue, StringValue, BooleanValue. */
const refine = (shape: Shape, element: unknown, { language }: ReadingContext): Shape => {
  switch (shape.kind) {
    case 'number':
      return refineNumber(shape, element, language);
    case 'text': {
      const minimumLength = lengthOf(own(element, 'minLength'));
      const maximumLength = lengthOf(own(element, 'maxLength'));
      return { ...shape, minimumLength, maximumLength };
    }
    case 'boolean': {
      const whenTrue = wordOf(own(element, 'trueName'), language);
      const whenFalse = wordOf(own(element, 'falseName'), language);
      if (whenTrue === null && whenFalse === null) return shape;
      return { ...shape, words: { whenTrue: whenTrue ?? 'Yes', whenFalse: whenFalse ?? 'No' } };
    }
    case 'object': {
      if (shape.meaning !== 'vector') return shape;
      const measure = measureOf(own(element, 'unit'), wordOf(own(element, 'displayUnit'), language));
      return {
        ...shape,
        fields: shape.fields.map((field) => ({ ...field, shape: { ...number(false), ...measure } })),
      };
    }
    case 'enum':
    case 'json':
      return shape;
  }
};

const refineNumber = (shape: NumberShape, element: unknown, language: string): NumberShape => {
  const minimum = finite(own(element, 'minValue'));
  const maximum = finite(own(element, 'maxValue'));
  const decimals = finite(own(element, 'decimalPlaces'));
  const isEmptyRange = minimum !== null && maximum !== null && minimum > maximum;
  return {
    ...shape,
    ...measureOf(own(element, 'unit'), wordOf(own(element, 'displayUnit'), language)),
    minimum: isEmptyRange ? null : minimum,
    maximum: isEmptyRange ? null : maximum,
    decimals: decimals !== null && Number.isInteger(decimals) && decimals >= 0 && decimals <= 20 ? decimals : null,
  };
};

const lengthOf = (value: unknown): number | null => {
  const length = finite(value);
  return length !== null && Number.isInteger(length) && length > 0 ? length : null;
};

interface Size {
  readonly leaves: number;
  readonly pathLength: number;
}

const sizeOf = (shape: Shape): Size => {
  if (shape.kind !== 'object') return { leaves: 1, pathLength: 0 };
  const sizes = shape.fields.map((field) => ({ name: field.name.length + 1, ...sizeOf(field.shape) }));
  return {
    leaves: sizes.reduce((total, { leaves }) => total + leaves, 0),
    pathLength: Math.max(...sizes.map(({ name, pathLength }) => name + pathLength)),
  };
};

/** Forms hold 100 fields, and names 200 characters with a component's and the value's own in front. */
const isTooLarge = (shape: Shape): boolean => {
  const { leaves, pathLength } = sizeOf(shape);
  return leaves > fieldLimit || pathLength > pathLimit;
};

import { checkParameters, type ParameterDefinition } from '../../../shared/command/definition.ts';
import type { SettingValue } from '../../../shared/platform/setting.ts';
import { cutText } from '../../telemetry/json.ts';
import { own } from './json.ts';
import type { Field, Shape } from './model.ts';
import { descriptionLimit, titleLimit } from './texts.ts';

const lengthLimit = 4096;

/** One value that is entered or shown on its own: the value itself, or what an object is made of. */
export interface Leaf {
  /** Below the value: empty for the value itself, `start` or `tank.level` within an object. */
  readonly path: string;
  /** Below the value's title; empty for the value itself. */
  readonly title: string;
  readonly description: string | null;
  readonly shape: Exclude<Shape, { readonly kind: 'object' }>;
  readonly isOptional: boolean;
}

/** A field, a telemetry or a property: what has a value. */
export type Valued = Pick<Field, 'shape' | 'description'> & { readonly isOptional?: boolean };

/** A value's parts, in the template's order. */
export const leavesOf = ({ shape, description, isOptional = false }: Valued): readonly Leaf[] => {
  if (shape.kind !== 'object') return [{ path: '', title: '', description, shape, isOptional }];
  return shape.fields.flatMap((field) =>
    leavesOf(field).map((leaf) => ({
      ...leaf,
      path: joined(field.name, '.', leaf.path),
      title: joined(field.title, ': ', leaf.title),
      isOptional: isOptional || leaf.isOptional || field.isOptional,
    })),
  );
};

export const joined = (first: string, between: string, second: string): string =>
  first === '' || second === '' ? first + second : first + between + second;

const withSymbol = (title: string, shape: Shape): string => {
  if (shape.kind !== 'number' || shape.unit !== null || shape.symbol === null) return cutText(title, titleLimit);
  const symbol = ` (${shape.symbol})`;
  return `${cutText(title, titleLimit - symbol.length)}${symbol}`;
};

/** How one leaf is entered. A unit that the console does not have stands in the title. */
export const formOf = (name: string, title: string, leaf: Leaf, initial?: unknown): ParameterDefinition => {
  const { shape } = leaf;
  const proposed = initialOf(shape, initial);
  return {
    name,
    title: withSymbol(title, shape),
    ...(leaf.description === null ? {} : { description: cutText(leaf.description, descriptionLimit) }),
    ...typeOf(shape),
    ...(proposed === undefined ? {} : { initial: proposed }),
    ...(leaf.isOptional ? { isOptional: true } : {}),
  };
};

const typeOf = (shape: Leaf['shape']): Omit<ParameterDefinition, 'name' | 'title'> => {
  switch (shape.kind) {
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
      return {
        type: shape.isInteger ? 'integer' : 'number',
        ...(shape.unit === null ? {} : { unit: shape.unit }),
        ...(shape.minimum === null ? {} : { minimum: shape.minimum }),
        ...(shape.maximum === null ? {} : { maximum: shape.maximum }),
      };
    case 'text':
      return {
        type: 'string',
        ...(shape.format === null ? {} : { format: shape.format }),
        ...(shape.maximumLength === null ? {} : { maximumLength: Math.min(shape.maximumLength, lengthLimit) }),
      };
    case 'enum':
      return { type: 'enum', choices: shape.values.map(({ value, title }) => ({ value: String(value), title })) };
    case 'json':
      return { type: 'string', format: 'json', maximumLength: lengthLimit };
  }
};

/** Templates write initial values as they are or as text (`"100"` for a number). */
const initialOf = (shape: Leaf['shape'], initial: unknown): SettingValue | undefined => {
  switch (shape.kind) {
    case 'boolean': {
      const text = typeof initial === 'boolean' ? String(initial) : initial;
      return text === 'true' ? true : text === 'false' ? false : undefined;
    }
    case 'number': {
      const value = toNumber(initial);
      return value !== undefined && (!shape.isInteger || Number.isInteger(value)) ? value : undefined;
    }
    case 'text':
      return typeof initial === 'string' && initial.length <= lengthLimit ? initial : undefined;
    case 'enum': {
      const choice = shape.values.find(({ value }) => String(value) === initial || value === initial);
      return choice === undefined ? undefined : String(choice.value);
    }
    case 'json':
      return undefined;
  }
};

const toNumber = (value: unknown): number | undefined => {
  const number =
    typeof value === 'string' && value.length <= 64 && value.trim() !== '' ? Number(value) : (value as number);
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

/** The part of a value that a leaf's path names; the value itself for an empty path. Undefined where it is not there. */
export const partOf = (value: unknown, path: string): unknown =>
  path === '' ? value : path.split('.').reduce(own, value);

export type EnteredValues = Readonly<Record<string, SettingValue | null>>;

/** What was entered under `name`, and under `name.field` for objects, as the platform takes it; undefined: nothing. */
export const wireValue = (shape: Shape, name: string, values: EnteredValues): unknown => {
  if (shape.kind === 'object') {
    const fields = shape.fields.flatMap((field): [string, unknown][] => {
      const value = wireValue(field.shape, joined(name, '.', field.name), values);
      return value === undefined ? [] : [[field.name, value]];
    });
    return fields.length === 0 ? undefined : Object.fromEntries(fields);
  }
  const entered = Object.hasOwn(values, name) ? values[name] : undefined;
  if (entered === undefined || entered === null) return entered;
  switch (shape.kind) {
    case 'enum':
      if (entered === '') return undefined;
      return shape.values.find(({ value }) => String(value) === String(entered))?.value ?? entered;
    case 'number':
      return entered === '' ? undefined : (toNumber(entered) ?? entered);
    case 'boolean':
      return entered === '' ? undefined : entered === 'true' ? true : entered === 'false' ? false : entered;
    case 'json':
      return entered === '' ? undefined : parsed(entered);
    case 'text':
      // An empty text is one that was not entered: forms cannot tell the two apart.
      return entered === '' ? undefined : entered;
  }
};

const parsed = (entered: SettingValue): unknown => {
  if (typeof entered !== 'string') return entered;
  try {
    return JSON.parse(entered) as unknown;
  } catch {
    return entered;
  }
};

/** A sentence for each value that does not fit its form or its shape, by its name; empty when all do. */
export const problemsOf = (
  forms: readonly { readonly form: ParameterDefinition; readonly shape: Leaf['shape'] }[],
  values: Readonly<Record<string, SettingValue>>,
): Readonly<Record<string, string>> => {
  const problems = new Map(
    Object.entries(
      checkParameters(
        forms.map(({ form }) => form),
        values,
      ),
    ),
  );
  for (const { form, shape } of forms) {
    const value = Object.hasOwn(values, form.name) ? values[form.name] : undefined;
    if (value === undefined || value === '' || problems.has(form.name)) continue;
    const problem = shapeProblem(shape, value);
    if (problem !== undefined) problems.set(form.name, problem);
  }
  return Object.fromEntries(problems);
};

const shapeProblem = (shape: Leaf['shape'], value: SettingValue): string | undefined => {
  if (shape.kind === 'text' && shape.minimumLength !== null && String(value).length < shape.minimumLength) {
    return `At least ${String(shape.minimumLength)} characters.`;
  }
  if (shape.kind !== 'json' || shape.what === 'unknown') return undefined;
  const entered = parsed(value);
  if (shape.what === 'list') return Array.isArray(entered) ? undefined : 'Enter a list as JSON, such as [1, 2].';
  return typeof entered === 'object' && entered !== null && !Array.isArray(entered)
    ? undefined
    : 'Enter an object as JSON, such as {"name": 1}.';
};

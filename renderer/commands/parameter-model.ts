import {
  checkParameters,
  type ParameterDefinition,
  type ParameterValue,
  type ParameterValues,
} from '../../shared/command/definition.ts';

/** What the form's fields hold: numbers as typed, so that a half-typed one is neither lost nor taken for another. */
export type ParameterInputs = Readonly<Record<string, string | number | boolean>>;

export const initialInputs = (definitions: readonly ParameterDefinition[]): Record<string, string | number | boolean> =>
  Object.fromEntries(definitions.map((definition) => [definition.name, definition.initial ?? emptyInput(definition)]));

const emptyInput = (definition: ParameterDefinition): string | boolean =>
  definition.type === 'boolean' && definition.isOptional !== true ? false : '';

/** The values that would be sent. An empty field is left out; a number that is none is kept as text for the check to name. */
export const valuesOf = (definitions: readonly ParameterDefinition[], inputs: ParameterInputs): ParameterValues => {
  const values: Record<string, ParameterValue> = {};
  for (const { name, type } of definitions) {
    const input = inputs[name];
    if (input === undefined || input === '') continue;
    values[name] = (type === 'number' || type === 'integer') && typeof input === 'string' ? toNumber(input) : input;
  }
  return values;
};

const toNumber = (text: string): number | string => {
  const trimmed = text.trim();
  const number = Number(trimmed);
  return trimmed === '' || !Number.isFinite(number) ? text : number;
};

/** One sentence a parameter that is wrong, keyed by name. The engine asks the same again. */
export const problemsOf = (
  definitions: readonly ParameterDefinition[],
  inputs: ParameterInputs,
): Readonly<Record<string, string>> => checkParameters(definitions, valuesOf(definitions, inputs));

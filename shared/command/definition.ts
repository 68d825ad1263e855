import { z } from 'zod';
import { units } from '../vehicle/units.ts';

const word = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z][A-Za-z0-9_.-]*$/, 'letters, digits, . _ and -');

export const parameterDefinitionSchema = z.strictObject({
  name: word,
  title: z.string().min(1).max(80),
  description: z.string().max(300).optional(),
  type: z.enum(['boolean', 'integer', 'number', 'string', 'enum']),
  /** What a text has to be: a time of ISO 8601, or any JSON. */
  format: z.enum(['date-time', 'date', 'time', 'duration', 'json']).optional(),
  unit: z.enum(units).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maximumLength: z.number().int().positive().max(4096).optional(),
  choices: z
    .array(z.strictObject({ value: z.string(), title: z.string() }))
    .min(1)
    .optional(),
  initial: z.union([z.boolean(), z.number(), z.string()]).optional(),
  isOptional: z.boolean().optional(),
});
export type ParameterDefinition = z.infer<typeof parameterDefinitionSchema>;

/** What must be true, and known freshly, before a command may leave. */
export const preconditionSchema = z.strictObject({
  signal: z.string().min(1).max(200),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  /** A value older than this decides nothing: the command is refused. */
  freshWithinMs: z.number().positive(),
  /** For the operator: why this is asked, such as "Unlock only while the vehicle stands". */
  explanation: z.string().min(1).max(200),
});
export type Precondition = z.infer<typeof preconditionSchema>;

export const commandDefinitionSchema = z.strictObject({
  name: word,
  title: z.string().min(1).max(80),
  description: z.string().max(300).optional(),
  /** `disruptive` asks for more than one click before it is sent. */
  risk: z.enum(['routine', 'disruptive']),
  /** Vehicle types that offer it; absent means all. */
  vehicleTypes: z.array(z.string().min(1)).optional(),
  parameters: z.array(parameterDefinitionSchema).max(100),
  preconditions: z.array(preconditionSchema).max(10).optional(),
  /** Without a final answer by then the command is `expired`. */
  expiresAfterMs: z.number().int().min(1000).max(3_600_000),
});
export type CommandDefinition = z.infer<typeof commandDefinitionSchema>;

export type ParameterValue = boolean | number | string;
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** One sentence a parameter that is wrong, keyed by its name; empty when all are right. The form and the engine ask the same. */
export const checkParameters = (
  definitions: readonly ParameterDefinition[],
  values: ParameterValues,
): Readonly<Record<string, string>> => {
  const problems: Record<string, string> = {};
  const known = new Set(definitions.map((definition) => definition.name));
  for (const name of Object.keys(values)) {
    if (!known.has(name)) problems[name] = 'This command has no such parameter.';
  }
  for (const definition of definitions) {
    const value = Object.hasOwn(values, definition.name) ? values[definition.name] : undefined;
    const problem = checkParameter(definition, value);
    if (problem !== undefined) problems[definition.name] = problem;
  }
  return problems;
};

const checkParameter = (definition: ParameterDefinition, value: ParameterValue | undefined): string | undefined => {
  if (value === undefined || value === '') {
    return definition.isOptional === true ? undefined : 'Enter a value.';
  }
  switch (definition.type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'Choose yes or no.';
    case 'enum':
      return definition.choices?.some((choice) => choice.value === value) === true
        ? undefined
        : 'Choose one of the list.';
    case 'string':
      if (typeof value !== 'string') return 'Enter text.';
      return value.length <= (definition.maximumLength ?? 1024)
        ? checkFormat(definition.format, value)
        : `At most ${String(definition.maximumLength ?? 1024)} characters.`;
    case 'integer':
    case 'number':
      return checkNumber(definition, value);
  }
};

const formats = {
  'date-time': {
    pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/,
    hint: 'Enter a time such as 2026-05-03T06:00:00Z.',
  },
  date: { pattern: /^\d{4}-\d{2}-\d{2}$/, hint: 'Enter a date such as 2026-05-03.' },
  time: {
    pattern: /^\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/,
    hint: 'Enter a time of day such as 06:00:00.',
  },
  duration: {
    pattern: /^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/,
    hint: 'Enter a duration such as PT10M for ten minutes.',
  },
} as const;

/** ISO 8601 as RFC 3339 and DTDL v2 narrow it; a date that the calendar lacks is refused too. */
const checkFormat = (format: ParameterDefinition['format'], value: string): string | undefined => {
  if (format === undefined) return undefined;
  if (format === 'json') return isJson(value) ? undefined : 'Enter JSON.';
  const { pattern, hint } = formats[format];
  const isDay = format === 'date' || format === 'date-time';
  return pattern.test(value) && (!isDay || isCalendarDay(value.slice(0, 10))) ? undefined : hint;
};

const isCalendarDay = (day: string): boolean => {
  const time = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day);
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const checkNumber = (definition: ParameterDefinition, value: ParameterValue): string | undefined => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'Enter a number.';
  if (definition.type === 'integer' && !Number.isInteger(value)) return 'Enter a whole number.';
  const { minimum, maximum } = definition;
  if ((minimum !== undefined && value < minimum) || (maximum !== undefined && value > maximum)) {
    if (minimum !== undefined && maximum !== undefined) return `Between ${String(minimum)} and ${String(maximum)}.`;
    return minimum !== undefined ? `At least ${String(minimum)}.` : `At most ${String(maximum)}.`;
  }
  return undefined;
};

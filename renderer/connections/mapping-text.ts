import { mappingSchema, type Mapping } from '../../shared/mapping/mapping.ts';
import type { z } from 'zod';

export type MappingCheck =
  { readonly isValid: true; readonly mapping: Mapping } | { readonly isValid: false; readonly problem: string };

/** How many problems are told at once; the rest is counted. */
const shownProblems = 5;
const shownChoices = 12;

export const mappingText = (mapping: Mapping): string => JSON.stringify(mapping, null, 2);

/** Reads the mapping's JSON; where it is wrong, says what and where: `routes 2, signals 14, unit: …`. */
export const checkMapping = (text: string): MappingCheck => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return { isValid: false, problem: jsonProblem(text, error instanceof Error ? error.message : '') };
  }
  const result = mappingSchema.safeParse(parsed);
  if (result.success) return { isValid: true, mapping: result.data };
  return { isValid: false, problem: listOf(result.error.issues) };
};

const listOf = (issues: readonly z.core.$ZodIssue[]): string => {
  const lines = issues.slice(0, shownProblems).map((issue) => `${placeOf(issue.path)}: ${wordsOf(issue)}`);
  const more = issues.length - lines.length;
  return more > 0 ? `${lines.join('\n')}\nand ${String(more)} more.` : lines.join('\n');
};

/** Counted as people count: the first route is route 1. */
const placeOf = (path: readonly PropertyKey[]): string => {
  if (path.length === 0) return 'The mapping';
  return path.map((part) => (typeof part === 'number' ? String(part + 1) : `, ${String(part)}`)).reduce(join, '');
};

const join = (text: string, part: string): string => {
  if (text === '') return part.replace(/^, /, '');
  return part.startsWith(', ') ? text + part : `${text} ${part}`;
};

const wordsOf = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'invalid_type') {
    return issue.message.includes('received undefined')
      ? `is missing (${issue.expected}).`
      : `should be ${article(issue.expected)}.`;
  }
  if (issue.code === 'unrecognized_keys') {
    return `has ${issue.keys.map((key) => `“${key}”`).join(', ')}, which a mapping does not know.`;
  }
  if (issue.code === 'invalid_value') {
    const more = issue.values.length > shownChoices ? ', …' : '';
    return `should be one of ${issue.values.slice(0, shownChoices).map(String).join(', ')}${more}.`;
  }
  if (issue.code === 'invalid_union') {
    return issue.discriminator === undefined
      ? 'is none of the forms that fit here.'
      : 'should be one of telemetry, connectivity, acknowledgement or ignore.';
  }
  return issue.message;
};

const article = (type: string): string => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);

const jsonProblem = (text: string, message: string): string => {
  const position = /position (\d+)/.exec(message)?.[1];
  const place =
    position === undefined
      ? text.trim() === ''
        ? 'It is empty'
        : 'It breaks off or has a mistake near its end'
      : placeInText(text, Number(position));
  return `This is not JSON. ${place}: look for a missing comma, quotation mark or bracket.`;
};

const placeInText = (text: string, position: number): string => {
  const before = text.slice(0, position).split('\n');
  return `The mistake is in line ${String(before.length)}, at character ${String((before.at(-1)?.length ?? 0) + 1)}`;
};

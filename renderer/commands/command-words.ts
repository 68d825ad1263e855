import type { CommandDefinition, ParameterDefinition, ParameterValue } from '../../shared/command/definition.ts';
import type { CommandRecord, CommandState } from '../../shared/command/record.ts';
import { unitSymbol } from '../../shared/vehicle/units.ts';
import { formatDateTime } from '../format/age.ts';

/** Shape and word beside every colour; `tone` is the only thing that colour repeats. */
export interface StateWords {
  readonly shape: string;
  readonly word: string;
  readonly tone: 'neutral' | 'good' | 'bad' | 'doubtful';
}

export const stateWords: Readonly<Record<CommandState, StateWords>> = {
  drafted: { shape: '○', word: 'Not sent', tone: 'neutral' },
  confirmed: { shape: '◔', word: 'Sending', tone: 'neutral' },
  sent: { shape: '◑', word: 'Sent', tone: 'neutral' },
  accepted: { shape: '◕', word: 'Accepted', tone: 'neutral' },
  completed: { shape: '✓', word: 'Completed', tone: 'good' },
  failed: { shape: '✕', word: 'Failed', tone: 'bad' },
  expired: { shape: '⧗', word: 'Expired', tone: 'doubtful' },
  unknown: { shape: '?', word: 'Unknown', tone: 'doubtful' },
};

export interface LifeStep {
  readonly word: string;
  readonly atMs: number;
}

/** The steps that the command has taken, in order, each with its time. */
export const lifeOf = (record: CommandRecord): readonly LifeStep[] => {
  const steps: LifeStep[] = [];
  if (record.sentAtMs !== null) steps.push({ word: 'Sent', atMs: record.sentAtMs });
  else if (record.confirmedAtMs !== null) steps.push({ word: 'Confirmed', atMs: record.confirmedAtMs });
  if (record.acceptedAtMs !== null) steps.push({ word: 'Accepted', atMs: record.acceptedAtMs });
  if (record.finishedAtMs !== null) steps.push({ word: stateWords[record.state].word, atMs: record.finishedAtMs });
  return steps;
};

/** What the state means for the operator; the platform's or vehicle's own words come before it where there are any. */
export const meaningOf = ({ state }: CommandRecord): string | null => meanings[state] ?? null;

const meanings: Partial<Record<CommandState, string>> = {
  expired: 'No answer came in time. It may still have been carried out: check the vehicle before you send it again.',
  unknown: 'Nobody can say what became of it. Check the vehicle before you send it again.',
};

const timeOrText = (definition: ParameterDefinition | undefined, value: ParameterValue): string => {
  const timeMs = definition?.format === 'date-time' ? Date.parse(String(value)) : NaN;
  return Number.isNaN(timeMs) ? String(value) : formatDateTime(timeMs);
};

export const parameterText = (definition: ParameterDefinition | undefined, value: ParameterValue): string => {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  const text = definition?.choices?.find((choice) => choice.value === value)?.title ?? timeOrText(definition, value);
  return definition?.unit === undefined ? text : `${text} ${unitSymbol(definition.unit)}`;
};

/** One `title: value` a parameter, in the order of the definition; what the definition does not know keeps its name. */
export const parameterLines = (
  definition: CommandDefinition | undefined,
  values: Readonly<Record<string, ParameterValue>>,
): readonly { readonly title: string; readonly text: string }[] => {
  const known = definition?.parameters ?? [];
  const order = new Map(known.map((parameter, index) => [parameter.name, index]));
  return Object.entries(values)
    .sort(([a], [b]) => (order.get(a) ?? known.length) - (order.get(b) ?? known.length))
    .map(([name, value]) => {
      const parameter = known.find((candidate) => candidate.name === name);
      return { title: parameter?.title ?? name, text: parameterText(parameter, value) };
    });
};

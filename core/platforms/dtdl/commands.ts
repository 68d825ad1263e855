import type { CommandDefinition, ParameterValues } from '../../../shared/command/definition.ts';
import { cutText } from '../../telemetry/json.ts';
import { jsonText } from './json.ts';
import type { CommandModel, TemplateModel } from './model.ts';
import { formOf, joined, leavesOf, problemsOf, wireValue } from './parameters.ts';
import { riskOf } from './risk.ts';
import { titleLimit } from './texts.ts';
import { fieldInWords } from './words.ts';

/**
 * The platform itself answers within a minute, and says so when a vehicle does not. Only one that has answered "accepted,
 * done later" has this long to say how it ended.
 */
const expiresAfterMs = 600_000;

/** By the name of its definition: `command`, or `component.command`. */
export const findCommand = (model: TemplateModel, name: string): CommandModel | undefined =>
  model.commands.find(({ path }) => path === name);

export const titleOfCommand = ({ component, title }: CommandModel): string =>
  cutText(joined(component?.title ?? '', ': ', title), titleLimit);

/** A primitive is a parameter of the request's name; an object has one for each of its fields. */
export const formsOfCommand = ({ request }: CommandModel) => {
  if (request === null) return [];
  const name = request.shape.kind === 'object' ? '' : request.name;
  return leavesOf(request).map((leaf) => ({
    form: formOf(joined(name, '.', leaf.path), leaf.title === '' ? request.title : leaf.title, leaf),
    shape: leaf.shape,
  }));
};

export const commandDefinition = (command: CommandModel): CommandDefinition => ({
  name: command.path,
  title: titleOfCommand(command),
  ...(command.description === null ? {} : { description: command.description }),
  risk: riskOf(command.name, command.title),
  parameters: formsOfCommand(command).map(({ form }) => form),
  expiresAfterMs,
});

/** A sentence for each parameter that is wrong, by its name; empty when the command can be sent so. */
export const requestProblems = (
  model: TemplateModel,
  commandName: string,
  parameters: ParameterValues,
): Readonly<Record<string, string>> => {
  const command = findCommand(model, commandName);
  return command === undefined ? {} : problemsOf(formsOfCommand(command), parameters);
};

/**
 * The `request` of `POST …/commands/{name}`: the bare value for a primitive, an object for an object. Undefined where
 * nothing is to be sent: the command takes nothing, or nothing was entered.
 */
export const requestBody = (model: TemplateModel, commandName: string, parameters: ParameterValues): unknown => {
  const request = findCommand(model, commandName)?.request ?? null;
  if (request === null) return undefined;
  if (request.shape.kind !== 'object') return wireValue(request.shape, request.name, parameters);
  return wireValue(request.shape, '', parameters) ?? (request.isOptional ? undefined : {});
};

/** What a vehicle answered, in words; null: it said nothing. A command that is not known shows its answer as it came. */
export const responseWords = (model: TemplateModel, commandName: string, response: unknown): string | null => {
  if (response === undefined || response === null || response === '') return null;
  const field = findCommand(model, commandName)?.response ?? null;
  if (field !== null) return fieldInWords(field, response);
  return cutText(typeof response === 'string' ? response : (jsonText(response) ?? ''), 1000);
};

import { fail, ok, type Result } from '../../../../shared/contract/result.ts';
import type { JobAction } from '../../../../shared/platform/job.ts';
import type { SettingValue } from '../../../../shared/platform/setting.ts';
import { cutText } from '../../../telemetry/json.ts';
import { findCommand, formsOfCommand, requestBody, titleOfCommand } from '../../dtdl/commands.ts';
import { own } from '../../dtdl/json.ts';
import type { CommandModel, PropertyModel, TemplateModel } from '../../dtdl/model.ts';
import { joined, problemsOf, wireValue } from '../../dtdl/parameters.ts';
import { leavesOfProperty } from '../../dtdl/property-forms.ts';
import { riskOf } from '../../dtdl/risk.ts';
import { quoted, titleLimit } from '../../dtdl/texts.ts';
import { fieldInWords } from '../../dtdl/words.ts';

/** One of a job's `data` in the REST API 2022-07-31. */
export interface JobData {
  readonly type: 'property' | 'cloudProperty' | 'command';
  /** The template's DTMI. */
  readonly target: string;
  /** `name`, or `component.name`. */
  readonly path: string;
  /** Absent for a command that takes nothing. */
  readonly value?: unknown;
}

const types = { writable: 'property', cloud: 'cloudProperty' } as const;

const actionId = (type: JobData['type'], target: string, path: string): string => `${type}/${path}/${target}`;

const formsOfProperty = (property: PropertyModel) =>
  leavesOfProperty(property).flatMap(({ form, leaf }) => (form === null ? [] : [{ form, shape: leaf.shape }]));

const titleOfProperty = ({ component, title }: PropertyModel): string => joined(component?.title ?? '', ': ', title);

/** What a job can do with vehicles of this template; jobs of IoT Central are for groups. */
export const jobActionsOf = (model: TemplateModel): JobAction[] => {
  const common = { typeId: model.id, typeTitle: model.title, targets: ['group' as const] };
  const properties = model.properties.flatMap((property): JobAction[] => {
    const forms = formsOfProperty(property);
    if (property.kind === 'reported' || forms.length === 0) return [];
    return [
      {
        ...common,
        id: actionId(types[property.kind], model.id, property.path),
        title: cutText(`Set ${titleOfProperty(property)}`, titleLimit),
        risk: property.kind === 'cloud' ? 'routine' : riskOf(property.name, property.title),
        parameters: forms.map(({ form }) => form),
      },
    ];
  });
  const commands = model.commands.map((command): JobAction => ({
    ...common,
    id: actionId('command', model.id, command.path),
    title: titleOfCommand(command),
    risk: riskOf(command.name, command.title),
    parameters: formsOfCommand(command).map(({ form }) => form),
  }));
  return [...properties, ...commands];
};

type Subject =
  | { readonly kind: 'command'; readonly command: CommandModel }
  | { readonly kind: 'property'; readonly property: PropertyModel; readonly type: JobData['type'] };

const findSubject = (model: TemplateModel, id: string): Subject | undefined => {
  const command = model.commands.find(({ path }) => actionId('command', model.id, path) === id);
  if (command !== undefined) return { kind: 'command', command };
  for (const property of model.properties) {
    if (property.kind === 'reported') continue;
    const type = types[property.kind];
    if (actionId(type, model.id, property.path) === id) return { kind: 'property', property, type };
  }
  return undefined;
};

/**
 * The `data` of a job that does what was chosen. Fails with `not-found` for an action of another template, and with
 * `invalid-params` where a value does not fit.
 */
export const jobData = (
  model: TemplateModel,
  id: string,
  values: Readonly<Record<string, SettingValue>>,
): Result<readonly JobData[]> => {
  const subject = findSubject(model, id);
  if (subject === undefined) return fail('not-found', `${quoted(model.title)} has no such action any more.`);
  const isCommand = subject.kind === 'command';
  const forms = isCommand ? formsOfCommand(subject.command) : formsOfProperty(subject.property);
  const problems = problemsOf(forms, values);
  const [first] = Object.entries(problems);
  if (first !== undefined) {
    const title = forms.find(({ form }) => form.name === first[0])?.form.title ?? first[0];
    return fail('invalid-params', `${quoted(title)} cannot be sent: ${first[1]}`, { problems });
  }
  if (isCommand) {
    const { path } = subject.command;
    const value = requestBody(model, path, values);
    return ok([{ type: 'command', target: model.id, path, ...(value === undefined ? {} : { value }) }]);
  }
  const { path, shape } = subject.property;
  return ok([{ type: subject.type, target: model.id, path, value: wireValue(shape, path, values) ?? null }]);
};

/** What one of a job's data does, in words: "Set Target temperature to 5 °C", "Reboot device (Delay 5)". */
export const jobDataInWords = (model: TemplateModel, data: unknown): string | null => {
  const [type, path] = [own(data, 'type'), own(data, 'path')];
  if (typeof path !== 'string') return null;
  // `CommandJobData` and its like are what earlier versions called them.
  if (type === 'command' || type === 'CommandJobData') {
    const command = findCommand(model, path);
    if (command === undefined) return null;
    const words = command.request === null ? null : fieldInWords(command.request, own(data, 'value'));
    return words === null ? titleOfCommand(command) : `${titleOfCommand(command)} (${words})`;
  }
  const property = model.properties.find((one) => one.path === path);
  if (property === undefined) return null;
  const words = fieldInWords(property, own(data, 'value'));
  return words === null ? `Take back ${titleOfProperty(property)}` : `Set ${titleOfProperty(property)} to ${words}`;
};

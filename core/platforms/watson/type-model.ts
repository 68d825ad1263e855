import type { CommandDefinition, ParameterValues } from '../../../shared/command/definition.ts';
import type { CommandedSetting, CommandedSettings, DescribedVehicle } from '../../commands/described-vehicle.ts';
import { cutText } from '../../telemetry/json.ts';
import { commandDefinition, findCommand, requestProblems } from '../dtdl/commands.ts';
import { own } from '../dtdl/json.ts';
import type { PropertyModel, TemplateModel } from '../dtdl/model.ts';
import { wireValue } from '../dtdl/parameters.ts';
import { choicesOf, leavesOfProperty } from '../dtdl/property-forms.ts';
import { readTemplate } from '../dtdl/read-template.ts';
import { riskOf } from '../dtdl/risk.ts';
import { titleLimit } from '../dtdl/texts.ts';
import type { VehicleType } from '../platform.ts';

/** A vehicle that obeys says so within seconds; nothing of the platform waits for it. */
const expiresAfterMs = 60_000;
/** Of the platform's ids of commands and events. */
const wireNamePattern = /^[A-Za-z0-9._-]{1,36}$/;

type TypeModel = DescribedVehicle & Pick<VehicleType, 'leftOut'>;

/**
 * What the metadata of a device type says of its vehicles. The platform knows nothing of commands and settings; its free
 * metadata has room for a description, and a model in DTDL v2 under `dtdl` is one: its commands are commands, its
 * writable properties are settings that go to the vehicle as one command and come back as fields of its events.
 */
export const readTypeModel = (metadata: unknown, settingsCommand: string): TypeModel => {
  const document = own(metadata, 'dtdl');
  if (document === undefined) return { commands: [], leftOut: [] };
  const model = readTemplate(document);
  const usable = model.commands.filter(({ path }) => wireNamePattern.test(path) && path !== settingsCommand);
  const settings = settingsOf(model, settingsCommand);
  return {
    commands: usable.map((command) => ({ ...commandDefinition(command), expiresAfterMs })),
    ...(settings.settings.length === 0 ? {} : { settings }),
    problemsOf: (command, parameters) =>
      command === settingsCommand ? {} : requestProblems(model, command, parameters),
    payloadOf: (command, parameters) =>
      command === settingsCommand ? settingsPayload(model, parameters) : commandPayload(model, command, parameters),
    leftOut: [
      ...model.leftOut,
      ...model.commands
        .filter((command) => !usable.includes(command))
        .map(({ title }) => `“${title}” has a name that a command cannot have here; it is left out.`),
    ],
  };
};

const settingsOf = (model: TemplateModel, name: string): CommandedSettings => {
  const settings = model.properties.flatMap((property) =>
    property.kind === 'cloud' ? [] : settingsOfProperty(property, property.kind),
  );
  const command: CommandDefinition = {
    name,
    title: 'Change settings',
    risk: 'routine',
    parameters: settings.flatMap(({ form }) => (form === null ? [] : [{ ...form, isOptional: true }])),
    expiresAfterMs,
  };
  return { command, settings };
};

const settingsOfProperty = (property: PropertyModel, kind: CommandedSetting['kind']): readonly CommandedSetting[] =>
  leavesOfProperty(property).map(({ path, title, leaf, form, note }) => ({
    path,
    title,
    description: leaf.description,
    group: property.component === null ? null : cutText(property.component.title, titleLimit),
    kind,
    risk: riskOf(property.name, property.title),
    ...(leaf.shape.kind === 'json' && form !== null ? withoutForm : { form, note }),
    unit: leaf.shape.kind === 'number' ? leaf.shape.symbol : null,
    choices: choicesOf(leaf.shape),
  }));

/** What such a value is when the vehicle reports it, in several fields, cannot be told from what was sent. */
const withoutForm = { form: null, note: 'A list or an object of any kind has no form here.' };

/** A vehicle gets an object, whatever the description's request is: the fields of one, or a single value under its name. */
const commandPayload = (
  model: TemplateModel,
  name: string,
  parameters: ParameterValues,
): Readonly<Record<string, unknown>> => {
  const request = findCommand(model, name)?.request ?? null;
  if (request === null) return {};
  if (request.shape.kind !== 'object')
    return withValue(request.name, wireValue(request.shape, request.name, parameters));
  return (wireValue(request.shape, '', parameters) ?? {}) as Readonly<Record<string, unknown>>;
};

/** A component's values stand in an object of its name. */
const settingsPayload = (model: TemplateModel, parameters: ParameterValues): Readonly<Record<string, unknown>> =>
  model.properties
    .filter(({ kind }) => kind === 'writable')
    .reduce<Record<string, unknown>>((payload, { name, path, component, shape }) => {
      const entry = withValue(name, wireValue(shape, path, parameters));
      if (component === null) return { ...payload, ...entry };
      if (Object.keys(entry).length === 0) return payload;
      const part = payload[component.name];
      return { ...payload, [component.name]: typeof part === 'object' ? { ...part, ...entry } : entry };
    }, {});

const withValue = (name: string, value: unknown): Readonly<Record<string, unknown>> =>
  value === undefined ? {} : { [name]: value };

import { isDeepStrictEqual } from 'node:util';
import type { Setting, SettingValue } from '../../../../shared/platform/setting.ts';
import { cutText } from '../../../telemetry/json.ts';
import { isRecord, jsonText, own, type Json } from '../../dtdl/json.ts';
import type { PropertyModel, TemplateModel } from '../../dtdl/model.ts';
import { partOf } from '../../dtdl/parameters.ts';
import { choicesOf, leavesOfProperty, type PropertyLeaf } from '../../dtdl/property-forms.ts';
import { riskOf } from '../../dtdl/risk.ts';
import { quoted, titleLimit } from '../../dtdl/texts.ts';

const valueLimit = 4096;
const nameLimit = 200;
const unknownLimit = 500;
const metadataName = '$metadata';

/**
 * What `GET /devices/{id}/properties` says of a vehicle, in the template's order, with what nobody has set yet and what
 * the template does not know. Never throws; a reading that is none shows everything as unset.
 *
 * Levels are the root and a component each: `{"name": value, "$metadata": {"name": {desiredValue, desiredVersion,
 * desiredTimestamp, ackCode, ackVersion, ackDescription, lastUpdateTime}}, "component": {…}}`.
 */
export const readSettings = (model: TemplateModel, reading: unknown): Setting[] => [
  ...model.properties.flatMap((property) => settingsOf(property, levelOf(reading, property.component?.name))),
  ...unknownSettings(model, reading),
];

const levelOf = (reading: unknown, component: string | undefined): unknown =>
  component === undefined ? reading : own(reading, component);

const settingsOf = (property: PropertyModel, level: unknown): readonly Setting[] => {
  const { name, kind, component } = property;
  const state = readState(own(level, name), own(own(level, metadataName), name), kind === 'cloud');
  return leavesOfProperty(property).map((leaf): Setting => {
    const { shape, path, description } = leaf.leaf;
    const { shown, isCut } = stateOf(state, path);
    return {
      path: leaf.path,
      title: leaf.title,
      description,
      group: component === null ? null : cutText(component.title, titleLimit),
      kind,
      risk: riskOf(property.name, property.title),
      ...formAndNote(leaf, isCut),
      ...shown,
      unit: shape.kind === 'number' ? shape.symbol : null,
      isRemovable: true,
      choices: choicesOf(shape),
    };
  });
};

/** What was cut cannot be handed back whole. */
const formAndNote = ({ form, note }: PropertyLeaf, isTooLong: boolean): Pick<Setting, 'form' | 'note'> =>
  form !== null && isTooLong
    ? { form: null, note: `Its value is longer than the ${String(valueLimit)} characters that can be changed here.` }
    : { form, note };

/** By the value as text, which is how a form's choices and the values here find each other. */
/** A property as its level has it. */
interface PropertyState {
  /** Undefined: nothing. */
  readonly desired: unknown;
  readonly desiredAtMs: number | null;
  readonly reported: unknown;
  readonly reportedAtMs: number | null;
  /** Of the newest wish; null: none came. */
  readonly ackCode: number | null;
  readonly ackDescription: string | null;
}

const readState = (value: unknown, metadata: unknown, isCloud: boolean): PropertyState => {
  const desired = isCloud ? undefined : (own(metadata, 'desiredValue') ?? undefined);
  const [desiredVersion, ackVersion] = [own(metadata, 'desiredVersion'), own(metadata, 'ackVersion')];
  // An answer to an earlier wish says nothing of this one.
  const isAnswered =
    typeof desiredVersion !== 'number' || typeof ackVersion !== 'number' || ackVersion >= desiredVersion;
  const [code, description] = [own(metadata, 'ackCode'), own(metadata, 'ackDescription')];
  return {
    desired,
    desiredAtMs: timeOf(own(metadata, 'desiredTimestamp')),
    reported: value ?? undefined,
    reportedAtMs: timeOf(own(metadata, 'lastUpdateTime')),
    ackCode: isAnswered && typeof code === 'number' ? code : null,
    ackDescription:
      isAnswered && typeof description === 'string' && description !== '' ? cutText(description, 300) : null,
  };
};

const timeOf = (value: unknown): number | null => {
  if (typeof value !== 'string' || value.length > 64) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
};

type State = Pick<Setting, 'state' | 'desired' | 'desiredAtMs' | 'reported' | 'reportedAtMs' | 'answer'>;

/** The state of a property's part, and whether one of its values had to be cut. */
const stateOf = (state: PropertyState, path: string): { readonly shown: State; readonly isCut: boolean } => {
  const [wished, said] = [partOf(state.desired, path) ?? undefined, partOf(state.reported, path) ?? undefined];
  const [desired, reported] = [settingValue(wished), settingValue(said)];
  const found = judge(state.ackCode, wished, said);
  const shown: State = {
    state: found,
    desired: desired?.value ?? null,
    desiredAtMs: desired === undefined ? null : state.desiredAtMs,
    reported: reported?.value ?? null,
    reportedAtMs: reported === undefined ? null : state.reportedAtMs,
    answer: found === 'pending' || found === 'rejected' ? state.ackDescription : null,
  };
  return { shown, isCut: desired?.isCut === true || reported?.isCut === true };
};

/**
 * Status codes of a vehicle's answer: "Telemetry, property, and command payloads" of IoT Central's documentation (200
 * done, 201 to 203 in work, 400 and above refused).
 */
const judge = (ackCode: number | null, desired: unknown, reported: unknown): Setting['state'] => {
  if (ackCode !== null && ackCode >= 400) return 'rejected';
  if (desired === undefined) return reported === undefined ? 'unset' : 'reported';
  if (ackCode !== null && ackCode >= 201 && ackCode <= 203) return 'pending';
  if (ackCode !== null && ackCode >= 200 && ackCode < 300) return 'reported';
  // A vehicle that says what is wanted of it has it, also where it answers no wishes.
  return isSame(desired, reported) ? 'reported' : 'pending';
};

/** Objects are the same whatever the order of their fields. */
const isSame = (first: unknown, second: unknown): boolean => {
  try {
    return isDeepStrictEqual(first, second);
  } catch {
    // Nested more deeply than can be compared.
    return false;
  }
};

const settingValue = (value: unknown): { readonly value: SettingValue; readonly isCut: boolean } | undefined => {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean' || typeof value === 'number') return { value, isCut: false };
  const text = typeof value === 'string' ? value : (jsonText(value) ?? 'nested too deeply to be shown');
  return { value: cutText(text, valueLimit), isCut: text.length > valueLimit };
};

/** What the vehicle says beyond its template: shown, never changed. */
const unknownSettings = (model: TemplateModel, reading: unknown): readonly Setting[] => {
  const components = new Map(model.components.map(({ name, title }) => [name, title]));
  const known = new Set(
    model.properties.flatMap((property) => [property.path, ...leavesOfProperty(property).map(({ path }) => path)]),
  );
  // A command that takes long is answered later, by a property of the command's name.
  const answers = new Map(
    model.commands.map(({ path, title }) => [path, cutText(`Answer to ${quoted(title)}`, titleLimit)]),
  );
  const found: Setting[] = [];
  const readLevel = (level: Json, component: string | null): void => {
    for (const name of namesOf(level)) {
      const path = component === null ? name : `${component}.${name}`;
      const value = own(level, name);
      const isComponent =
        component === null &&
        !known.has(path) &&
        isRecord(value) &&
        (components.has(name) || Object.hasOwn(value, metadataName));
      if (isComponent) readLevel(value, name);
      else if (!known.has(path) && found.length < unknownLimit) {
        known.add(path);
        const group = component === null ? null : (components.get(component) ?? cutText(component, titleLimit));
        const title = answers.get(path) ?? cutText(name, titleLimit);
        found.push({ ...unknownSetting(path, name, level), title, group });
      }
    }
  };
  if (isRecord(reading)) readLevel(reading, null);
  return found;
};

/** Those with a value, and those that are only wished for. */
const namesOf = (level: Json): ReadonlySet<string> => {
  const metadata = own(level, metadataName);
  const wished = isRecord(metadata)
    ? Object.keys(metadata).filter((name) => own(own(metadata, name), 'desiredValue') !== undefined)
    : [];
  return new Set(
    [...Object.keys(level), ...wished].filter((name) => name !== metadataName && name.length <= nameLimit),
  );
};

const unknownSetting = (path: string, name: string, level: Json): Omit<Setting, 'title' | 'group'> => {
  const state = readState(own(level, name), own(own(level, metadataName), name), false);
  return {
    path,
    description: null,
    kind: 'reported',
    form: null,
    note: null,
    ...stateOf(state, '').shown,
    unit: null,
    risk: 'routine',
    isRemovable: false,
    choices: null,
  };
};

import { fail, ok, type Result } from '../../../../shared/contract/result.ts';
import type { SettingValue } from '../../../../shared/platform/setting.ts';
import { own } from '../../dtdl/json.ts';
import type { PropertyModel, TemplateModel } from '../../dtdl/model.ts';
import { partOf, problemsOf, wireValue, type EnteredValues } from '../../dtdl/parameters.ts';
import { leavesOfProperty, type PropertyLeaf } from '../../dtdl/property-forms.ts';
import { quoted } from '../../dtdl/texts.ts';

interface Change {
  readonly property: PropertyModel;
  readonly leaves: readonly PropertyLeaf[];
}

/**
 * The body of `PATCH /devices/{id}/properties` for values by the settings' paths: the root's and every component's in
 * one, cloud properties among them, null to take one back. Fails with `invalid-params`, and a sentence a path in
 * `details`, where a path cannot be changed or a value does not fit its form.
 *
 * A property is written whole. Of an object some of whose fields are given, the others come from the reading; see
 * {@link needsReading}.
 */
export const settingsPatch = (model: TemplateModel, values: EnteredValues, reading?: unknown): Result<unknown> => {
  const changes = changesOf(model, values);
  const problems = new Map(Object.entries(problemsIn(changes, values)));
  if (problems.size > 0) {
    const [[path = '', problem = ''] = []] = problems;
    return fail('invalid-params', `${quoted(titleAt(changes, path))} cannot be set: ${problem}`, {
      problems: Object.fromEntries(problems),
    });
  }
  const root = new Map<string, unknown>();
  const components = new Map<string, Map<string, unknown>>();
  for (const change of changes) {
    const { component, name } = change.property;
    const level = component === null ? root : (components.get(component.name) ?? new Map<string, unknown>());
    if (component !== null) components.set(component.name, level);
    level.set(name, wireOf(change, values, reading));
  }
  const nested = [...components].map(([name, level]): [string, unknown] => [name, Object.fromEntries(level)]);
  return ok(Object.fromEntries([...root, ...nested]));
};

/** Some fields of an object are given and others not: the patch needs what the platform has of those. */
export const needsReading = (model: TemplateModel, values: EnteredValues): boolean =>
  changesOf(model, values).some(({ leaves }) => leaves.some(({ path }) => !Object.hasOwn(values, path)));

const changesOf = (model: TemplateModel, values: EnteredValues): readonly Change[] =>
  model.properties.flatMap((property) => {
    const leaves = leavesOfProperty(property);
    return leaves.some(({ path }) => Object.hasOwn(values, path)) ? [{ property, leaves }] : [];
  });

const titleAt = (changes: readonly Change[], path: string): string =>
  changes.flatMap(({ leaves }) => leaves).find((leaf) => leaf.path === path)?.title ?? path;

const problemsIn = (changes: readonly Change[], values: EnteredValues): Readonly<Record<string, string>> => {
  const problems = new Map<string, string>();
  const leaves = new Map(changes.flatMap((change) => change.leaves).map((leaf) => [leaf.path, leaf]));
  const entered: [string, SettingValue][] = [];
  for (const [path, value] of Object.entries(values)) {
    const leaf = leaves.get(path);
    if (leaf === undefined) problems.set(path, 'This vehicle has no such setting.');
    else if (leaf.form === null) problems.set(path, leaf.note ?? 'It can only be read.');
    else if (value !== null) entered.push([path, value]);
  }
  const forms = entered.flatMap(([path]) => {
    const leaf = leaves.get(path);
    return leaf === undefined || leaf.form === null ? [] : [{ form: leaf.form, shape: leaf.leaf.shape }];
  });
  return Object.fromEntries([...problems, ...Object.entries(problemsOf(forms, Object.fromEntries(entered)))]);
};

const wireOf = ({ property, leaves }: Change, values: EnteredValues, reading: unknown): unknown => {
  const { shape, path, name, component } = property;
  const level = component === null ? reading : own(reading, component.name);
  const wished = own(own(own(level, '$metadata'), name), 'desiredValue');
  const now = property.kind === 'cloud' || wished === undefined ? own(level, name) : wished;
  const filled = new Map(Object.entries(values));
  for (const leaf of leaves) {
    if (filled.has(leaf.path)) continue;
    const kept = partOf(now, leaf.leaf.path);
    if (kept !== undefined && kept !== null) filled.set(leaf.path, keptValue(kept));
  }
  const given = leaves.map((leaf) => filled.get(leaf.path));
  if (given.every((value) => value === undefined || value === null)) return null;
  return wireValue(shape, path, Object.fromEntries(filled)) ?? null;
};

const keptValue = (value: unknown): SettingValue =>
  typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);

import { checkParameters, type ParameterDefinition, type ParameterValue } from '../../shared/command/definition.ts';
import type { Setting, SettingValue } from '../../shared/platform/setting.ts';
import { valuesOf } from '../commands/parameter-model.ts';
import { formatDateTime } from '../format/age.ts';
import { noValue } from '../format/signal.ts';

export interface SettingSection {
  readonly key: string;
  readonly title: string;
  readonly settings: readonly Setting[];
}

/** By component, in the platform's order, the vehicle's own first; what the platform alone keeps stands apart at the end. */
export const sectionsOf = (settings: readonly Setting[], filter = ''): readonly SettingSection[] => {
  const wanted = filter.trim().toLocaleLowerCase();
  const shown = settings.filter(({ title, path, group }) =>
    [title, path, group ?? ''].some((text) => text.toLocaleLowerCase().includes(wanted)),
  );
  const groups = new Map<string | null, Setting[]>([[null, []]]);
  for (const setting of shown) {
    if (setting.kind === 'cloud') continue;
    const group = groups.get(setting.group);
    if (group === undefined) groups.set(setting.group, [setting]);
    else group.push(setting);
  }
  const cloud = shown.filter(({ kind }) => kind === 'cloud');
  return [
    ...[...groups].map(([group, members]) => ({
      key: `group:${group ?? ''}`,
      title: group ?? 'Vehicle',
      settings: members,
    })),
    { key: 'cloud', title: 'Kept by the platform alone', settings: cloud },
  ].filter((section) => section.settings.length > 0);
};

const exact = new Intl.NumberFormat(undefined, { maximumFractionDigits: 6 });

/** A value as one reads it, with its unit: the platform's own, which is also the one that its form asks for. */
export const settingText = (
  { choices, unit, form }: Pick<Setting, 'choices' | 'unit' | 'form'>,
  value: SettingValue | null,
): string => {
  if (value === null || value === '') return noValue;
  const choice = choices?.find((candidate) => candidate.value === String(value));
  if (choice !== undefined) return choice.title;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  const text = typeof value === 'number' ? exact.format(value) : timeOrText(form, value);
  return unit === null || unit === '' ? text : `${text}\u00a0${unit}`;
};

/** A day is the same day wherever one reads it: no time zone moves it. */
const calendarDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });

const timeOrText = (form: ParameterDefinition | null, text: string): string => {
  if (form?.format !== 'date-time' && form?.format !== 'date') return text;
  const timeMs = Date.parse(text);
  if (Number.isNaN(timeMs)) return text;
  return form.format === 'date' ? calendarDay.format(timeMs) : formatDateTime(timeMs);
};

export interface SettingStateWords {
  readonly shape: string;
  readonly word: string;
  readonly tone: 'neutral' | 'doubtful' | 'bad';
}

export const settingStateWords: Readonly<Record<Setting['state'], SettingStateWords>> = {
  reported: { shape: '●', word: 'Reported', tone: 'neutral' },
  pending: { shape: '◑', word: 'Pending', tone: 'doubtful' },
  rejected: { shape: '✕', word: 'Rejected', tone: 'bad' },
  unset: { shape: '○', word: 'Not set', tone: 'neutral' },
};

/** What is to be sent of one setting: what its field holds, or that its value is taken back. */
export type SettingDraft =
  { readonly kind: 'value'; readonly input: string | number | boolean } | { readonly kind: 'clear' };
export type SettingDrafts = ReadonlyMap<string, SettingDraft>;

/** What stands now: what is wanted, or where nothing is, what the vehicle says. */
export const currentValue = ({ desired, reported }: Setting): SettingValue | null => desired ?? reported;

export const firstDraft = (setting: Setting): SettingDraft => ({
  kind: 'value',
  input: currentValue(setting) ?? setting.form?.initial ?? (setting.form?.type === 'boolean' ? false : ''),
});

export interface SettingChange {
  readonly setting: Setting;
  /** Null takes the value back. */
  readonly value: SettingValue | null;
  readonly oldText: string;
  readonly newText: string;
}

/** What would be sent. A field that holds what the vehicle has confirmed is no change; one that it has not is asked again. */
export const changesOf = (settings: readonly Setting[], drafts: SettingDrafts): readonly SettingChange[] =>
  settings.flatMap((setting): readonly SettingChange[] => {
    const draft = drafts.get(setting.path);
    if (draft === undefined) return [];
    const oldText = settingText(setting, currentValue(setting));
    if (draft.kind === 'clear') return [{ setting, value: null, oldText, newText: 'No value' }];
    const value = valueOf(setting, draft.input);
    if (value === undefined || (value === currentValue(setting) && isSettled(setting))) return [];
    return [{ setting, value, oldText, newText: settingText(setting, value) }];
  });

const isSettled = ({ kind, state }: Setting): boolean => kind === 'cloud' || state === 'reported';

/** One sentence a setting whose field is wrong, by path. The engine asks the same again. */
export const problemsOfDrafts = (settings: readonly Setting[], drafts: SettingDrafts): ReadonlyMap<string, string> => {
  const problems = new Map<string, string>();
  for (const { path, form } of settings) {
    const draft = drafts.get(path);
    if (form === null || draft?.kind !== 'value') continue;
    const problem = checkParameters([form], valuesOf([form], { [form.name]: draft.input }))[form.name];
    if (problem !== undefined) problems.set(path, problem);
  }
  return problems;
};

const valueOf = ({ form }: Setting, input: string | number | boolean): ParameterValue | undefined =>
  form === null ? undefined : valuesOf([form], { [form.name]: input })[form.name];

export const pendingCount = (settings: readonly Setting[]): number =>
  settings.filter(({ state }) => state === 'pending').length;

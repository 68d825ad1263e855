import { describe, expect, it } from 'vitest';
import type { Setting } from '../../shared/platform/setting.ts';
import {
  changesOf,
  firstDraft,
  problemsOfDrafts,
  sectionsOf,
  settingText,
  type SettingDrafts,
} from './settings-model.ts';

const setting = (changes: Partial<Setting> = {}): Setting => ({
  path: 'target',
  title: 'Target temperature',
  description: null,
  group: null,
  kind: 'writable',
  form: { name: 'target', title: 'Target temperature', type: 'number', minimum: -30, maximum: 25 },
  risk: 'routine',
  note: null,
  state: 'reported',
  desired: 5,
  desiredAtMs: 1000,
  reported: 5,
  reportedAtMs: 2000,
  answer: null,
  unit: '°C',
  isRemovable: true,
  choices: null,
  ...changes,
});
const drafts = (input: string | number | boolean, path = 'target'): SettingDrafts =>
  new Map([[path, { kind: 'value', input }]]);

describe('settings', () => {
  it('stand by component, the vehicle’s own first and the platform’s own last', () => {
    const sections = sectionsOf([
      setting({ path: 'due', kind: 'cloud' }),
      setting({ path: 'reefer.target', group: 'Refrigeration' }),
      setting(),
      setting({ path: 'reefer.mode', group: 'Refrigeration' }),
    ]);
    expect(sections.map(({ title, settings }) => [title, settings.map(({ path }) => path)])).toEqual([
      ['Vehicle', ['target']],
      ['Refrigeration', ['reefer.target', 'reefer.mode']],
      ['Kept by the platform alone', ['due']],
    ]);
  });

  it('are found by a part of their name, path or component', () => {
    const all = [setting(), setting({ path: 'reefer.mode', title: 'Mode', group: 'Refrigeration' })];
    expect(sectionsOf(all, ' refrig').flatMap(({ settings }) => settings)).toHaveLength(1);
    expect(sectionsOf(all, 'MODE').flatMap(({ settings }) => settings)).toHaveLength(1);
    expect(sectionsOf(all, 'nothing')).toEqual([]);
  });

  it('are read with unit, choice and yes or no', () => {
    expect(settingText(setting(), -18.25)).toBe(`${(-18.25).toLocaleString()}\u00a0°C`);
    expect(settingText(setting(), null)).toBe('–');
    expect(settingText(setting({ unit: null }), false)).toBe('No');
    const mode = setting({ unit: null, choices: [{ value: '1', title: 'Eco' }] });
    expect(settingText(mode, 1)).toBe('Eco');
    expect(settingText(mode, 9)).toBe('9');
    const due = setting({ unit: null, form: { name: 'due', title: 'Due', type: 'string', format: 'date' } });
    expect(settingText(due, '2027-05-03')).toMatch(/2027/);
    expect(settingText(due, '2027-05-03')).not.toBe('2027-05-03');
    expect(settingText(due, 'soon')).toBe('soon');
  });
});

describe('what is sent', () => {
  it('is what differs from what the vehicle has confirmed', () => {
    expect(changesOf([setting()], drafts(5))).toEqual([]);
    expect(changesOf([setting()], drafts('5'))).toEqual([]);
    expect(changesOf([setting()], drafts('-18'))).toMatchObject([
      { value: -18, oldText: '5\u00a0°C', newText: '-18\u00a0°C' },
    ]);
  });

  it('may be the same value once more where the vehicle refused it or has not answered', () => {
    expect(changesOf([setting({ state: 'rejected' })], drafts(5))).toMatchObject([{ value: 5 }]);
    expect(changesOf([setting({ state: 'pending' })], drafts(5))).toMatchObject([{ value: 5 }]);
  });

  it('may take a value back', () => {
    expect(changesOf([setting()], new Map([['target', { kind: 'clear' }]]))).toMatchObject([
      { value: null, newText: 'No value' },
    ]);
  });

  it('starts from what is wanted, else from what is reported, else from nothing', () => {
    expect(firstDraft(setting({ desired: 4, reported: 5 }))).toEqual({ kind: 'value', input: 4 });
    expect(firstDraft(setting({ desired: null }))).toEqual({ kind: 'value', input: 5 });
    expect(firstDraft(setting({ desired: null, reported: null }))).toEqual({ kind: 'value', input: '' });
    expect(firstDraft(setting({ desired: false, reported: true }))).toEqual({ kind: 'value', input: false });
  });

  it('is named when it is wrong, and by its own setting', () => {
    const other = setting({ path: 'reefer.target' });
    expect(problemsOfDrafts([setting(), other], drafts('99', 'reefer.target'))).toEqual(
      new Map([['reefer.target', 'Between -30 and 25.']]),
    );
    expect(problemsOfDrafts([setting()], drafts(''))).toEqual(new Map([['target', 'Enter a value.']]));
    expect(problemsOfDrafts([setting()], new Map([['target', { kind: 'clear' }]]))).toEqual(new Map());
  });
});

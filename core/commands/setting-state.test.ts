import { expect, test } from 'vitest';
import type { CommandRecord } from '../../shared/command/record.ts';
import type { CommandedSetting } from './described-vehicle.ts';
import { settingFrom, type Report } from './setting-state.ts';

const setpoint: CommandedSetting = {
  ...{ path: 'cargoSetpoint', title: 'Target temperature', description: null, group: null, kind: 'writable' },
  form: { name: 'cargoSetpoint', title: 'Target temperature', type: 'number', unit: 'celsius' },
  ...{ risk: 'routine', note: null, unit: '°C', choices: null },
};

const wish = (changes: Partial<CommandRecord> = {}): CommandRecord => ({
  ...{ id: 'w1', connectionId: 'c', vehicleId: 'v', vehicleName: 'V', name: 'settings', title: 'Change settings' },
  parameters: { cargoSetpoint: 4 },
  state: 'sent',
  message: null,
  ...{ draftedAtMs: 900, confirmedAtMs: 950, sentAtMs: 1000, acceptedAtMs: null, finishedAtMs: null },
  expiresAtMs: 61_000,
  ...changes,
});

test.each<[string, CommandRecord | undefined, Report | undefined, object]>([
  ['nobody has said anything', undefined, undefined, { state: 'unset', desired: null, reported: null }],
  [
    'the vehicle says what it has, and nothing was sent',
    undefined,
    { value: 6, atMs: 500 },
    { state: 'reported', desired: null, reported: 6, reportedAtMs: 500 },
  ],
  [
    'a value is under way',
    wish(),
    { value: 6, atMs: 1500 },
    { state: 'pending', desired: 4, desiredAtMs: 1000, reported: 6 },
  ],
  ['the vehicle reports what was wanted', wish(), { value: 4, atMs: 2000 }, { state: 'reported', desired: 4 }],
  [
    'a number went through a conversion of units',
    wish(),
    { value: 4.000000001, atMs: 2000 },
    { state: 'reported', desired: 4 },
  ],
  [
    'the vehicle refused, in its own words',
    wish({ state: 'failed', message: 'No cooling unit.', finishedAtMs: 1100 }),
    { value: 6, atMs: 1500 },
    { state: 'rejected', desired: 4, answer: 'No cooling unit.', note: null },
  ],
  [
    'what never left is not wanted of the vehicle',
    wish({ state: 'failed', message: 'Not sent: "Depot" is not connected.', sentAtMs: null, finishedAtMs: 1100 }),
    { value: 6, atMs: 1500 },
    { state: 'reported', desired: null, answer: null },
  ],
  [
    'it is done, and the next report is not there yet',
    wish({ state: 'completed', finishedAtMs: 3000 }),
    { value: 6, atMs: 2900 },
    { state: 'pending', desired: 4 },
  ],
  [
    'it was done, and somebody else changed it since',
    wish({ state: 'completed', finishedAtMs: 3000 }),
    { value: 8, atMs: 3000 + 60_001 },
    { state: 'reported', desired: null, reported: 8 },
  ],
  [
    'no answer came in time: the words stand beside the name, for the vehicle did not say them',
    wish({ state: 'expired', message: 'The vehicle did not answer in time.', finishedAtMs: 61_000 }),
    { value: 6, atMs: 90_000 },
    { state: 'pending', desired: 4, answer: null, note: 'The vehicle did not answer in time.' },
  ],
  [
    'a command held other settings only',
    wish({ parameters: { speedLimit: 80 } }),
    { value: 6, atMs: 1500 },
    { state: 'reported', desired: null },
  ],
])('a setting: %s', (_title, sent, report, expected) => {
  expect(settingFrom(setpoint, sent, report)).toMatchObject({ ...expected, isRemovable: false });
});

import { expect, test } from 'vitest';
import type { CommandDraft, CommandRecord } from '../../shared/command/record.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { SignalState } from '../../shared/vehicle/detail.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { presetById } from '../presets/presets.ts';
import type { DescribedVehicle } from './described-vehicle.ts';
import { SettingDesk } from './setting-desk.ts';

const form = { name: 'cargoSetpoint', title: 'Target temperature', type: 'number', unit: 'fahrenheit' } as const;
const described: DescribedVehicle = {
  commands: [],
  settings: {
    command: {
      ...{ name: 'settings', title: 'Change settings', risk: 'routine', expiresAfterMs: 60_000 },
      parameters: [{ ...form, isOptional: true }],
    },
    settings: [
      {
        ...{ path: form.name, title: form.title, description: null, group: null, kind: 'writable' },
        ...{ form, note: null, unit: '°F', choices: null },
      },
    ],
  },
};

const signal = (changes: Partial<SignalState>): SignalState => ({
  ...{ path: '', value: 0, unit: null, receivedAtMs: 0, vehicleTimeMs: null },
  ...changes,
});

const record: CommandRecord = {
  ...{ id: 'w1', connectionId: 'c', vehicleId: 'v', vehicleName: 'V', name: 'settings', title: 'Change settings' },
  ...{ parameters: {}, state: 'sent', message: null, draftedAtMs: 0, confirmedAtMs: 0, sentAtMs: 0 },
  ...{ acceptedAtMs: null, finishedAtMs: null, expiresAtMs: 60_000 },
};
const draftOf = (checks: CommandDraft['checks'] = []): CommandDraft => ({
  ...{ record, armedUntilMs: 30_000, warnings: [] },
  checks,
});

interface Scene {
  readonly signals?: readonly SignalState[];
  readonly draft?: Result<CommandDraft>;
  readonly confirmed?: Result<CommandRecord>;
  readonly description?: DescribedVehicle | undefined;
}

const openDesk = ({ signals = [], draft, confirmed, description = described }: Scene = {}) => {
  const asked: string[] = [];
  const desk = new SettingDesk({
    fleet: { latest: (_connectionId, _vehicleId, path) => signals.find((each) => each.path === path) },
    connections: {
      find: () => ({
        ...{ name: 'Depot', isConnected: true, mapping: presetById('watson').settings.mapping },
        describe: () => description,
      }),
    },
    commander: {
      draft: ({ name, parameters }) => {
        asked.push(`draft ${name} ${JSON.stringify(parameters)}`);
        return draft ?? ok(draftOf());
      },
      confirm: (id) => {
        asked.push(`confirm ${id}`);
        return Promise.resolve(confirmed ?? ok(record));
      },
      newest: () => [],
    },
  });
  return { desk, asked };
};

const address = { connectionId: 'c', vehicleId: 'v' };

test('a field is found under what the mapping makes of it, in the unit in which it is entered', () => {
  const { desk } = openDesk({
    signals: [signal({ path: signalPath.cargoSetpoint, value: -18, unit: 'celsius', receivedAtMs: 5000 })],
  });
  expect(desk.read(address)).toMatchObject([{ reported: -0.4, reportedAtMs: 5000, state: 'reported' }]);
});

test('a field that nothing maps stands under its own name, and the newer of two is what counts', () => {
  const signals = [
    signal({ path: signalPath.cargoSetpoint, value: -18, unit: 'celsius', receivedAtMs: 5000 }),
    signal({ path: 'cargoSetpoint', value: 7, receivedAtMs: 6000 }),
  ];
  expect(openDesk({ signals }).desk.read(address)).toMatchObject([{ reported: 7, reportedAtMs: 6000 }]);
});

test('of a value that the broker had kept without a time nobody says how old it is', () => {
  const signals = [signal({ path: 'cargoSetpoint', value: 7 })];
  expect(openDesk({ signals }).desk.read(address)).toMatchObject([{ reported: 7, reportedAtMs: null }]);
});

test('a change is drafted and confirmed as one command', async () => {
  const { desk, asked } = openDesk();
  expect(await desk.change(address, { cargoSetpoint: 20 })).toEqual(ok(null));
  expect(asked).toEqual(['draft settings {"cargoSetpoint":20}', 'confirm w1']);
});

test.each<[string, Scene, Readonly<Record<string, number | null>>, object, readonly string[]]>([
  [
    'of a type without settings is not offered',
    { description: { commands: [] } },
    { cargoSetpoint: 20 },
    { code: 'unsupported' },
    [],
  ],
  ['that takes a value back is not offered', {}, { cargoSetpoint: null }, { code: 'unsupported' }, []],
  [
    'that fits no form says which setting is meant',
    { draft: fail('invalid-params', 'Wrong.', { parameters: { cargoSetpoint: 'Enter a number.' } }) },
    { cargoSetpoint: 20 },
    { code: 'invalid-params', message: 'Target temperature: Enter a number.' },
    ['draft settings {"cargoSetpoint":20}'],
  ],
  [
    'that the vehicle’s state forbids is not sent, with the reason',
    { draft: ok(draftOf([{ explanation: 'Only while it stands.', evidence: '50 km/h, 1 s ago', isMet: false }])) },
    { cargoSetpoint: 20 },
    { code: 'refused', message: 'Not sent. Only while it stands. (50 km/h, 1 s ago)' },
    ['draft settings {"cargoSetpoint":20}'],
  ],
  [
    'that did not leave says so',
    { confirmed: ok({ ...record, state: 'failed', message: 'Not sent: "Depot" is not connected.' }) },
    { cargoSetpoint: 20 },
    { code: 'refused', message: 'Not sent: "Depot" is not connected.', details: { mayHaveHappened: false } },
    ['draft settings {"cargoSetpoint":20}', 'confirm w1'],
  ],
  [
    'whose connection was lost on the way may have happened',
    { confirmed: ok({ ...record, state: 'unknown', message: 'Nobody can say.' }) },
    { cargoSetpoint: 20 },
    { code: 'timeout', message: 'Nobody can say.', details: { mayHaveHappened: true } },
    ['draft settings {"cargoSetpoint":20}', 'confirm w1'],
  ],
])('a change %s', async (_title, scene, values, error, expected) => {
  const { desk, asked } = openDesk(scene);
  expect(await desk.change(address, values)).toMatchObject({ ok: false, error });
  expect(asked).toEqual(expected);
});

import { expect, test } from 'vitest';
import type { CommandDraft, CommandRecord } from '../../shared/command/record.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Mapping } from '../../shared/mapping/mapping.ts';
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
        ...{ form, risk: 'routine', note: null, unit: '°F', choices: null },
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
  readonly mapping?: Mapping;
}

const openDesk = ({
  signals = [],
  draft,
  confirmed,
  description = described,
  mapping = presetById('watson').settings.mapping,
}: Scene = {}) => {
  const asked: string[] = [];
  const desk = new SettingDesk({
    fleet: { latest: (_connectionId, _vehicleId, path) => signals.find((each) => each.path === path) },
    connections: {
      find: () => ({
        ...{ name: 'Depot', isConnected: true, place: 'watson https://depot.example', mapping },
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
      newest: (filter) => {
        expect(filter).toEqual({ ...address, name: 'settings', place: 'watson https://depot.example' });
        return [];
      },
    },
  });
  return { desk, asked };
};

const address = { connectionId: 'c', vehicleId: 'v' };

test('a field is told as the vehicle sent it, in the unit of the description, whatever the mapping takes it for', () => {
  const { desk } = openDesk({
    signals: [signal({ path: signalPath.cargoSetpoint, value: 39, unit: 'celsius', receivedAtMs: 5000 })],
  });
  expect(desk.read(address)).toMatchObject([{ reported: 39, unit: '°F', reportedAtMs: 5000, state: 'reported' }]);
});

test('what the mapping converts and names anew is taken back to what was sent', () => {
  const mapping: Mapping = {
    ...presetById('watson').settings.mapping,
    routes: [
      {
        ...{ kind: 'telemetry', topic: 'a/{device}', vehicle: '{device}' },
        signals: [
          { from: 'cargoSetpoint', to: signalPath.cargoSetpoint, unit: 'fahrenheit' },
          { from: 'engine', to: signalPath.ignition, values: { '1': 'ON', '0': 'OFF' } },
        ],
      },
    ],
  };
  const engine = { path: 'engine', title: 'Engine', description: null, group: null, kind: 'reported' } as const;
  const { desk } = openDesk({
    mapping,
    description: {
      commands: [],
      settings: {
        command: { name: 'settings', title: 'Change', risk: 'routine', parameters: [], expiresAfterMs: 60_000 },
        settings: [
          ...(described.settings?.settings ?? []),
          { ...engine, form: null, risk: 'routine', note: null, unit: null, choices: null },
        ],
      },
    },
    signals: [
      signal({ path: signalPath.cargoSetpoint, value: (39 - 32) / 1.8, unit: 'celsius', receivedAtMs: 5000 }),
      signal({ path: signalPath.ignition, value: 'ON', receivedAtMs: 5000 }),
    ],
  });
  expect(desk.read(address).map(({ reported }) => reported)).toEqual([39, '1']);
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

test.each<[string, Scene, Readonly<Record<string, number | string | null>>, object, readonly string[]]>([
  [
    'of a type without settings is not offered',
    { description: { commands: [] } },
    { cargoSetpoint: 20 },
    { code: 'unsupported' },
    [],
  ],
  ['of nothing is not sent', {}, {}, { code: 'invalid-params' }, []],
  ['to an empty text is not offered', {}, { cargoSetpoint: '' }, { code: 'unsupported' }, []],
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

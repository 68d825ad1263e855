import { describe, expect, test } from 'vitest';
import type { RegisteredDevice } from '../../../core/platforms/platform.ts';
import { ok } from '../../../shared/contract/result.ts';
import type { SettingValue } from '../../../shared/platform/setting.ts';
import { click, openBench, passingFaults, type Bench } from './adapter.ts';

const settingsOf = ({ adapter }: Bench) => adapter.settings;
const read = async (bench: Bench, device: RegisteredDevice) => {
  const settings = await bench.value(settingsOf(bench).read(device, click));
  return new Map(settings.map((setting) => [setting.path, setting]));
};
const change = (bench: Bench, device: RegisteredDevice, values: Readonly<Record<string, SettingValue | null>>) =>
  settingsOf(bench).change(device, values, click);
const patches = (bench: Bench) => bench.requests.filter(({ method }) => method === 'PATCH');

describe('settings', () => {
  test('are read with forms, units and what the vehicle reports', async () => {
    const bench = await openBench();
    const truck = await bench.vehicle('TRUCK-001');
    const settings = await read(bench, truck);
    expect(settings.get('TruckID')).toMatchObject({ kind: 'reported', reported: 'TRUCK-001', form: null });
    expect(settings.get('depot')).toMatchObject({ kind: 'cloud', reported: 'leipzig' });
    expect(settings.get('doors.autoLock')).toMatchObject({ kind: 'writable', reported: true, group: 'Doors' });
    expect(settings.get('TargetTemperature')).toMatchObject({
      kind: 'writable',
      form: { type: 'number', minimum: -30, maximum: 25, unit: 'celsius' },
    });
  });

  test('are changed in one request: root, component and cloud; pending first, reported when the vehicle has them', async () => {
    const bench = await openBench();
    const truck = await bench.vehicle('TRUCK-001');
    expect(
      await bench.value(change(bench, truck, { TargetTemperature: -5, 'doors.autoLock': false, depot: 'dresden' })),
    ).toBeNull();
    expect(patches(bench)).toMatchObject([
      {
        path: '/devices/TRUCK-001/properties',
        body: { TargetTemperature: -5, depot: 'dresden', doors: { autoLock: false } },
      },
    ]);
    const pending = await read(bench, truck);
    expect(pending.get('TargetTemperature')).toMatchObject({ state: 'pending', desired: -5 });
    expect(pending.get('depot')).toMatchObject({ reported: 'dresden' });
    bench.clock.advance(30_000);
    const applied = await read(bench, truck);
    expect(applied.get('TargetTemperature')).toMatchObject({ state: 'reported', reported: -5 });
    expect(applied.get('doors.autoLock')).toMatchObject({ state: 'reported', reported: false });
  });

  test('of which only one field is changed keep the others', async () => {
    const bench = await openBench();
    const truck = await bench.vehicle('TRUCK-001');
    await bench.value(change(bench, truck, { 'workingHours.start': '06:00:00', 'workingHours.end': '18:00:00' }));
    await bench.value(change(bench, truck, { 'workingHours.end': '20:00:00' }));
    expect(patches(bench).at(-1)?.body).toEqual({ workingHours: { start: '06:00:00', end: '20:00:00' } });
  });

  test('are taken back with null: the wish, and what the platform kept', async () => {
    const bench = await openBench();
    const truck = await bench.vehicle('TRUCK-001');
    await bench.value(change(bench, truck, { speedLimit: 70 }));
    await bench.value(change(bench, truck, { speedLimit: null, depot: null }));
    expect(patches(bench).at(-1)?.body).toEqual({ speedLimit: null, depot: null });
    const settings = await read(bench, truck);
    expect(settings.get('speedLimit')).toMatchObject({ state: 'unset', desired: null, reported: null });
    expect(settings.get('depot')).toMatchObject({ reported: null });
  });

  test('that do not fit, or can only be read, are refused before anything is sent', async () => {
    const bench = await openBench();
    const truck = await bench.vehicle('TRUCK-001');
    for (const values of [{ TargetTemperature: 99 }, { TruckID: 'mine' }, { none: 1 }]) {
      expect(await bench.failure(change(bench, truck, values))).toMatchObject({ code: 'invalid-params' });
    }
    expect(patches(bench)).toEqual([]);
  });

  test('of a vehicle whose template is not assigned are none; of one whose template is gone it is said', async () => {
    const bench = await openBench();
    await bench.administer('PUT', '/devices/bare', { displayName: 'Bare' });
    const bare = await bench.vehicle('bare');
    expect((await read(bench, bare)).size).toBe(0);
    expect(await bench.failure(change(bench, bare, { speedLimit: 50 }))).toMatchObject({ code: 'not-found' });
    const stray = { ...bare, typeId: 'dtmi:nobody:knows;1' };
    expect(await bench.failure(settingsOf(bench).read(stray, click))).toMatchObject({ code: 'not-found' });
  });
});

describe('with a fault on the way', () => {
  test.each([...passingFaults, 'changed-schema'] as const)(
    '%s, settings are changed once it has passed',
    async (kind) => {
      const bench = await openBench();
      const truck = await bench.vehicle('TRUCK-001');
      await read(bench, truck);
      await bench.addFault({ kind, path: '/properties', times: 1, seconds: 20 });
      await bench.value(change(bench, truck, { speedLimit: 70 }));
      expect((await read(bench, truck)).get('speedLimit')).toMatchObject({ desired: 70 });
    },
  );

  test.each(passingFaults)('%s, settings are read once it has passed', async (kind) => {
    const bench = await openBench();
    const truck = await bench.vehicle('TRUCK-001');
    await read(bench, truck);
    await bench.addFault({ kind, path: '/properties', times: 1, seconds: 20 });
    expect((await read(bench, truck)).get('depot')).toMatchObject({ reported: 'leipzig' });
  });

  test('of a template that came in another form, settings are unknown, and known again when it comes as it should', async () => {
    const bench = await openBench();
    const truck = await bench.vehicle('TRUCK-001');
    await bench.addFault({ kind: 'cut', path: '/deviceTemplates' });
    expect(await bench.failure(settingsOf(bench).read(truck, click))).toMatchObject({ code: 'unreachable' });
    await bench.clearFaults();
    expect((await read(bench, truck)).size).toBeGreaterThan(5);
  });

  test('a token that is revoked in mid-session and replaced by a new one, changes go on where they were', async () => {
    let token = '';
    const bench = await openBench({ token: () => Promise.resolve(ok(token)) });
    const roles = [{ role: 'ae2c9854-393b-4f97-8c42-479d70ce626e' }];
    token = ((await bench.administer('PUT', '/apiTokens/mine', { roles })) as { token: string }).token;
    const truck = await bench.vehicle('TRUCK-001');
    await bench.value(change(bench, truck, { speedLimit: 70 }));
    await bench.administer('DELETE', '/apiTokens/mine');
    expect(await bench.failure(change(bench, truck, { speedLimit: 60 }))).toMatchObject({
      code: 'not-authorised',
      details: { tokenProblem: 'revoked', mayHaveHappened: false },
    });
    token = bench.platform.info.iotCentral.tokens.operator;
    await bench.value(change(bench, truck, { speedLimit: 60 }));
    expect((await read(bench, truck)).get('speedLimit')).toMatchObject({ desired: 60 });
  });

  test('401, a change is refused and says so; it works when the token is accepted again', async () => {
    const bench = await openBench();
    const truck = await bench.vehicle('TRUCK-001');
    await read(bench, truck);
    await bench.addFault({ kind: '401', path: '/properties', times: 1 });
    expect(await bench.failure(change(bench, truck, { speedLimit: 70 }))).toMatchObject({
      code: 'not-authorised',
      retryable: false,
    });
    await bench.value(change(bench, truck, { speedLimit: 70 }));
    expect(patches(bench)).toHaveLength(2);
  });
});

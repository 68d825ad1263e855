import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlatformStatus } from '../../../shared/platform/status.ts';
import type { CommandRecord } from '../../../shared/command/record.ts';
import { methods, type MethodName, type MethodParams } from '../../../shared/contract/contract.ts';
import { connectionStatusSchema } from '../../../shared/connection/status.ts';
import { createEngineFixture, plainSettings, type EngineFixture } from '../../support/engine-fixture.ts';
import { startPractice, type PracticeProcess } from '../../support/practice.ts';

let practice: PracticeProcess;
let fixture: EngineFixture;

beforeAll(async () => {
  practice = await startPractice(12);
  fixture = await createEngineFixture({ managedConnections: practice.connections, testListenMs: 3_000 });
  await fixture.call('connections.setEnabled', { id: 'practice-iot-central', isEnabled: true });
  await fixture.untilConnection('practice', ({ platform }) => isListed(platform));
  await fixture.untilConnection('practice-iot-central', ({ platform }) => isListed(platform));
});

afterAll(async () => {
  await fixture.close();
  await practice.stop();
});

const isListed = (platform: PlatformStatus | null): boolean =>
  platform?.devices.isListing === false && platform.devices.listedAtMs !== null;

/** The first vehicle of the seed that is not silent or faulty by design. */
const someTruck = 'TRUCK-001';

const untilRecord = async (id: string, isWanted: (record: CommandRecord) => boolean): Promise<CommandRecord> => {
  const find = (records: readonly CommandRecord[]) => records.find((record) => record.id === id && isWanted(record));
  const events = await fixture.until('commands', { limit: 50 }, ({ records }) => find(records) !== undefined);
  const record = find(events.at(-1)?.records ?? []);
  if (record === undefined) throw new Error('The record was there a moment ago.');
  return record;
};

test('a fleet is on screen: every vehicle with its identity, those that report with a position', async () => {
  const located = new Set<number>();
  const frames = await fixture.until('fleet', {}, (frame) => {
    for (const [index, row] of frame.rows.entries()) {
      if (Math.abs(frame.latitude[index] ?? NaN) <= 90 && Math.abs(frame.longitude[index] ?? NaN) <= 180)
        located.add(row);
    }
    // A few are silent by design.
    return located.size >= 9;
  });
  expect(frames[0]?.kind).toBe('snapshot');
  expect(frames[0]?.identities.vehicleIds).toContain(someTruck);
});

test('a command is followed from the draft to its end', async () => {
  const draft = await fixture.call('commands.draft', {
    connectionId: 'practice',
    vehicleId: someTruck,
    name: 'setCargoTemperature',
    parameters: { temperature: -21 },
  });
  expect(draft.record).toMatchObject({ state: 'drafted', vehicleName: someTruck });
  const confirmed = await fixture.call('commands.confirm', { id: draft.record.id });
  expect(['sent', 'accepted', 'completed']).toContain(confirmed.state);
  const done = await untilRecord(draft.record.id, (record) => record.state === 'completed');
  expect(done.confirmedAtMs).toBeLessThanOrEqual(done.sentAtMs ?? 0);
  expect(done.sentAtMs).toBeLessThanOrEqual(done.finishedAtMs ?? 0);
  const vehicle = await fixture.until(
    'vehicle',
    { connectionId: 'practice', vehicleId: someTruck },
    (event) =>
      event.kind !== 'absent' &&
      event.signals.some(({ path, value }) => path === 'Vehicle.Fleet.Cargo.Zone1.TargetTemperature' && value === -21),
  );
  expect(vehicle.length).toBeGreaterThan(0);
});

test('a command that this type of vehicle does not offer is refused', async () => {
  const frames = await fixture.until('fleet', {}, (frame) => frame.kind === 'snapshot');
  const van = frames.at(-1)?.identities.vehicleIds.find((id) => id.startsWith('VAN-')) ?? '';
  const answer = await fixture.client.call('commands.draft', {
    connectionId: 'practice',
    vehicleId: van,
    name: 'setCargoTemperature',
    parameters: { temperature: 4 },
  });
  expect(answer).toMatchObject({ ok: false, error: { code: 'refused' } });
});

test('the draft of a command for a vehicle that has signed off warns of it', async () => {
  const { org, device } = practice.practice.watson;
  const spare = await mqtt.connectAsync(practice.practice.mqttUrl, {
    clientId: `d:${org}:${device.typeId}:${device.deviceId}`,
    username: 'use-token-auth',
    password: device.token,
  });
  await spare.publishAsync('iot-2/evt/telemetry/fmt/json', JSON.stringify({ ts: new Date().toISOString(), speed: 0 }));
  await fixture.until(
    'vehicle',
    { connectionId: 'practice', vehicleId: device.deviceId },
    (event) => event.kind !== 'absent',
  );
  await spare.endAsync();
  await fixture.until(
    'vehicle',
    { connectionId: 'practice', vehicleId: device.deviceId },
    (event) => event.kind !== 'absent' && event.vehicle.isConnected === false,
  );
  const draft = await fixture.call('commands.draft', {
    connectionId: 'practice',
    vehicleId: device.deviceId,
    name: 'flashLights',
    parameters: { seconds: 1 },
  });
  expect(draft.warnings).toContain('The platform says that this vehicle is offline.');
  await fixture.call('commands.discard', { id: draft.record.id });
});

test('the preset passes its own connection test', async () => {
  const { settings } = await fixture.call('connections.get', { id: 'practice' });
  const result = await fixture.call('connections.test', { id: 'practice', settings, secrets: {} });
  expect(result).toMatchObject({ isSuccess: true, problem: null });
  expect(result.vehicleCount).toBeGreaterThan(0);
});

describe('the contract', () => {
  const onPractice = { connectionId: 'practice' };
  const onCentral = { connectionId: 'practice-iot-central' };
  const truck = { ...onPractice, vehicleId: someTruck };
  const centralTruck = { ...onCentral, vehicleId: someTruck };
  const newDevice = (deviceId: string) => ({ deviceId, name: '', typeId: 'van', isSimulated: false });
  const reboot = {
    name: 'Reboot',
    actionId: 'device/reboot',
    values: {},
    target: { kind: 'vehicles' as const, vehicleIds: [someTruck] },
  };
  const exported = async () => ({
    content: (await fixture.call('backup.export', { withSecrets: null })).content,
  });
  const rebooted = async () => {
    const [job] = await fixture.call('jobs.list', onPractice);
    return job ?? (await fixture.call('jobs.create', { ...onPractice, job: reboot }));
  };
  /** Those that are long, or need a vault with a choice, have tests of their own. */
  type Elsewhere =
    | 'vault.unlock'
    | 'vault.lock'
    | 'vault.setPassphrase'
    | 'vault.migrate'
    | `tokens.${string}`
    | `rotations.${string}`;
  const params: { readonly [M in Exclude<MethodName, Elsewhere>]: () => MethodParams<M> | Promise<MethodParams<M>> } = {
    'app.info': () => ({}),
    'preferences.get': () => ({}),
    'preferences.save': () => fixture.call('preferences.get', {}),
    'connections.presets': () => ({}),
    'connections.get': () => ({ id: 'practice' }),
    'connections.save': () => ({ settings: plainSettings('mqtt://127.0.0.1:9', { isEnabled: false }), secrets: {} }),
    'connections.setEnabled': () => ({ id: 'practice', isEnabled: true }),
    'connections.retry': () => ({ id: 'practice' }),
    'connections.test': () => ({ settings: plainSettings('mqtt://127.0.0.1:9'), secrets: {} }),
    'connections.rejected': () => ({}),
    'connections.remove': async () => {
      const settings = plainSettings('mqtt://127.0.0.1:9', { isEnabled: false });
      return { id: (await fixture.call('connections.save', { settings, secrets: {} })).id };
    },
    'commands.draft': () => ({
      connectionId: 'practice',
      vehicleId: someTruck,
      name: 'flashLights',
      parameters: { seconds: 1 },
    }),
    'commands.confirm': async () => {
      const draft = await fixture.call('commands.draft', {
        connectionId: 'practice',
        vehicleId: someTruck,
        name: 'flashLights',
        parameters: { seconds: 1 },
      });
      return { id: draft.record.id };
    },
    'commands.discard': () => ({ id: 'none' }),

    'platforms.refresh': () => onPractice,
    'platforms.types': () => onPractice,
    'platforms.groups': () => ({}),
    'vehicles.look': () => ({ vehicles: [truck] }),
    'devices.get': () => truck,
    'devices.setLocation': () => ({ ...truck, latitude: 60.2, longitude: 24.9 }),
    'devices.create': () => ({ ...onPractice, device: newDevice('VAN-901') }),
    'devices.remove': async () => {
      const made = await fixture.call('devices.create', { ...onPractice, device: newDevice('VAN-902') });
      return { ...onPractice, vehicleId: made.vehicleId };
    },
    'devices.rename': () => ({ ...centralTruck, name: 'Truck one' }),
    'devices.setBlocked': () => ({ ...centralTruck, isBlocked: false }),
    'devices.credentials': () => centralTruck,
    'settings.read': () => centralTruck,
    'settings.change': () => ({ ...centralTruck, values: {} }),
    'platforms.organizations': () => onCentral,
    'people.list': () => onCentral,
    'manyDevices.check': () => ({ ...onPractice, devices: [newDevice('VAN-903')] }),
    'manyDevices.create': () => ({ ...onPractice, devices: [newDevice('VAN-904'), newDevice('VAN-905')] }),
    'manyDevices.remove': async () => {
      const made = await fixture.call('devices.create', { ...onPractice, device: newDevice('VAN-906') });
      return { ...onPractice, vehicleIds: [made.vehicleId] };
    },
    'manyDevices.seal': () => ({ ...onPractice, passphrase: 'k7wq-m2ha-9fxt-ve4c', keys: 'id,key', deviceCount: 1 }),
    'scheduledJobs.list': () => onCentral,
    'records.read': () => ({ ...truck, kind: 'connection-log' }),
    'records.clear': () => ({ ...truck, kind: 'error-codes' }),
    'jobs.list': () => onPractice,
    'jobs.actions': () => onPractice,
    'jobs.create': () => ({ connectionId: 'practice', job: reboot }),
    'jobs.devices': async () => ({ ...onPractice, jobId: (await rebooted()).id }),
    'jobs.control': async () => ({ ...onPractice, jobId: (await rebooted()).id, control: 'remove' }),

    'vault.view': () => ({}),
    'vault.forget': () => ({ key: 'connection/gone/password' }),
    'audit.query': () => ({ limit: 10 }),
    'audit.interrupted': () => ({}),
    'audit.verify': () => ({}),
    'audit.export': () => ({ format: 'csv', filter: {} }),
    'backup.export': () => ({ withSecrets: null }),
    'backup.preview': exported,
    'backup.apply': async () => ({
      previewId: (await fixture.call('backup.preview', await exported())).previewId,
      decision: { connections: {}, preferences: 'keep', managed: 'keep' },
    }),
    'backup.discard': () => ({ previewId: 'none' }),
    'passphrase.propose': () => ({}),
  };

  test.each(Object.keys(params) as (keyof typeof params)[])(
    '%s answers in the shape that the contract promises',
    async (method) => {
      const value: unknown = await fixture.call(method, await params[method]());
      expect(methods[method].result.safeParse(value).error).toBeUndefined();
    },
  );

  test('the connections topic keeps to the shape of a status', async () => {
    const events = await fixture.until('connections', {}, () => true);
    for (const status of events.at(-1)?.connections ?? []) {
      expect(connectionStatusSchema.safeParse(status).error).toBeUndefined();
    }
  });
});

test('a platform that stops is shown as offline, and a command then is not sent and never queued', async () => {
  const draft = await fixture.call('commands.draft', {
    connectionId: 'practice',
    vehicleId: someTruck,
    name: 'flashLights',
    parameters: { seconds: 1 },
  });
  const offline = fixture.untilConnection('practice', ({ state }) => state === 'offline');
  await practice.stop();
  await offline;
  const record = await fixture.call('commands.confirm', { id: draft.record.id });
  expect(record).toMatchObject({
    state: 'failed',
    message: 'Not sent: "Practice fleet" is not connected.',
    sentAtMs: null,
  });
});

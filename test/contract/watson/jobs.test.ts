import { describe, expect, test } from 'vitest';
import type { PlatformJobs, RegisteredDevice } from '../../../core/platforms/platform.ts';
import type { NewJob } from '../../../shared/platform/job.ts';
import {
  click,
  deviceOf,
  failureOf,
  listOf,
  spare,
  startPractice,
  truck,
  until,
  valueOf,
  van,
  type AdapterOptions,
  type Practice,
} from './adapter.ts';

const jobsOf = (practice: Practice, options?: AdapterOptions): PlatformJobs => {
  const { jobs } = practice.adapter(options);
  if (jobs === undefined) throw new Error('The adapter has no jobs.');
  return jobs;
};

const order = (actionId: string, devices: readonly RegisteredDevice[], values: NewJob['values'] = {}): NewJob => ({
  name: 'Tonight',
  ...{ actionId, values },
  target: { kind: 'vehicles', vehicleIds: devices.map(({ vehicleId }) => vehicleId) },
});

const create = async (jobs: PlatformJobs, job: NewJob, devices: readonly RegisteredDevice[] = []) =>
  jobs.create(job, devices, click);

const jobWith = async (jobs: PlatformJobs, id: string) => {
  const found = valueOf(await jobs.list(click)).find((job) => job.id === id);
  if (found === undefined) throw new Error('The job is not listed.');
  return found;
};

describe('a management request', () => {
  test('reboots vehicles and is followed from each of them to its end', async () => {
    const practice = await startPractice({ vehicles: 3 });
    const jobs = jobsOf(practice);
    const job = valueOf(await create(jobs, order('device/reboot', [truck, van]), [truck, van]));
    expect(job).toMatchObject({
      ...{ action: 'Reboot', target: '2 vehicles', state: 'running', controls: ['stop', 'remove'] },
      progress: { total: 2, pending: 2, completed: 0, failed: 0 },
    });
    const under = valueOf(await jobs.devices(job.id, click));
    expect(under.map(({ vehicleId, state }) => [vehicleId, state])).toEqual([
      ['refrigerated-truck/TRUCK-001', 'running'],
      ['van/VAN-002', 'running'],
    ]);
    const ended = await until(
      () => jobWith(jobs, job.id),
      ({ state }) => state !== 'running',
    );
    expect(ended).toMatchObject({
      ...{ state: 'complete', controls: ['remove'] },
      progress: { total: 2, pending: 0, completed: 2, failed: 0 },
    });
    expect(ended.endedAtMs).toBeGreaterThan(ended.startedAtMs ?? Infinity);
    expect(valueOf(await jobs.devices(job.id, click)).map(({ state }) => state)).toEqual(['complete', 'complete']);

    expect(await jobs.control(job.id, 'remove', click)).toEqual({ ok: true, value: null });
    expect(valueOf(await jobs.list(click))).toEqual([]);
  });

  test('fails with the words of the vehicle', async () => {
    const practice = await startPractice({ vehicles: 3 });
    const jobs = jobsOf(practice);
    const job = valueOf(await create(jobs, order('firmware/download', [van], { uri: 'nowhere' }), [van]));
    const ended = await until(
      () => jobWith(jobs, job.id),
      ({ state }) => state !== 'running',
    );
    expect(ended).toMatchObject({ state: 'failed', progress: { failed: 1 } });
    const [device] = valueOf(await jobs.devices(job.id, click));
    expect(device).toMatchObject({ state: 'failed', message: expect.stringContaining('invalid URI') as string });
  });

  test('sends the address, the version and the rest of the firmware along', async () => {
    const practice = await startPractice({ vehicles: 3 });
    const jobs = jobsOf(practice);
    const values = { uri: 'https://firmware.example/box.bin', version: '4.2.0', name: '', verifier: 'abc' };
    const job = valueOf(await create(jobs, order('firmware/download', [van], values), [van]));
    expect(await practice.call('GET', `/mgmt/requests/${job.id}`)).toMatchObject({
      action: 'firmware/download',
      parameters: [
        { name: 'uri', value: values.uri },
        { name: 'version', value: '4.2.0' },
        { name: 'verifier', value: 'abc' },
      ],
    });
    const missing = failureOf(await create(jobs, order('firmware/download', [van]), [van]));
    expect(missing).toMatchObject({ code: 'invalid-params', message: 'Address: Enter a value.' });
  });

  test('leaves out, and names, vehicles that do not take it; of none that do, nothing is sent', async () => {
    const practice = await startPractice({ vehicles: 3 });
    const jobs = jobsOf(practice);
    const job = valueOf(await create(jobs, order('device/reboot', [truck, spare]), [truck, spare]));
    expect(job.target).toBe('1 of 2 vehicles; left out, because they do not take this action: VAN-SPARE');
    expect(valueOf(await jobs.devices(job.id, click))).toHaveLength(1);
    const refused = failureOf(await create(jobs, order('device/reboot', [spare]), [spare]));
    expect(refused).toMatchObject({ code: 'invalid-params' });
    expect(refused.message).toContain('VAN-SPARE');
    expect(valueOf(await jobs.list(click))).toHaveLength(1);
  });

  test('goes to the members of a group', async () => {
    const practice = await startPractice({ vehicles: 6 });
    await practice.call('PUT', '/bulk/devices/depot-north/add', [{ typeId: 'van', deviceId: 'VAN-SPARE' }]);
    const jobs = jobsOf(practice);
    const target = { kind: 'group', groupId: 'depot-north' } as const;
    const job = valueOf(await create(jobs, { ...order('device/reboot', []), target }));
    expect(job.target).toMatch(/^Group depot-north: 3 of 4 vehicles; left out, .*VAN-SPARE$/);
    expect(
      valueOf(await jobs.devices(job.id, click))
        .map(({ vehicleId }) => vehicleId)
        .toSorted(),
    ).toEqual([...['electric-bus/BUS-003', 'refrigerated-truck/TRUCK-001', 'van/VAN-005']]);
    const nobody = { ...order('device/reboot', []), target: { ...target, groupId: 'depot-west' } };
    expect(failureOf(await create(jobs, nobody)).code).toBe('not-found');
  });

  test('goes to hundreds of chosen vehicles', async () => {
    const practice = await startPractice({ vehicles: 120 });
    const adapter = practice.adapter();
    const { devices } = await listOf(adapter, click);
    const jobs = jobsOf(practice);
    const job = valueOf(await create(jobs, order('firmware/update', devices), devices));
    expect(job.target).toBe('120 of 121 vehicles; left out, because they do not take this action: VAN-SPARE');
    expect(valueOf(await jobs.devices(job.id, click))).toHaveLength(120);
  });

  test('can be stopped while a vehicle is away, and is not repeated by the platform', async () => {
    const practice = await startPractice();
    const device = await practice.spareDevice();
    const supports = { deviceActions: true, firmwareActions: false };
    await device.mqtt.subscribeAsync('iotdm-1/#', { qos: 1 });
    await device.mqtt.publishAsync('iotdevice-1/mgmt/manage', JSON.stringify({ reqId: 'm', d: { supports } }), {
      qos: 1,
    });
    await device.received.next();
    const jobs = jobsOf(practice);
    expect(failureOf(await create(jobs, order('firmware/update', [spare]), [spare])).message).toContain('VAN-SPARE');
    const job = valueOf(await create(jobs, order('device/reboot', [spare]), [spare]));
    expect((await device.received.next()).topic).toBe('iotdm-1/mgmt/initiate/device/reboot');
    expect(failureOf(await create(jobs, order('device/reboot', [spare]), [spare])).code).toBe('conflict');

    expect(await jobs.control(job.id, 'stop', click)).toEqual({ ok: true, value: null });
    expect(await jobWith(jobs, job.id)).toMatchObject({ state: 'cancelled', controls: ['remove'] });
    expect(valueOf(await jobs.devices(job.id, click))).toMatchObject([{ state: 'cancelled' }]);
    for (const control of ['resume', 'rerun-failed'] as const) {
      expect(failureOf(await jobs.control(job.id, control, click)).code).toBe('unsupported');
    }
  });

  test('that the role may not start is refused with the platform’s words', async () => {
    const practice = await startPractice({ vehicles: 3 });
    const jobs = jobsOf(practice, { as: 'backendTrusted' });
    const failure = failureOf(await create(jobs, order('device/reboot', [truck]), [truck]));
    expect(failure).toMatchObject({ code: 'not-authorised', details: { mayHaveHappened: false } });
  });

  test('for a vehicle that is gone sends nothing', async () => {
    const practice = await startPractice({ vehicles: 3 });
    const nobody = deviceOf('van', 'NOBODY');
    const jobs = jobsOf(practice);
    expect(failureOf(await create(jobs, order('device/reboot', [truck, nobody]), [truck, nobody])).code).toBe(
      'not-found',
    );
    expect(valueOf(await jobs.list(click))).toEqual([]);
  });
});

test('every action says its risk and to whom it can go', async () => {
  const practice = await startPractice();
  const actions = valueOf(await jobsOf(practice).actions(click));
  expect(actions.map(({ id, risk }) => [id, risk])).toEqual([
    ['device/reboot', 'disruptive'],
    ['device/factoryReset', 'disruptive'],
    ['firmware/download', 'routine'],
    ['firmware/update', 'disruptive'],
  ]);
  for (const { targets } of actions) expect(targets).toEqual(['vehicles', 'group']);
});

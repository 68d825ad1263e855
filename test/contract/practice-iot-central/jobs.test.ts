import { expect, test } from 'vitest';
import { z } from 'zod';
import { anything, errorCode, list, openApi, type Api } from './api.ts';

const progress = z.object({ total: z.number(), pending: z.number(), completed: z.number(), failed: z.number() });
const job = z.looseObject({ id: z.string(), status: z.string(), progress, end: z.string().optional() });

const target = 'dtmi:fleetdeckPractice:refrigeratedTruck;1';
const property = (value: unknown) => ({ type: 'property', target, path: 'TargetTemperature', value });
const command = (path: string, value?: unknown) => ({ type: 'command', target, path, value });

const start = (api: Api, id: string, body: object) => api.expect(200, `PUT /jobs/${id}`, job, { body });
const read = (api: Api, id: string) => api.expect(200, `GET /jobs/${id}`, job);
const statuses = async (api: Api, id: string) => {
  const { value } = await api.expect(200, `GET /jobs/${id}/devices`, list);
  return Object.fromEntries(value.map((each) => [each.id, each.status]));
};

/** The turns that promises of the job take between two steps of its devices. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

const passTime = async (api: Api, seconds: number): Promise<void> => {
  for (let passed = 0; passed < seconds; passed += 1) {
    api.clock.advance(1000);
    await settle();
  }
};

test('a job changes a setting on every vehicle of its group, and says how far it is', async () => {
  const api = await openApi({ vehicles: 9 });
  const made = await start(api, 'warmer', {
    displayName: 'Warmer',
    group: 'refrigerated-trucks',
    data: [property(6.5)],
  });
  expect(made).toMatchObject({
    displayName: 'Warmer',
    status: 'running',
    progress: { total: 3, pending: 3, completed: 0, failed: 0 },
  });
  await passTime(api, 10);
  expect(await read(api, 'warmer')).toMatchObject({
    status: 'complete',
    progress: { total: 3, pending: 0, completed: 3, failed: 0 },
  });
  expect(await statuses(api, 'warmer')).toEqual({
    'TRUCK-001': 'completed',
    'TRUCK-004': 'completed',
    'TRUCK-007': 'completed',
  });
  const { TargetTemperature } = await api.expect(
    200,
    'GET /devices/TRUCK-007/properties',
    z.looseObject({ TargetTemperature: z.number() }),
  );
  expect(TargetTemperature).toBe(6.5);
});

test('a job with a batch works on so many at a time', async () => {
  const api = await openApi({ vehicles: 9 });
  await start(api, 'slowly', {
    group: 'all-vehicles',
    data: [command('flashLights', 10)],
    batch: { type: 'number', value: 2 },
  });
  await passTime(api, 2);
  expect(Object.values(await statuses(api, 'slowly')).filter((status) => status === 'running')).toHaveLength(2);
  await passTime(api, 10);
  expect((await read(api, 'slowly')).progress).toMatchObject({ completed: 2, pending: 7 });
});

test('what failed is seen, and can be run again alone', async () => {
  const api = await openApi({ vehicles: 9 });
  await api.expect(200, 'PATCH /devices/TRUCK-004', anything, { body: { enabled: false } });
  await start(api, 'report', { group: 'refrigerated-trucks', data: [command('doors.lockDoors')] });
  await passTime(api, 10);
  expect(await read(api, 'report')).toMatchObject({ status: 'failed', progress: { completed: 2, failed: 1 } });
  expect((await statuses(api, 'report'))['TRUCK-004']).toBe('failed');

  await api.expect(200, 'PATCH /devices/TRUCK-004', anything, { body: { enabled: true } });
  const again = await api.expect(200, 'PUT /jobs/report/rerun/report-2', job);
  expect(again).toMatchObject({ id: 'report-2', progress: { total: 1 } });
  await passTime(api, 10);
  expect(await read(api, 'report-2')).toMatchObject({ status: 'complete', progress: { completed: 1 } });
  expect((await api.call('PUT /jobs/report-2/rerun/report-3')).status).toBe(409);
});

test('a setting for a vehicle that is away is waited for, and then has failed', async () => {
  const api = await openApi();
  await api.expect(200, 'PATCH /devices/TRUCK-001', anything, { body: { enabled: false } });
  await start(api, 'absent', { group: 'refrigerated-trucks', data: [property(1)] });
  await passTime(api, 30);
  expect((await read(api, 'absent')).status).toBe('running');
  await passTime(api, 40);
  expect(await read(api, 'absent')).toMatchObject({ status: 'failed', progress: { failed: 1 } });
});

test('a job is stopped between two batches, and goes on when it is resumed', async () => {
  const api = await openApi({ vehicles: 9 });
  const batch = { type: 'number', value: 3 };
  await start(api, 'halting', { group: 'all-vehicles', data: [command('flashLights', 5)], batch });
  await passTime(api, 2);
  await api.expect(204, 'POST /jobs/halting/stop', anything);
  await passTime(api, 30);
  expect(await read(api, 'halting')).toMatchObject({ status: 'stopped', progress: { completed: 3, pending: 6 } });
  expect((await api.call('POST /jobs/halting/stop')).status).toBe(409);
  await api.expect(204, 'POST /jobs/halting/resume', anything);
  await passTime(api, 30);
  expect(await read(api, 'halting')).toMatchObject({ status: 'complete', progress: { completed: 9 } });
  expect((await api.call('POST /jobs/halting/resume')).status).toBe(409);
});

test.each([
  [{ type: 'number', value: 1 }, 2],
  [{ type: 'percentage', value: 20 }, 2],
  [{ type: 'percentage', value: 0, batch: true }, 1],
])('a job is cancelled when more has failed than %j', async (cancellationThreshold, failed) => {
  const api = await openApi({ vehicles: 9 });
  const batch = { type: 'number', value: 1 };
  await start(api, 'doomed', {
    group: 'all-vehicles',
    data: [command('getMaxMinReport', 'never')],
    batch,
    cancellationThreshold,
  });
  await passTime(api, 30);
  const { status, progress: reached } = await read(api, 'doomed');
  expect([status, reached.failed]).toEqual(['cancelled', failed]);
});

test('cloud properties are set at once, and what the template does not have fails', async () => {
  const api = await openApi();
  const data = [{ type: 'cloudProperty', target, path: 'depot', value: 'zwickau' }];
  await start(api, 'move', { group: 'all-vehicles', data });
  await passTime(api, 1);
  expect((await read(api, 'move')).status).toBe('complete');
  await start(api, 'odd', { group: 'vans', data: [property(1)] });
  await passTime(api, 1);
  expect((await read(api, 'odd')).status).toBe('failed');
});

test('vehicles can be given another template', async () => {
  const api = await openApi();
  await start(api, 'migrate', { group: 'vans', data: [{ type: 'deviceTemplateMigration', template: target }] });
  await passTime(api, 1);
  expect(await api.expect(200, 'GET /devices/VAN-002', z.looseObject({}))).toMatchObject({ template: target });
});

test.each([
  ['PUT /jobs/one', { group: 'nobody', data: [property(1)] }, 422],
  ['PUT /jobs/one', { group: 'vans', data: [] }, 422],
  ['PUT /jobs/one', { group: 'vans', data: [{ type: 'PropertyJobData', target, path: 'x' }] }, 422],
  ['PUT /jobs/two%20words', { group: 'vans', data: [property(1)] }, 422],
  ['GET /jobs/one', undefined, 404],
])('%s %j is refused', async (request, body, status) => {
  const reply = await (await openApi()).call(request, body === undefined ? {} : { body });
  expect(reply.status).toBe(status);
  errorCode(reply);
});

test('no id is used twice, and no more than five jobs run at a time', async () => {
  const api = await openApi();
  const body = { group: 'vans', data: [command('flashLights', 30)] };
  for (const id of ['a', 'b', 'c', 'd', 'e']) await start(api, id, body);
  expect((await api.call('PUT /jobs/a', { body })).status).toBe(409);
  expect((await api.call('PUT /jobs/f', { body })).status).toBe(409);
  expect((await api.expect(200, 'GET /jobs', list)).value.map(({ id }) => id)).toEqual(['e', 'd', 'c', 'b', 'a']);
});

test('a scheduled job runs when its time has come, as often as it should', async () => {
  const api = await openApi({ vehicles: 3, rate: 0.01 });
  const startsAt = new Date(api.clock.now() + 3600_000).toISOString();
  const body = {
    group: 'refrigerated-trucks',
    data: [property(3)],
    schedule: { start: startsAt, recurrence: 'daily', end: { type: 'occurrences', occurrences: 2 } },
  };
  const made = await api.expect(200, 'PUT /scheduledJobs/nightly', z.looseObject({}), { body });
  expect(made).toMatchObject({ id: 'nightly', enabled: true, completed: false });
  const runs = async () => (await api.expect(200, 'GET /scheduledJobs/nightly/jobs', list)).value;
  expect(await runs()).toEqual([]);
  api.clock.advance(3600_000);
  expect(await runs()).toMatchObject([{ scheduledJobId: 'nightly', status: 'running' }]);
  api.clock.advance(48 * 3600_000);
  expect(await runs()).toHaveLength(2);
  expect(await api.expect(200, 'GET /scheduledJobs/nightly', z.looseObject({}))).toMatchObject({ completed: true });
});

test('a scheduled job that is switched off or deleted does not run', async () => {
  const api = await openApi({ vehicles: 3, rate: 0.01 });
  const start = new Date(api.clock.now() + 3600_000).toISOString();
  const body = { group: 'vans', data: [property(3)], schedule: { start } };
  for (const id of ['off', 'gone']) await api.expect(200, `PUT /scheduledJobs/${id}`, anything, { body });
  await api.expect(200, 'PATCH /scheduledJobs/off', anything, { body: { enabled: false } });
  await api.expect(204, 'DELETE /scheduledJobs/gone', anything);
  api.clock.advance(2 * 3600_000);
  expect((await api.expect(200, 'GET /jobs', list)).value).toEqual([]);
});

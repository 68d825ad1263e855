import { describe, expect, test } from 'vitest';
import type { JobAction, NewJob } from '../../../shared/platform/job.ts';
import { background, click, openBench, passingFaults, type Bench } from './adapter.ts';

const jobsOf = ({ adapter }: Bench) => adapter.jobs;
const actionOf = async (bench: Bench, title: string, type = 'refrigeratedTruck'): Promise<JobAction> => {
  const actions = await bench.value(jobsOf(bench).actions(click));
  const action = actions.find((each) => each.title === title && each.typeId?.includes(type) === true);
  if (action === undefined)
    throw new Error(`There is no ${title} among ${actions.map((each) => each.title).join(', ')}`);
  return action;
};
const colder = async (bench: Bench, value = -5): Promise<NewJob> => ({
  name: 'Colder',
  actionId: (await actionOf(bench, 'Set Target temperature')).id,
  values: { TargetTemperature: value },
  target: { kind: 'group', groupId: 'refrigerated-trucks' },
});
const create = (bench: Bench, job: NewJob) => jobsOf(bench).create(job, [], click);
const listed = async (bench: Bench, id: string) =>
  (await bench.value(jobsOf(bench).list(background))).find((job) => job.id === id);

describe('a job', () => {
  test('can set what a template lets be set and send its commands, to groups', async () => {
    const bench = await openBench();
    const action = await actionOf(bench, 'Set Target temperature');
    expect(action).toMatchObject({
      targets: ['group'],
      typeTitle: 'Refrigerated truck',
      parameters: [{ type: 'number', minimum: -30, maximum: 25 }],
    });
    const ids = (await bench.value(jobsOf(bench).actions(click))).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is made for a group, told in words, and followed to its end vehicle by vehicle', async () => {
    const bench = await openBench();
    const made = await bench.value(create(bench, await colder(bench)));
    expect(made).toMatchObject({
      name: 'Colder',
      action: 'Set Target temperature to -5 °C',
      target: 'Refrigerated trucks',
      state: 'running',
      progress: { total: 1, pending: 1, completed: 0, failed: 0 },
      controls: ['stop'],
    });
    bench.clock.advance(60_000);
    expect(await listed(bench, made.id)).toMatchObject({ state: 'complete', progress: { completed: 1 }, controls: [] });
    expect(await bench.value(jobsOf(bench).devices(made.id, click))).toEqual([
      { vehicleId: 'TRUCK-001', state: 'complete', message: null },
    ]);
  });

  test('of a command carries its request', async () => {
    const bench = await openBench();
    const { id } = await actionOf(bench, 'Flash the hazard lights', 'van');
    const target = { kind: 'group', groupId: 'vans' } as const;
    const made = await bench.value(create(bench, { name: 'Flash', actionId: id, values: { seconds: 3 }, target }));
    expect(made.action).toContain('Flash the hazard lights');
    expect(bench.requests.find(({ method }) => method === 'PUT')?.body).toEqual({
      displayName: 'Flash',
      group: 'vans',
      data: [{ type: 'command', target: 'dtmi:fleetdeckPractice:van;1', path: 'flashLights', value: 3 }],
    });
  });

  test('is stopped, resumed, and its failed vehicles are tried again as a job of their own', async () => {
    const bench = await openBench();
    const { jobs: desk } = bench.adapter;
    const made = await bench.value(create(bench, await colder(bench)));
    await bench.value(desk.control(made.id, 'stop', click));
    expect(await listed(bench, made.id)).toMatchObject({ state: 'stopped', controls: ['resume'] });
    await bench.value(desk.control(made.id, 'resume', click));
    bench.clock.advance(60_000);
    expect(await listed(bench, made.id)).toMatchObject({ state: 'complete' });

    await bench.administer('PUT', '/devices/away', { template: 'dtmi:fleetdeckPractice:refrigeratedTruck;1' });
    const second = await bench.value(create(bench, await colder(bench, -6)));
    bench.clock.advance(120_000);
    expect(await listed(bench, second.id)).toMatchObject({
      state: 'failed',
      progress: { total: 2, completed: 1, failed: 1 },
      controls: ['rerun-failed'],
    });
    await bench.value(desk.control(second.id, 'rerun-failed', click));
    const jobs = await bench.value(desk.list(background));
    expect(jobs).toHaveLength(3);
    expect(jobs[0]).toMatchObject({ name: 'Colder', progress: { total: 1 } });
    expect(await bench.failure(desk.control(second.id, 'remove', click))).toMatchObject({ code: 'unsupported' });
  });

  test('is not made for single vehicles, for nothing known, or with a value that does not fit', async () => {
    const bench = await openBench();
    const job = await colder(bench);
    const vehicles: NewJob = { ...job, target: { kind: 'vehicles', vehicleIds: ['TRUCK-001'] } };
    expect(await bench.failure(create(bench, vehicles))).toMatchObject({ code: 'unsupported' });
    expect(await bench.failure(create(bench, { ...job, actionId: 'none' }))).toMatchObject({ code: 'not-found' });
    expect(await bench.failure(create(bench, { ...job, values: { TargetTemperature: 99 } }))).toMatchObject({
      code: 'invalid-params',
    });
    expect(bench.requests.some(({ method }) => method === 'PUT')).toBe(false);
  });

  test('of a template that is gone is told as the job itself names it', async () => {
    const bench = await openBench();
    const made = await bench.value(create(bench, await colder(bench)));
    const template = encodeURIComponent('dtmi:fleetdeckPractice:refrigeratedTruck;1');
    await bench.administer('DELETE', `/deviceTemplates/${template}`);
    await bench.value(bench.adapter.listTypes(background));
    expect(await listed(bench, made.id)).toMatchObject({ action: 'Set TargetTemperature to -5' });
  });
});

describe('with a fault on the way', () => {
  test.each(passingFaults)('%s, a job is made once and no more', async (kind) => {
    const bench = await openBench();
    const job = await colder(bench);
    await bench.addFault({ kind, path: '/jobs/', times: 1, seconds: 10 });
    const made = await bench.value(create(bench, job));
    await bench.clearFaults();
    const jobs = await bench.value(jobsOf(bench).list(click));
    expect(jobs.map(({ id, name }) => [id, name])).toEqual([[made.id, 'Colder']]);
  });

  test('changed-schema, that a job may have been made is said', async () => {
    const bench = await openBench();
    const job = await colder(bench);
    await bench.addFault({ kind: 'changed-schema', path: '/jobs/', times: 1 });
    expect(await bench.failure(create(bench, job))).toMatchObject({
      code: 'unsupported',
      details: { mayHaveHappened: true },
    });
  });

  test('401, none is made, and the token’s trouble is told', async () => {
    const bench = await openBench();
    const job = await colder(bench);
    await bench.addFault({ kind: '401', path: '/jobs/', times: 1 });
    expect(await bench.failure(create(bench, job))).toMatchObject({ code: 'not-authorised', details: { status: 401 } });
    expect(await bench.value(jobsOf(bench).list(click))).toEqual([]);
  });

  test.each(passingFaults)('%s, jobs are listed once it has passed', async (kind) => {
    const bench = await openBench();
    const made = await bench.value(create(bench, await colder(bench)));
    await bench.addFault({ kind, path: '/jobs', times: 1, seconds: 60 });
    expect((await bench.value(jobsOf(bench).list(background))).map(({ id }) => id)).toEqual([made.id]);
  });
});

test('scheduled jobs are told in words', async () => {
  const bench = await openBench();
  const data = [{ type: 'property', target: 'dtmi:fleetdeckPractice:van;1', path: 'speedLimit', value: 80 }];
  const schedule = {
    start: '2031-05-03T06:00:00Z',
    recurrence: 'weekly',
    end: { type: 'occurrences', occurrences: 5 },
  };
  await bench.administer('PUT', '/scheduledJobs/slow', {
    displayName: 'Slow down',
    group: 'vans',
    data,
    schedule,
    enabled: false,
  });
  await bench.value(bench.adapter.listTypes(background));
  expect(await bench.value(jobsOf(bench).scheduled(click))).toEqual([
    {
      id: 'slow',
      name: 'Slow down',
      action: 'Set Speed limit to 80 km/h',
      target: 'Vans',
      schedule: 'Every week from 3 May 2031, 06:00 UTC, 5 times',
      isEnabled: false,
      isCompleted: false,
    },
  ]);
});

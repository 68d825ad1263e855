import { describe, expect, test } from 'vitest';
import type { RegisteredDevice } from '../../../core/platforms/platform.ts';
import { ok } from '../../../shared/contract/result.ts';
import { background, click, openBench, passingFaults, type Bench } from './adapter.ts';

const list = async (bench: Bench) => {
  const pages: (readonly RegisteredDevice[])[] = [];
  const listing = await bench.value(bench.adapter.listDevices(background, (page) => pages.push(page)));
  return { ...listing, pages, ids: pages.flat().map(({ deviceId }) => deviceId) };
};

describe('the list of vehicles', () => {
  test('has them as the platform names, groups and enables them', async () => {
    const bench = await openBench();
    await bench.administer('PATCH', '/devices/VAN-002', { enabled: false });
    const { pages, problem } = await list(bench);
    expect(problem).toBeNull();
    expect(pages.flat()).toEqual([
      {
        vehicleId: 'TRUCK-001',
        deviceId: 'TRUCK-001',
        name: 'Truck 001',
        typeId: 'dtmi:fleetdeckPractice:refrigeratedTruck;1',
        isEnabled: true,
        organizations: ['leipzig'],
      },
      expect.objectContaining({ deviceId: 'VAN-002', isEnabled: false }),
      expect.objectContaining({ deviceId: 'BUS-003', organizations: ['leipzig'] }),
    ]);
  });

  test('is told page by page', async () => {
    const bench = await openBench({ vehicles: 60, rate: 0.01 });
    const { pages, ids } = await list(bench);
    expect(pages.map(({ length }) => length)).toEqual([25, 25, 10]);
    expect(new Set(ids).size).toBe(60);
  });

  test('is that of the chosen templates, where some are chosen', async () => {
    const bench = await openBench({ settings: { watch: { types: ['dtmi:fleetdeckPractice:van;1'] } } });
    expect((await list(bench)).ids).toEqual(['VAN-002']);
  });

  test('is that of the chosen groups, each vehicle once', async () => {
    const bench = await openBench({ settings: { watch: { groups: ['vans', 'electric-buses', 'all-vehicles'] } } });
    expect((await list(bench)).ids.toSorted()).toEqual(['BUS-003', 'TRUCK-001', 'VAN-002']);
    const few = await openBench({ settings: { watch: { groups: ['vans', 'electric-buses'] } } });
    expect((await list(few)).ids).toEqual(['VAN-002', 'BUS-003']);
  });

  test('lacks a group that is gone, says so, and has the others', async () => {
    const bench = await openBench({ settings: { watch: { groups: ['gone', 'vans'] } } });
    const { ids, problem } = await list(bench);
    expect(ids).toEqual(['VAN-002']);
    expect(problem).toContain('The list of vehicles of the group gone could not be read.');
  });
});

describe('a page that fails', () => {
  const open = () => openBench({ vehicles: 60, rate: 0.01 });

  test.each(passingFaults)('once, with %s, is read again, and none other', async (kind) => {
    const bench = await open();
    await bench.addFault({ kind, after: 1, times: 1, path: '/devices', seconds: 60 });
    const { ids, problem } = await list(bench);
    expect([ids.length, new Set(ids).size, problem]).toEqual([60, 60, null]);
    const queries = bench.requests.map(({ query }) => query.get('$skiptoken'));
    expect(queries).toHaveLength(4);
    expect(queries[1]).toBe(queries[2]);
  });

  test('with another form of answer is read again later', async () => {
    const bench = await open();
    await bench.addFault({ kind: 'changed-schema', after: 2, times: 1, path: '/devices' });
    const { ids, problem } = await list(bench);
    expect([ids.length, problem, bench.requests.length]).toEqual([60, null, 4]);
  });

  test('and stays so ends the list there, which is said', async () => {
    const bench = await open();
    await bench.addFault({ kind: '503', after: 1, path: '/devices' });
    const { ids, problem } = await list(bench);
    expect(ids).toHaveLength(25);
    expect(problem).toContain('The list of vehicles ends after 25: page 2 could not be read.');
    expect(problem).toContain('has trouble of its own');
  });

  test('as the first one fails the list', async () => {
    const bench = await open();
    await bench.addFault({ kind: '503', path: '/devices' });
    const error = await bench.failure(bench.adapter.listDevices(background, () => undefined));
    expect(error).toMatchObject({ code: 'unreachable', retryable: true, details: { status: 503 } });
  });

  test('in every answer’s form fails the list with words about the console', async () => {
    const bench = await open();
    await bench.addFault({ kind: 'changed-schema', path: '/devices' });
    const error = await bench.failure(bench.adapter.listDevices(background, () => undefined));
    expect(error.code).toBe('unsupported');
    expect(error.message).toContain('another form than this console knows');
  });

  test('because the token was revoked says so, and with a new token the list is whole again', async () => {
    let token = '';
    const bench = await openBench({ vehicles: 60, rate: 0.01, token: () => Promise.resolve(ok(token)) });
    const roles = [{ role: 'ae2c9854-393b-4f97-8c42-479d70ce626e' }];
    token = ((await bench.administer('PUT', '/apiTokens/mine', { roles })) as { token: string }).token;
    let revoked: Promise<unknown> = Promise.resolve();
    const seen: string[] = [];
    const interrupted = await bench.value(
      bench.adapter.listDevices(background, (page) => {
        seen.push(...page.map(({ deviceId }) => deviceId));
        revoked = bench.administer('DELETE', '/apiTokens/mine').catch(() => undefined);
      }),
    );
    await revoked;
    expect(seen.length).toBeLessThan(60);
    expect(interrupted.problem).toContain('The API token “mine” worked before');
    token = bench.platform.info.iotCentral.tokens.operator;
    expect(await list(bench)).toMatchObject({ problem: null, ids: { length: 60 } });
  });

  test('with 401 after some calls ends the list at once, and it is whole when the token is accepted again', async () => {
    const bench = await open();
    await bench.addFault({ kind: '401', after: 2, times: 1, path: '/devices' });
    const cut = await list(bench);
    expect([cut.ids.length, bench.requests.length]).toEqual([50, 3]);
    expect(cut.problem).toContain('page 3 could not be read. The API token “practice-administrator” worked before');
    expect(await list(bench)).toMatchObject({ problem: null, ids: { length: 60 } });
  });

  test('called off is called off', async () => {
    const bench = await open();
    const controller = new AbortController();
    const listing = bench.adapter.listDevices({ lane: 'background', signal: controller.signal }, () =>
      controller.abort(),
    );
    expect((await bench.wait(listing)).ok).toBe(true);
    expect(bench.requests).toHaveLength(1);
  });
});

test('2 000 vehicles are listed within the limit, while a sweep goes on, and a click goes before both', async () => {
  const bench = await openBench({ vehicles: 2000, rate: 0.01 });
  const listed: RegisteredDevice[] = [];
  const sweeps: Promise<unknown>[] = [];
  let requestsBeforeClick = 0;
  let clicked: Promise<unknown> = Promise.resolve();
  const listing = await bench.value(
    bench.adapter.listDevices(background, (page) => {
      listed.push(...page);
      // The sweep over their values begins while the list is still being read.
      if (listed.length === 100)
        sweeps.push(...listed.slice(0, 60).map((each) => bench.adapter.latest(each, background)));
      const [first] = listed;
      if (listed.length !== 500 || first === undefined) return;
      requestsBeforeClick = bench.requests.length;
      clicked = bench.adapter.registry.get(first, click);
    }),
  );
  await bench.wait(Promise.all([clicked, ...sweeps]));
  expect([listing.problem, new Set(listed.map(({ deviceId }) => deviceId)).size]).toEqual([null, 2000]);
  const next = bench.requests
    .slice(requestsBeforeClick)
    .findIndex(({ path }) => path === `/devices/${listed[0]?.deviceId ?? ''}`);
  // Four background requests may be under way together, and every fifth turn is theirs.
  expect(next).toBeGreaterThanOrEqual(0);
  expect(next).toBeLessThanOrEqual(5);
  const pagesAt = bench.requests.flatMap(({ path }, index) => (path === '/devices' ? [index] : []));
  expect(pagesAt).toHaveLength(80);
  const gaps = pagesAt.map((at, index) => at - (pagesAt[index - 1] ?? at));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(10);
  expect(bench.answers.filter((status) => status === 429)).toEqual([]);
});

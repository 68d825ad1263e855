import { describe, expect, test } from 'vitest';
import type { KeptMessage } from '../../../core/platforms/platform.ts';
import { background, openBench, type Bench } from './adapter.ts';

interface Told {
  readonly topic: string;
  readonly enqueuedTime: string;
  readonly telemetry: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}
const read = (messages: readonly KeptMessage[]) =>
  messages.map(
    ({ topic, payload }) => ({ topic, ...(JSON.parse(new TextDecoder().decode(payload)) as object) }) as Told,
  );
const aNumber: unknown = expect.any(Number);
const aText: unknown = expect.any(String);
const drive = (bench: Bench): void => bench.clock.advance(5000);

describe('the latest values of a vehicle', () => {
  test('come as export messages, one for the root and one for each component, with the vehicle’s own time', async () => {
    const bench = await openBench();
    const truck = await bench.vehicle('TRUCK-001');
    drive(bench);
    const messages = read(await bench.value(bench.adapter.latest(truck, background)));
    const { applicationId } = bench.platform.info.iotCentral;
    for (const message of messages) {
      expect(message).toMatchObject({
        topic: `iotcentral/${applicationId}/TRUCK-001`,
        applicationId,
        messageSource: 'telemetry',
        deviceId: 'TRUCK-001',
        schema: 'default@v1',
        templateId: 'dtmi:fleetdeckPractice:refrigeratedTruck;1',
      });
      expect(Date.parse(message.enqueuedTime)).toBeLessThanOrEqual(bench.clock.now());
    }
    const atRoot = Object.assign(
      {},
      ...messages.filter(({ component }) => component === undefined).map((m) => m.telemetry),
    ) as object;
    expect(atRoot).toMatchObject({
      Location: { lat: aNumber, lon: aNumber },
      speed: aNumber,
      ContentsTemperature: aNumber,
      CoolingSystemState: aText,
    });
    const doors = messages.filter(({ component }) => component === 'doors');
    expect(Object.keys(Object.assign({}, ...doors.map((m) => m.telemetry)) as object).toSorted()).toEqual([
      'doorOpen',
      'doorsLocked',
    ]);
  });

  test('are asked for in the order in which a dispatcher wants them', async () => {
    const bench = await openBench();
    const truck = await bench.vehicle('TRUCK-001');
    await bench.value(bench.adapter.latest(truck, background));
    const names = bench.requests.flatMap(({ path }) => /\/telemetry\/(\w+)$/.exec(path)?.[1] ?? []);
    expect(names.slice(0, 2)).toEqual(['Location', 'speed']);
    expect(names.indexOf('ContentsTemperature')).toBeLessThan(names.indexOf('odometer'));
    expect(new Set(names).size).toBe(names.length);
  });

  test('of which one cannot be read are the others', async () => {
    const bench = await openBench();
    const truck = await bench.vehicle('TRUCK-001');
    drive(bench);
    await bench.addFault({ kind: 'changed-schema', path: '/telemetry/odometer' });
    const messages = read(await bench.value(bench.adapter.latest(truck, background)));
    const names = messages.flatMap(({ telemetry }) => Object.keys(telemetry));
    expect(names).toContain('speed');
    expect(names).not.toContain('odometer');
  });

  test('fail together when the platform is away', async () => {
    const bench = await openBench();
    const truck = await bench.vehicle('TRUCK-001');
    await bench.addFault({ kind: '503', path: '/telemetry/' });
    expect(await bench.failure(bench.adapter.latest(truck, background))).toMatchObject({ code: 'unreachable' });
  });

  test('are none where a vehicle has said nothing yet, or has no template', async () => {
    const bench = await openBench();
    await bench.administer('PUT', '/devices/silent', {
      displayName: 'Silent',
      template: 'dtmi:fleetdeckPractice:van;1',
    });
    await bench.administer('PUT', '/devices/bare', { displayName: 'Bare' });
    for (const id of ['silent', 'bare']) {
      const vehicle = await bench.vehicle(id);
      expect(await bench.value(bench.adapter.latest(vehicle, background))).toEqual([]);
    }
  });
});

describe('the latest values of many vehicles', () => {
  test('are not asked for together where the preview is not switched on', async () => {
    const bench = await openBench();
    expect(bench.adapter).not.toHaveProperty('latestOfMany');
  });

  const openPreview = async (vehicles = 3) => {
    const bench = await openBench({ vehicles, settings: { usesPreview: true } });
    await bench.value(bench.adapter.listTypes(background));
    const all: Parameters<NonNullable<typeof bench.adapter.latestOfMany>>[0][number][] = [];
    await bench.value(bench.adapter.listDevices(background, (page) => all.push(...page)));
    const ask = () =>
      bench.value(bench.adapter.latestOfMany?.(all, background) ?? Promise.reject(new Error('It cannot.')));
    return { bench, all, ask };
  };

  test('come by one query a template', async () => {
    const { bench, all, ask } = await openPreview(12);
    drive(bench);
    const before = bench.requests.length;
    const { messages, missing } = await ask();
    const told = read(messages);
    expect(new Set([...told.map(({ deviceId }) => deviceId), ...missing.map(({ deviceId }) => deviceId)]).size).toBe(
      all.length,
    );
    expect(told.find(({ deviceId }) => deviceId === all[0]?.deviceId)?.telemetry).toMatchObject({
      Location: { lat: aNumber },
      speed: aNumber,
    });
    const asked = bench.requests.slice(before);
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /query', 'POST /query', 'POST /query']);
    for (const { body, query } of asked) {
      expect((body as { query: string }).query.length).toBeLessThanOrEqual(350);
      expect(query.get('api-version')).toBe('2022-10-31-preview');
    }
    expect(bench.answers).not.toContain(429);
  });

  test('lack those of whom the platform has heard nothing lately', async () => {
    const { bench, all, ask } = await openPreview();
    drive(bench);
    await bench.administer('PUT', '/devices/silent', { template: 'dtmi:fleetdeckPractice:van;1' });
    all.push(await bench.vehicle('silent'));
    const { missing } = await ask();
    expect(missing.map(({ deviceId }) => deviceId)).toEqual(['silent']);
  });

  test('are left to the single calls where queries are refused, and the query is not tried again', async () => {
    const { bench, all, ask } = await openPreview();
    await bench.addFault({ kind: 'changed-schema', path: '/query' });
    expect(await ask()).toMatchObject({ messages: [], missing: all });
    const before = bench.requests.length;
    await ask();
    expect(bench.requests).toHaveLength(before);
  });
});

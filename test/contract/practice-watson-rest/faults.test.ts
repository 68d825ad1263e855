import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../simulator/http/fault.ts';
import { errorSchema, openApi, type Api } from './api.ts';

const devices = 'GET /bulk/devices?_limit=2&_sort=deviceId';

const start = (kind: Fault['kind'], settings: Partial<Fault> = {}): Promise<Api> =>
  openApi({
    vehicles: 3,
    faults: [{ platform: 'watson', fault: { kind, after: 0, times: 1, seconds: 5, ...settings } }],
  });

const admin = async ({ platform: { info } }: Api, method: string, body?: object): Promise<number> => {
  const response = await fetch(`${new URL(info.watson.restUrl).origin}/practice/faults`, {
    method,
    headers: { 'x-practice-key': info.adminKey, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return response.status;
};

/** Turns the clock until the answer is there. */
const waitFor = async <T>({ clock }: Api, answer: Promise<T>): Promise<T> => {
  let isOver = false;
  void answer.catch(() => undefined).finally(() => (isOver = true));
  while (!isOver as boolean) {
    // Lets the two ends of the connection have their turn between two ticks.
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(50);
  }
  return answer;
};

describe('on demand', () => {
  test.each([
    ['401', 'authentication token'],
    ['429', '10 calls a second'],
    ['503', 'not available'],
  ] as const)('%s comes in the platform’s own body, after so many calls', async (kind, words) => {
    const api = await start(kind, { after: 2, retryAfter: 7 });
    const before = [await api.call(devices), await api.call('GET /device/types')];
    expect(before.map(({ status }) => status)).toEqual([200, 200]);
    const reply = await api.call(devices);
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([Number(kind), '7']);
    expect(errorSchema.parse(reply.body).message).toContain(words);
    expect((await api.call(devices)).status).toBe(200);
  });

  test('a connection is cut, though what was asked for is done', async () => {
    const api = await start('cut');
    await expect(api.call('POST /device/types', { body: { id: 'trailer' } })).rejects.toThrow();
    expect((await api.call('GET /device/types/trailer')).status).toBe(200);
  });

  test('half a page comes, and the whole one when it is asked for again', async () => {
    const api = await start('half-page');
    const half = await api.call(devices);
    expect([half.status, half.body]).toEqual([200, undefined]);
    const whole = await api.call(devices);
    expect(whole.text.slice(0, half.text.length)).toBe(half.text);
    expect(whole.body).toMatchObject({ results: [{ deviceId: 'BUS-003' }, { deviceId: 'TRUCK-001' }] });
  });

  test('the second page fails alone, and its bookmark is still good', async () => {
    const api = await start('503', { path: '_bookmark' });
    const { bookmark } = (await api.call(devices)).body as { readonly bookmark: string };
    const next = `${devices}&_bookmark=${encodeURIComponent(bookmark)}`;
    expect((await api.call(next)).status).toBe(503);
    expect((await api.call(next)).body).toMatchObject({
      results: [{ deviceId: 'VAN-002' }, { deviceId: 'VAN-SPARE' }],
    });
  });

  test('the members of an answer have other names', async () => {
    const api = await start('changed-schema');
    expect((await api.call(devices)).body).toMatchObject({
      bookmarkV2: expect.any(String) as string,
      results: [{ idV2: `d:${api.org}:electric-bus:BUS-003`, deviceId: 'BUS-003' }, {}],
    });
  });

  test('an answer is slow, but comes', async () => {
    const api = await start('slow');
    const startMs = api.clock.now();
    expect((await waitFor(api, api.call(devices))).status).toBe(200);
    expect(api.clock.now() - startMs).toBeGreaterThanOrEqual(5000);
  });

  test('a command by HTTP meets them too: refused it is not sent, cut off it is', async () => {
    const api = await openApi();
    const device = await api.device('van', 'VAN-SPARE', api.platform.info.watson.device.token);
    await device.mqtt.subscribeAsync('iot-2/cmd/+/fmt/+', { qos: 1 });
    const send = (id: number) =>
      api.call('POST /application/types/van/devices/VAN-SPARE/commands/lockDoors', { body: { id } });
    await admin(api, 'POST', { kind: '503', times: 1 });
    expect((await send(1)).status).toBe(503);
    await admin(api, 'POST', { kind: 'cut', times: 1 });
    await expect(send(2)).rejects.toThrow();
    expect((await send(3)).status).toBe(200);
    expect([(await device.received.next()).text, (await device.received.next()).text]).toEqual([
      '{"id":2}',
      '{"id":3}',
    ]);
  });

  test('faults are added and removed while it runs', async () => {
    const api = await openApi();
    expect(await admin(api, 'POST', { kind: '503', path: '/device/types' })).toBe(201);
    expect([(await api.call('GET /device/types')).status, (await api.call(devices)).status]).toEqual([503, 200]);
    expect(await admin(api, 'DELETE')).toBe(204);
    expect((await api.call('GET /device/types')).status).toBe(200);
  });

  test('a fault of the other platform is none here', async () => {
    const fault = { kind: '503', after: 0, seconds: 5 } as const;
    const api = await openApi({ faults: [{ platform: 'iot-central', fault }] });
    expect((await api.call(devices)).status).toBe(200);
  });
});

test('latency is added to every answer', async () => {
  const api = await openApi({ latency: 750 });
  const startMs = api.clock.now();
  expect((await waitFor(api, api.call(devices))).status).toBe(200);
  expect(api.clock.now() - startMs).toBeGreaterThanOrEqual(750);
});

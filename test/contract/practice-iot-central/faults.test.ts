import { describe, expect, test } from 'vitest';
import { errorCode, openApi, type Api } from './api.ts';

const admin = async (api: Api, method: string, body?: object): Promise<number> => {
  const { restUrl } = api.platform.info.iotCentral;
  const response = await fetch(`${new URL(restUrl).origin}/practice/faults`, {
    method,
    headers: { 'x-practice-key': api.platform.info.adminKey, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return response.status;
};
const start = (kind: '401' | '429' | '503' | 'slow' | 'cut' | 'half-page' | 'changed-schema', after = 0) =>
  openApi({ faults: [{ platform: 'iot-central', fault: { kind, after, times: 1, seconds: 5 } }] });

describe('on demand', () => {
  test.each([
    ['401', 'Unauthenticated'],
    ['429', 'TooManyRequests'],
    ['503', 'ServiceUnavailable'],
  ] as const)('%s comes in the platform’s own body, after so many calls', async (kind, code) => {
    const api = await start(kind, 2);
    const before = [await api.call('GET /devices'), await api.call('GET /jobs')];
    expect(before.map(({ status }) => status)).toEqual([200, 200]);
    const reply = await api.call('GET /devices');
    expect([reply.status, errorCode(reply)]).toEqual([Number(kind), code]);
    expect((await api.call('GET /devices')).status).toBe(200);
  });

  test('a connection is cut', async () => {
    const api = await start('cut');
    await expect(api.call('GET /devices')).rejects.toThrow();
    expect((await api.call('GET /devices')).status).toBe(200);
  });

  test('half a page comes', async () => {
    const api = await start('half-page');
    const { status, text } = await api.call('GET /devices', { isSpoilt: true });
    expect(status).toBe(200);
    expect(() => JSON.parse(text) as unknown).toThrow();
  });

  test('the members of an answer have other names', async () => {
    const api = await start('changed-schema');
    const { body } = await api.call('GET /devices', { isSpoilt: true });
    expect(body).toMatchObject({ valueV2: [{ idV2: 'TRUCK-001', displayName: 'Truck 001' }, {}, {}] });
  });

  test('an answer is slow', async () => {
    const api = await start('slow');
    const startMs = api.clock.now();
    expect((await api.wait(api.call('GET /devices'))).status).toBe(200);
    expect(api.clock.now() - startMs).toBeGreaterThanOrEqual(5000);
  });

  test('faults are added and removed while it runs', async () => {
    const api = await openApi();
    expect(await admin(api, 'POST', { kind: '503', path: '/jobs' })).toBe(201);
    expect([(await api.call('GET /jobs')).status, (await api.call('GET /devices')).status]).toEqual([503, 200]);
    expect(await admin(api, 'DELETE')).toBe(204);
    expect((await api.call('GET /jobs')).status).toBe(200);
  });

  test('a fault of the other platform is none here', async () => {
    const fault = { kind: '503', after: 0, seconds: 5 } as const;
    const api = await openApi({ faults: [{ platform: 'watson', fault }] });
    expect((await api.call('GET /devices')).status).toBe(200);
  });
});

test('twenty calls a second are answered, whoever makes them, and no more', async () => {
  const api = await openApi({ vehicles: 0 });
  const { restUrl, tokens } = api.platform.info.iotCentral;
  const get = (authorization: string) =>
    fetch(`${restUrl}/devices?api-version=2022-07-31`, { headers: { authorization } });
  const statuses = await Promise.all(
    Array.from(
      { length: 30 },
      async (_, index) => (await get(index % 2 === 0 ? tokens.builder : tokens.operator)).status,
    ),
  );
  expect([
    statuses.filter((status) => status === 200).length,
    statuses.filter((status) => status === 429).length,
  ]).toEqual([20, 10]);
  api.clock.advance(1000);
  expect((await get(tokens.operator)).status).toBe(200);
});

test('what is not there is said in the platform’s body', async () => {
  const api = await openApi();
  for (const request of ['GET /nowhere', 'GET /devices/none', 'GET /jobs/none', 'GET /deviceTemplates/none']) {
    const reply = await api.call(request);
    expect([reply.status, errorCode(reply)], request).toEqual([404, 'NotFound']);
  }
  const broken = await api.call('PATCH /devices/VAN-002', { body: '{' });
  expect([broken.status, errorCode(broken)]).toEqual([400, 'BadRequest']);
});

test('latency is added to every answer', async () => {
  const api = await openApi({ latency: 750 });
  const startMs = api.clock.now();
  expect((await api.wait(api.call('GET /devices'))).status).toBe(200);
  expect(api.clock.now() - startMs).toBeGreaterThanOrEqual(750);
});

test('a successor stands at the same addresses, and the same tokens open it', async () => {
  const first = await openApi();
  const { info, restart } = first.platform;
  await first.platform.close();
  const second = await openApi(restart);
  expect(second.platform.info.iotCentral).toEqual(info.iotCentral);
  const as = { authorization: info.iotCentral.tokens.operator };
  expect((await second.call('GET /devices', { as })).status).toBe(200);
});

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { roleNames, type RoleName } from '../../../simulator/watson/roles.ts';
import { basic, errorSchema, openApi, type Key } from './api.ts';

const van = '/device/types/van/devices/VAN-SPARE';
const message = { body: { ts: '2030-01-01T00:00:00Z' } };
const application = `/application/types/van/devices/VAN-SPARE`;

/** "X" in the platform's table, by request: standard, operations, backend trusted, data processor, visualization, device. */
const table: readonly (readonly [string, string, object?])[] = [
  [`PUT ${van}`, 'x x x - - -', {}],
  [`GET ${van}`, 'x x x x x -'],
  [`POST ${application}/events/telemetry`, 'x - x - - x', message],
  [`POST ${application}/commands/lockDoors`, 'x x x x - -', message],
  ['POST /mgmt/requests', 'x x - - - -', {}],
  ['GET /device/types', 'x x x x - -'],
  ['PUT /device/types/van', 'x x x - - -', {}],
  [`GET ${van}/diag/logs`, 'x x x - - -'],
  ['GET /logs/connection?typeId=van&deviceId=VAN-SPARE', 'x x x - - -'],
  ['GET /config/lec', 'x x x x x x'],
  ['POST /authorization/apikeys', '- x - - - -', {}],
  ['GET /authorization/apikeys', 'x x - - - -'],
  ['GET /usage/data-traffic?start=2030-01-01&end=2030-01-01', 'x x - - - -'],
];
const columns: readonly RoleName[] = [
  ...(['standard', 'operations', 'backendTrusted', 'dataProcessor', 'visualization', 'device'] as const),
];

test.each(table.map(([request, allowed, body]) => ({ request, allowed, body })))('$request: $allowed', async (row) => {
  const { request, allowed, body } = row;
  const api = await openApi();
  const verdicts: string[] = [];
  for (const as of columns) {
    const reply = await api.call(request, { as, ...(body !== undefined && { body }) });
    if (reply.status === 403) errorSchema.parse(reply.body);
    verdicts.push(reply.status === 403 ? '-' : 'x');
  }
  expect(verdicts.join(' ')).toBe(allowed);
  expect((await api.call(request, { as: 'admin', ...(body !== undefined && { body }) })).status).not.toBe(403);
});

describe('a request', () => {
  test.each([
    ['without credentials', 401, { authorization: '' }],
    ['with another scheme', 401, { authorization: 'Bearer abc' }],
    ['with what is no Base64', 401, { authorization: 'Basic %%%' }],
    ['with a key that is unknown', 403, basic('a-abcdef-0123456789', 'token')],
  ])('%s is refused with %i, before its body is read', async (_what, status, headers) => {
    const api = await openApi();
    await api.expect(status, 'POST /device/types', errorSchema, { headers, body: '{"' });
  });

  test('with a wrong or empty token is refused with 401', async () => {
    const api = await openApi();
    const { apiKey } = api.platform.info.watson;
    for (const apiToken of ['wrong', '']) {
      const { message: sentence } = await api.expect(401, 'GET /', errorSchema, { as: { apiKey, apiToken } });
      expect(sentence).toContain('The authentication token is empty or invalid.');
    }
  });

  test('of any role may ask for the organisation and the service', async () => {
    const api = await openApi();
    for (const as of roleNames) {
      expect(await api.call('GET /', { as })).toMatchObject({ status: 200, body: { id: api.org, enabled: true } });
      expect((await api.call('GET /service-status', { as })).status).toBe(200);
    }
  });
});

describe('over MQTT a key that may not', () => {
  const topic = 'iot-2/type/van/id/VAN-002';
  test.each([
    ['visualization', 'publish a command', `${topic}/cmd/lockDoors/fmt/json`],
    ['device', 'publish a command', `${topic}/cmd/lockDoors/fmt/json`],
    ['operations', 'publish an event', `${topic}/evt/telemetry/fmt/json`],
    ['dataProcessor', 'publish an event', `${topic}/evt/telemetry/fmt/json`],
  ] as const)('%s: %s, is disconnected with 276, and nobody hears it', async (as, _what, target) => {
    const api = await openApi({ vehicles: 3 });
    const witness = await api.application('standard', 'witness');
    await witness.mqtt.subscribeAsync(['iot-2/app/suspect/mon', `${topic}/cmd/+/fmt/+`, `${topic}/evt/+/fmt/+`]);
    const suspect = await api.application(as, 'suspect');
    suspect.mqtt.publish(target, '{"requestId":"one"}');
    await suspect.closed;
    expect(JSON.parse((await witness.received.next()).text)).toMatchObject({ Action: 'Connect' });
    expect(JSON.parse((await witness.received.next()).text)).toMatchObject({ Action: 'Disconnect', CloseCode: 276 });
  });

  test.each(['operations', 'dataProcessor', 'visualization'] as const)(
    '%s: subscribe to commands, is disconnected',
    async (as) => {
      const api = await openApi();
      const client = await api.application(as);
      client.mqtt.subscribe('iot-2/type/+/id/+/cmd/+/fmt/+');
      await client.closed;
    },
  );

  test('may still do what its role allows', async () => {
    const api = await openApi({ vehicles: 3 });
    const viewer = await api.application('visualization', 'viewer');
    await viewer.mqtt.subscribeAsync([`${topic}/evt/commandResult/fmt/json`, `${topic}/mon`]);
    expect(JSON.parse((await viewer.received.next()).text)).toMatchObject({ Action: 'Connect' });
    const processor = await api.application('dataProcessor', 'processor');
    await processor.mqtt.publishAsync(`${topic}/cmd/lockDoors/fmt/json`, '{"requestId":"one"}', { qos: 1 });
    expect(JSON.parse((await viewer.received.next()).text)).toMatchObject({ requestId: 'one', status: 'accepted' });
  });
});

describe('API keys', () => {
  const madeSchema = z.object({ key: z.string(), token: z.string(), comment: z.string(), roles: z.array(z.string()) });
  const make = async (api: Awaited<ReturnType<typeof openApi>>, more: object = {}): Promise<Key> => {
    const body = { comment: 'For this test', roles: ['PD_STANDARD_APP'], ...more };
    const made = await api.expect(200, 'POST /authorization/apikeys', madeSchema, { as: 'operations', body });
    expect(made.key).toMatch(new RegExp(`^a-${api.org}-[A-Za-z0-9]{10}$`));
    return { apiKey: made.key, apiToken: made.token };
  };

  test('each role has one, marked as the practice platform’s own where its id is not public', async () => {
    const api = await openApi();
    const schema = z.array(z.object({ key: z.string(), comment: z.string(), roles: z.array(z.string()) }));
    const reply = await api.call('GET /authorization/apikeys/');
    const keys = schema.parse(reply.body);
    expect(keys.flatMap(({ roles }) => roles)).toEqual([
      ...['PD_STANDARD_APP', 'PD_OPERATOR_APP', 'PD_ADMIN_APP', 'PRACTICE_BACKEND_TRUSTED_APP'],
      ...['PRACTICE_DATA_PROCESSOR_APP', 'PRACTICE_VISUALIZATION_APP', 'PRACTICE_DEVICE_APP'],
    ]);
    for (const { apiToken } of Object.values(api.platform.info.watson.keys)) expect(reply.text).not.toContain(apiToken);
  });

  test('a new one works at once and tells its token once; deleted, it works no more and ends its connections', async () => {
    const api = await openApi();
    const key = await make(api);
    expect((await api.call('GET /device/types', { as: key })).status).toBe(200);
    expect((await api.call(`GET /authorization/apikeys/${key.apiKey}`)).text).not.toContain(key.apiToken);
    const client = await api.application(key);
    expect((await api.call(`DELETE /authorization/apikeys/${key.apiKey}`, { as: 'operations' })).status).toBe(200);
    await client.closed;
    expect((await api.call('GET /device/types', { as: key })).status).toBe(403);
    await expect(api.application(key)).rejects.toMatchObject({ code: 5 });
    await api.expect(404, `GET /authorization/apikeys/${key.apiKey}`, errorSchema);
  });

  test('roles can be read and changed, and count at once, over MQTT too', async () => {
    const api = await openApi({ vehicles: 3 });
    const key = await make(api);
    const path = `/authorization/apikeys/${key.apiKey}/roles`;
    const roles = (roleId: string) => ({ roles: [{ roleId, roleStatus: 1 }], rolesToGroups: { [roleId]: [] } });
    expect((await api.call(`GET ${path}`)).body).toEqual(roles('PD_STANDARD_APP'));
    const client = await api.application(key);
    const body = roles('PRACTICE_VISUALIZATION_APP');
    expect(await api.call(`PUT ${path}`, { as: 'operations', body })).toMatchObject({ status: 200, body });
    expect((await api.call('GET /device/types', { as: key })).status).toBe(403);
    client.mqtt.publish('iot-2/type/van/id/VAN-002/cmd/lockDoors/fmt/json', '{}');
    await client.closed;
  });

  test('comment, roles and expiry can be changed; the token stays', async () => {
    const api = await openApi();
    const key = await make(api);
    const request = `PUT /authorization/apikeys/${key.apiKey}`;
    const expiresAt = new Date(api.clock.now() + 60_000).toISOString();
    const change = { comment: 'For the night shift', roles: ['PD_OPERATOR_APP'], expiresAt };
    expect(await api.call(request, { as: 'operations', body: change })).toMatchObject({
      status: 200,
      body: { key: key.apiKey, ...change },
    });
    expect((await api.call('GET /authorization/apikeys', { as: key })).text).not.toContain(key.apiToken);
    const body = { expiresAt: null };
    const { comment, ...later } = await api.expect(200, request, z.record(z.string(), z.unknown()), { as: key, body });
    expect([comment, 'expiresAt' in later]).toEqual(['For the night shift', false]);
    api.clock.advance(60_000);
    expect((await api.call('GET /', { as: key })).status).toBe(200);
    await api.expect(400, request, errorSchema, { as: 'operations', body: { roles: [] } });
    await api.expect(403, request, errorSchema, { as: 'standard', body });
  });

  test('end when they have expired', async () => {
    const api = await openApi();
    const key = await make(api, { expiresAt: new Date(api.clock.now() + 60_000).toISOString() });
    expect((await api.call('GET /', { as: key })).status).toBe(200);
    api.clock.advance(60_000);
    expect((await api.call('GET /', { as: key })).status).toBe(401);
    await expect(api.application(key)).rejects.toMatchObject({ code: 5 });
  });

  test('that expire while connected hear nothing more: the next message ends the connection', async () => {
    const api = await openApi({ vehicles: 1 });
    const key = await make(api, { expiresAt: new Date(api.clock.now() + 60_000).toISOString() });
    const witness = await api.application('standard', 'witness');
    const client = await api.application(key, 'short');
    await client.mqtt.subscribeAsync('iot-2/type/+/id/+/evt/telemetry/fmt/json');
    api.clock.advance(1000);
    await client.received.next();
    await witness.mqtt.subscribeAsync('iot-2/app/short/mon');
    expect(JSON.parse((await witness.received.next()).text)).toMatchObject({ Action: 'Connect' });
    // Away from the fleet's own beat: nothing is on its way when the key ends.
    await api.call(`PUT /authorization/apikeys/${key.apiKey}`, {
      as: 'operations',
      body: { expiresAt: new Date(api.clock.now()).toISOString() },
    });
    const heard = client.received.items.length;
    api.clock.advance(2000);
    await client.closed;
    expect(client.received.items).toHaveLength(heard);
    expect(JSON.parse((await witness.received.next()).text)).toMatchObject({ Action: 'Disconnect', CloseCode: 94 });
    await expect(api.application(key, 'short')).rejects.toMatchObject({ code: 5 });
  });

  test('a role that nobody knows is refused', async () => {
    const api = await openApi();
    const { violations = [] } = await api.expect(400, 'POST /authorization/apikeys', errorSchema, {
      as: 'admin',
      body: { comment: '', roles: ['PD_KING'] },
    });
    expect(violations[0]?.message).toContain('no such role');
  });
});

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { deviceSchema, errorSchema, openApi, pageSchema, type Api } from './api.ts';

const typeSchema = z.object({ id: z.string(), classId: z.string(), description: z.string().optional() });
const truck = '/device/types/refrigerated-truck/devices/TRUCK-001';

const refused = async (api: Api, status: number, request: string, body?: unknown) =>
  api.expect(status, request, errorSchema, { body });

describe('device types', () => {
  test('the fleet has three, each with its class and information', async () => {
    const api = await openApi({ vehicles: 3 });
    const { results, meta } = await api.expect(200, 'GET /device/types', pageSchema(typeSchema));
    expect(meta.totalRows).toBe(3);
    expect(results.map(({ id, classId }) => [id, classId])).toEqual([
      ['refrigerated-truck', 'Device'],
      ['van', 'Device'],
      ['electric-bus', 'Device'],
    ]);
    expect(await api.expect(200, 'GET /device/types/van', z.unknown())).toMatchObject({
      id: 'van',
      deviceInfo: { deviceClass: 'Van' },
    });
  });

  test('can be made, changed and deleted', async () => {
    const api = await openApi();
    const made = await api.expect(201, 'POST /device/types', typeSchema, {
      body: { id: 'trailer', description: 'Trailer', deviceInfo: { model: 'T1' }, metadata: { axles: 2 } },
    });
    expect(made).toEqual({ id: 'trailer', classId: 'Device', description: 'Trailer' });
    const changed = await api.call('PUT /device/types/trailer', { body: { description: 'Long trailer' } });
    expect(changed).toMatchObject({
      status: 200,
      body: { description: 'Long trailer', deviceInfo: { model: 'T1' }, metadata: { axles: 2 } },
    });
    expect(await api.call('DELETE /device/types/trailer')).toMatchObject({ status: 204, text: '' });
    expect((await api.call('GET /device/types/trailer')).status).toBe(404);
  });

  test('what cannot be is refused with the reason', async () => {
    const api = await openApi({ vehicles: 3 });
    expect((await refused(api, 409, 'POST /device/types', { id: 'van' })).message).toContain('exists already');
    const { violations = [] } = await refused(api, 400, 'POST /device/types', { id: 'a b' });
    expect(violations[0]?.message).toContain('id: at most 36');
    expect((await refused(api, 409, 'DELETE /device/types/van')).message).toContain('still has devices');
    await refused(api, 404, 'PUT /device/types/nothing', {});
    await refused(api, 400, 'POST /device/types', '{"id":');
    expect((await refused(api, 400, 'POST /device/types', {})).exception.id).toBe('CUDRS0007E');
  });
});

describe('devices', () => {
  test('a vehicle has its registration, and never a token', async () => {
    const api = await openApi({ vehicles: 3 });
    const reply = await api.call(`GET ${truck}`);
    expect(deviceSchema.parse(reply.body)).toMatchObject({
      id: `d:${api.org}:refrigerated-truck:TRUCK-001`,
      deviceInfo: { serialNumber: 'PF-TRUCK-001', manufacturer: 'Practice Trucks', fwVersion: '4.1.0' },
      metadata: { fleet: 'practice' },
    });
    expect(reply.text).not.toMatch(/token/i);
  });

  test('a new one gets its token once, connects with it, and is gone when it is deleted', async () => {
    const api = await openApi();
    const made = await api.expect(201, 'POST /device/types/van/devices', deviceSchema, {
      body: { deviceId: 'VAN-900', deviceInfo: { serialNumber: '7' }, location: { longitude: 8, latitude: 50 } },
    });
    expect(made).toMatchObject({
      registration: { auth: { id: api.platform.info.watson.apiKey } },
      location: { longitude: 8 },
    });
    expect((await api.call('GET /device/types/van/devices/VAN-900')).body).not.toHaveProperty('authToken');
    const client = await api.device('van', 'VAN-900', made.authToken ?? '');
    await api.call('DELETE /device/types/van/devices/VAN-900');
    await client.closed;
    expect((await api.call('GET /device/types/van/devices/VAN-900')).status).toBe(404);
    await expect(api.device('van', 'VAN-900', made.authToken ?? '')).rejects.toMatchObject({ code: 5 });
    expect((await api.call(`GET /clientconnectionstates/${made.id}`)).status).toBe(404);
  });

  test('a token of one’s own is taken when it is long enough', async () => {
    const api = await openApi();
    const body = { deviceId: 'VAN-901', authToken: 'a-token-of-mine' };
    await api.expect(201, 'POST /device/types/van/devices', deviceSchema, { body });
    expect((await api.device('van', 'VAN-901', 'a-token-of-mine')).mqtt.connected).toBe(true);
    const short = { deviceId: 'VAN-902', authToken: 'short' };
    const { violations = [] } = await refused(api, 400, 'POST /device/types/van/devices', short);
    expect(violations[0]?.message).toContain('authToken');
  });

  test('are changed in what the request names, and refused where it cannot be', async () => {
    const api = await openApi({ vehicles: 3 });
    const body = { metadata: { driver: 'Kim' }, status: { alert: { enabled: true } } };
    expect(await api.expect(200, `PUT ${truck}`, deviceSchema, { body })).toMatchObject({
      metadata: { driver: 'Kim' },
      status: { alert: { enabled: true } },
      deviceInfo: { serialNumber: 'PF-TRUCK-001' },
    });
    await refused(api, 404, 'GET /device/types/van/devices/VAN-999');
    await refused(api, 404, 'POST /device/types/nothing/devices', { deviceId: 'X' });
    await refused(api, 409, 'POST /device/types/van/devices', { deviceId: 'VAN-002' });
    await refused(api, 400, 'POST /device/types/van/devices', { deviceId: 'a/b' });
    await refused(api, 400, `PUT ${truck}`, { deviceInfo: { colour: 'red' } });
  });

  test('of a type are listed by themselves, and so are those behind a gateway', async () => {
    const api = await openApi({ vehicles: 9 });
    const page = pageSchema(deviceSchema);
    const vans = await api.expect(200, 'GET /device/types/van/devices', page);
    expect(vans.results.map(({ deviceId }) => deviceId)).toEqual(['VAN-002', 'VAN-005', 'VAN-008', 'VAN-SPARE']);
    const gateway = { gatewayTypeId: 'electric-bus', gatewayId: 'BUS-003' };
    await api.call('POST /device/types/van/devices', { body: { deviceId: 'SCOOTER', ...gateway } });
    const behind = await api.expect(200, 'GET /device/types/electric-bus/devices/BUS-003/devices', page);
    expect(behind.results.map(({ deviceId }) => deviceId)).toEqual(['SCOOTER']);
  });

  test('a vehicle that is deleted falls silent and is announced as gone', async () => {
    const api = await openApi({ vehicles: 3 });
    const client = await api.application('standard');
    await client.mqtt.subscribeAsync('iot-2/type/van/id/VAN-002/mon');
    await client.received.next();
    await api.call('DELETE /device/types/van/devices/VAN-002');
    const { text } = await client.received.next();
    expect(JSON.parse(text)).toMatchObject({ Action: 'Disconnect', CloseCode: 94 });
    await client.mqtt.subscribeAsync('iot-2/type/+/id/+/evt/telemetry/fmt/json');
    api.clock.advance(3000);
    const topics = new Set<string>();
    while (topics.size < 2) topics.add((await client.received.next()).topic.split('/')[4] ?? '');
    expect([...topics].sort()).toEqual(['BUS-003', 'TRUCK-001']);
  });
});

describe('location', () => {
  test('of a vehicle is where its last telemetry says', async () => {
    const api = await openApi({ vehicles: 3 });
    const client = await api.application('standard');
    await client.mqtt.subscribeAsync('iot-2/type/refrigerated-truck/id/TRUCK-001/evt/telemetry/fmt/json');
    api.clock.advance(1000);
    await client.received.next();
    const { lat, lon, ts } = JSON.parse((await client.received.next()).text) as Record<string, unknown>;
    expect(await api.expect(200, `GET ${truck}/location`, z.unknown())).toMatchObject({
      latitude: lat,
      longitude: lon,
      measuredDateTime: ts,
    });
  });

  test('can be set, within the globe, and is absent until then', async () => {
    const api = await openApi();
    const spare = '/device/types/van/devices/VAN-SPARE/location';
    await refused(api, 404, `GET ${spare}`);
    const body = { longitude: 13.4, latitude: 52.5, accuracy: 10 };
    expect(await api.call(`PUT ${spare}`, { body })).toMatchObject({ status: 200, body });
    expect(await api.call(`GET ${spare}`)).toMatchObject({ status: 200, body });
    const { violations } = await refused(api, 400, `PUT ${spare}`, { longitude: 200, latitude: 95 });
    expect(violations).toHaveLength(2);
  });
});

test('device management information is that of a managed device', async () => {
  const api = await openApi({ vehicles: 3 });
  expect(await api.call(`GET ${truck}/mgmt`)).toMatchObject({
    status: 200,
    body: {
      dormant: false,
      supports: { deviceActions: true, firmwareActions: true },
      firmware: { state: 0, updateStatus: 0 },
    },
  });
  await refused(api, 404, 'GET /device/types/van/devices/VAN-SPARE/mgmt');
});

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { connect } from '../practice/platform.ts';
import { errorSchema, openApi, pageSchema, type Api } from './api.ts';

const truck = '/device/types/refrigerated-truck/devices/TRUCK-001';
const spare = '/device/types/van/devices/VAN-SPARE';
const eventSchema = z.strictObject({
  ...{ typeId: z.string(), deviceId: z.string(), eventId: z.string(), format: z.string() },
  payload: z.base64(),
  timestamp: z.iso.datetime(),
});

const switchCacheOn = (api: Api, ttlDays = 1) => api.call('PUT /config/lec', { body: { enabled: true, ttlDays } });

describe('the last event cache', () => {
  test('is off at first, and says so in the platform’s words', async () => {
    const api = await openApi({ vehicles: 3 });
    expect((await api.call('GET /config/lec')).body).toEqual({ enabled: false, ttlDays: 7 });
    for (const path of [`${truck}/events`, `${truck}/events/telemetry`]) {
      const { exception, message } = await api.expect(403, `GET ${path}`, errorSchema);
      expect(exception.id).toBe('CUDCS0105E');
      expect(message).toContain('CUDCS0105E: ');
    }
  });

  test('switched on, it gives the very bytes that came over MQTT', async () => {
    const api = await openApi({ vehicles: 3 });
    expect((await switchCacheOn(api)).body).toEqual({ enabled: true, ttlDays: 1 });
    const client = await api.application('standard');
    await client.mqtt.subscribeAsync('iot-2/type/refrigerated-truck/id/TRUCK-001/evt/telemetry/fmt/json');
    api.clock.advance(1000);
    const { text } = await client.received.next();
    const event = await api.expect(200, `GET ${truck}/events/telemetry`, eventSchema);
    expect(Buffer.from(event.payload, 'base64').toString()).toBe(text);
    expect(event).toMatchObject({ deviceId: 'TRUCK-001', eventId: 'telemetry', format: 'json' });
    const all = await api.expect(200, `GET ${truck}/events`, z.array(eventSchema));
    expect(all.map(({ eventId }) => eventId)).toEqual(['telemetry']);
  });

  test('knows only what came while it was on, and forgets after its days', async () => {
    const api = await openApi();
    const device = await api.device('van', 'VAN-SPARE', api.platform.info.watson.device.token);
    const publish = () => device.mqtt.publishAsync('iot-2/evt/hello/fmt/text', 'Hello', { qos: 1 });
    await publish();
    api.clock.advance(1000);
    await switchCacheOn(api, 2);
    expect((await api.call(`GET ${spare}/events`)).body).toEqual([]);
    await publish();
    expect(await api.expect(200, `GET ${spare}/events/hello`, eventSchema)).toMatchObject({
      format: 'text',
      payload: Buffer.from('Hello').toString('base64'),
    });
    api.clock.advance(3 * 86_400_000);
    await api.expect(404, `GET ${spare}/events/hello`, errorSchema);
  });

  test('takes 1 to 45 days', async () => {
    const api = await openApi();
    for (const ttlDays of [0, 46]) expect((await switchCacheOn(api, ttlDays)).status).toBe(400);
  });
});

describe('device state', () => {
  const interfaceSchema = z.object({ id: z.string().length(24), schemaId: z.string(), alias: z.string() });

  test('is the last event through the type’s logical interface', async () => {
    const api = await openApi({ vehicles: 3 });
    const types = '/device/types/refrigerated-truck';
    const [one] = await api.expect(200, `GET ${types}/logicalinterfaces`, z.array(interfaceSchema));
    const id = one?.id ?? '';
    expect(await api.call(`GET ${types}/mappings`)).toMatchObject({
      body: [{ logicalInterfaceId: id, propertyMappings: { telemetry: { cargoTemperature: '$event.cargoTemp' } } }],
    });
    const client = await api.application('standard');
    await client.mqtt.subscribeAsync('iot-2/type/refrigerated-truck/id/TRUCK-001/evt/telemetry/fmt/json');
    await api.expect(404, `GET ${spare}/state/van-state`, errorSchema);
    api.clock.advance(1000);
    const said = JSON.parse((await client.received.next()).text) as Record<string, unknown>;
    const reply = await api.call(`GET ${truck}/state/${id}`);
    expect(reply).toMatchObject({
      status: 200,
      body: { state: { latitude: said.lat, cargoTemperature: said.cargoTemp, fuelLevel: said.fuelLevel } },
    });
    expect((await api.call(`GET ${truck}/state/refrigerated-truck-state`)).status).toBe(200);

    const body = { operation: 'reset-state' };
    expect(await api.call(`PATCH ${truck}/state/${id}`, { body })).toMatchObject({
      status: 200,
      body: { state: { latitude: null } },
    });
    await api.expect(400, `PATCH ${truck}/state/${id}`, errorSchema, { body: { operation: 'explode' } });
    api.clock.advance(2000);
    await client.received.next();
    expect((await api.call(`GET ${truck}/state/${id}`)).body).toMatchObject({
      state: { latitude: expect.any(Number) as number },
    });
  });

  test('has a schema that describes each of its properties', async () => {
    const api = await openApi({ vehicles: 3 });
    const { results } = await api.expect(200, 'GET /logicalinterfaces', pageSchema(interfaceSchema));
    expect(results).toHaveLength(3);
    const [bus] = results.filter(({ alias }) => alias === 'electric-bus-state');
    expect(await api.call(`GET /logicalinterfaces/${bus?.id ?? ''}`)).toMatchObject({ body: { alias: bus?.alias } });
    expect(await api.call(`GET /schemas/${bus?.schemaId ?? ''}`)).toMatchObject({
      body: { schemaType: 'json-schema' },
    });
    expect(await api.call(`GET /schemas/${bus?.schemaId ?? ''}/content`)).toMatchObject({
      body: { type: 'object', properties: { stateOfCharge: { type: 'number' }, ignition: { type: 'boolean' } } },
    });
    expect(await api.call(`GET /logicalinterfaces/${bus?.id ?? ''}/rules`)).toMatchObject({ body: { results: [] } });
    await api.expect(404, `GET ${truck}/state/${bus?.id ?? ''}`, errorSchema);
    await api.expect(404, 'GET /logicalinterfaces/none', errorSchema);
    await api.expect(404, 'GET /schemas/none', errorSchema);
    await api.expect(404, `GET /device/types/van/mappings/${bus?.id ?? ''}`, errorSchema);
  });
});

describe('diagnostics', () => {
  const idSchema = z.object({ id: z.string() });

  test('log entries are added, read one by one, and deleted', async () => {
    const api = await openApi();
    const logs = `${spare}/diag/logs`;
    const { id } = await api.expect(201, `POST ${logs}`, idSchema, { body: { message: 'Door', severity: 2 } });
    await api.expect(201, `POST ${logs}`, idSchema, { body: { message: 'Light', data: 'left' } });
    expect((await api.call(`GET ${logs}`)).body).toMatchObject([
      { message: 'Light', severity: 0, data: 'left' },
      { id, message: 'Door', severity: 2, timestamp: expect.any(String) as string },
    ]);
    expect((await api.call(`GET ${logs}/${id}`)).body).toMatchObject({ message: 'Door' });
    expect((await api.call(`DELETE ${logs}/${id}`)).status).toBe(204);
    await api.expect(404, `GET ${logs}/${id}`, errorSchema);
    expect((await api.call(`DELETE ${logs}`)).status).toBe(204);
    expect((await api.call(`GET ${logs}`)).body).toEqual([]);
    await api.expect(400, `POST ${logs}`, errorSchema, { body: { message: 'x', severity: 3 } });
  });

  test('error codes too', async () => {
    const api = await openApi();
    const codes = `${spare}/diag/errorCodes`;
    expect((await api.call(`POST ${codes}`, { body: { errorCode: 5 } })).status).toBe(201);
    expect((await api.call(`GET ${codes}`)).body).toMatchObject([{ errorCode: 5 }]);
    expect((await api.call(`DELETE ${codes}`)).status).toBe(204);
    expect((await api.call(`GET ${codes}`)).body).toEqual([]);
    await api.expect(400, `POST ${codes}`, errorSchema, { body: { errorCode: 'five' } });
  });

  test('a vehicle with a fault has reported it, once', async () => {
    const api = await openApi({ vehicles: 60 });
    const client = await api.application('standard');
    await client.mqtt.subscribeAsync('iot-2/type/+/id/+/evt/telemetry/fmt/json');
    api.clock.advance(1000);
    let faulty: { readonly topic: string; readonly dtcs: readonly string[] } | undefined;
    while (faulty === undefined) {
      const { topic, text } = await client.received.next();
      const { dtcs } = JSON.parse(text) as { readonly dtcs: readonly string[] };
      if (dtcs.length > 0) faulty = { topic, dtcs };
    }
    const [, , typeId = '', , deviceId = ''] = faulty.topic.split('/');
    const path = `/device/types/${typeId}/devices/${deviceId}/diag`;
    const codes = faulty.dtcs.map((code) => Number.parseInt(code.slice(1), 16));
    const reported = await api.expect(200, `GET ${path}/errorCodes`, z.array(z.object({ errorCode: z.number() })));
    expect(reported.map(({ errorCode }) => errorCode).sort()).toEqual(codes.sort());
    const logs = await api.expect(200, `GET ${path}/logs`, z.array(z.object({ message: z.string() })));
    expect(logs.map(({ message }) => message).sort()).toEqual(faulty.dtcs.map((code) => `Trouble code ${code}`).sort());
  });
});

describe('connections', () => {
  const stateSchema = z.object({
    id: z.string(),
    connectionStatus: z.string(),
    connectedDateTime: z.iso.datetime(),
    closeCode: z.number().optional(),
  });

  test('the log of a device has each coming and going, newest first', async () => {
    const api = await openApi();
    const { watson, mqttUrl } = api.platform.info;
    const monitor = await api.application('standard', 'monitor');
    await monitor.mqtt.subscribeAsync('iot-2/type/van/id/VAN-SPARE/mon');
    await expect(api.device('van', 'VAN-SPARE', 'wrong')).rejects.toMatchObject({ code: 5 });
    api.clock.advance(60_000);
    const device = await connect(mqttUrl, {
      clientId: `d:${watson.org}:van:VAN-SPARE`,
      username: 'use-token-auth',
      password: watson.device.token,
    });
    await device.mqtt.endAsync();
    for (let heard = 0; heard < 3; heard += 1) await monitor.received.next();
    const path = '/logs/connection?typeId=van&deviceId=VAN-SPARE';
    const schema = z.array(z.strictObject({ message: z.string(), timestamp: z.iso.datetime() }));
    const log = await api.expect(200, `GET ${path}`, schema);
    expect(log.map(({ message }) => message.split(' ')[0])).toEqual(['Closed', 'Connected', 'Refused']);
    expect(await api.expect(200, `GET ${path}&limit=1&offset=1`, schema)).toEqual([log[1]]);
    const from = new Date(api.clock.now() - 30_000).toISOString();
    expect(await api.expect(200, `GET ${path}&fromTime=${from}`, schema)).toHaveLength(2);
    expect(await api.expect(200, `GET ${path}&toTime=${from}`, schema)).toHaveLength(1);
    await api.expect(404, 'GET /logs/connection?typeId=van&deviceId=NOBODY', errorSchema);
    await api.expect(400, 'GET /logs/connection', errorSchema);
  });

  test('the states of clients say who is connected, vehicles and applications', async () => {
    const api = await openApi({ vehicles: 3 });
    const page = pageSchema(stateSchema);
    const client = await api.application('standard');
    const own = `a:${api.org}:console`;
    const path = '/clientconnectionstates';
    expect((await api.expect(200, `GET ${path}?connectionStatus=connected`, page)).results).toHaveLength(4);
    expect(await api.expect(200, `GET ${path}/${own}`, stateSchema)).toMatchObject({ connectionStatus: 'connected' });
    const watcher = await api.application('standard', 'watcher');
    await watcher.mqtt.subscribeAsync('iot-2/app/console/mon');
    await watcher.received.next();
    await client.mqtt.endAsync();
    await watcher.received.next();
    expect(await api.expect(200, `GET ${path}/${own}`, stateSchema)).toMatchObject({
      connectionStatus: 'disconnected',
      closeCode: 0,
    });
    const since = new Date(api.clock.now() - 200).toISOString();
    const recent = await api.expect(200, `GET ${path}?connectedAfter=${since}`, page);
    expect(recent.results.map(({ id }) => id)).toEqual([`a:${api.org}:watcher`]);
    await api.expect(404, `GET ${path}/d:${api.org}:van:NOBODY`, errorSchema);
    await api.expect(400, `GET ${path}?connectedAfter=yesterday`, errorSchema);
  });
});

describe('usage', () => {
  const path = '/usage/data-traffic';
  const usageSchema = z.strictObject({
    ...{ start: z.string(), end: z.string(), total: z.number(), average: z.number() },
    days: z.array(z.strictObject({ date: z.string(), total: z.number() })).optional(),
  });

  test('counts the bytes that went through, by day', async () => {
    const api = await openApi();
    const device = await api.device('van', 'VAN-SPARE', api.platform.info.watson.device.token);
    await device.mqtt.publishAsync('iot-2/evt/a/fmt/text', '12345', { qos: 1 });
    api.clock.advance(86_400_000);
    await device.mqtt.publishAsync('iot-2/evt/a/fmt/text', '1234567', { qos: 1 });
    const query = '?start=2030-01-01&end=2030-01-02';
    const usage = { start: '2030-01-01', end: '2030-01-02', total: 12, average: 6 };
    expect(await api.expect(200, `GET ${path}${query}`, usageSchema)).toEqual(usage);
    expect(await api.expect(200, `GET ${path}${query}&detail=true`, usageSchema)).toEqual({
      ...usage,
      days: [
        { date: '2030-01-01', total: 5 },
        { date: '2030-01-02', total: 7 },
      ],
    });
  });

  test.each(['', '?start=2030-01-02&end=2030-01-01', '?start=soon&end=2030-01-01', '?start=2031-01-01&end=2031-01-01'])(
    'is refused for "%s"',
    async (query) => {
      const api = await openApi();
      await api.expect(400, `GET ${path}${query}`, errorSchema);
    },
  );
});

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createCollector } from '../../support/collector.ts';
import { connect } from '../practice/platform.ts';
import { anything, errorCode, openApi, previewVersion, type Api } from './api.ts';

const message = z.looseObject({ applicationId: z.string(), messageSource: z.string(), deviceId: z.string() });
type Message = z.infer<typeof message>;

interface Delivery {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly message: Message;
}

/** Somebody's webhook; answers with the statuses in turn, and with 200 after them. */
const openHook = async (...statuses: number[]) => {
  const delivered = createCollector<Delivery>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      delivered.add({ url: request.url ?? '', headers: request.headers, message: message.parse(JSON.parse(body)) });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, delivered };
};

const version = previewVersion;
const put = (api: Api, path: string, body: object) =>
  api.expect(200, `PUT /dataExport/${path}`, z.looseObject({}), { body, version });
const status = (api: Api) =>
  api.expect(200, 'GET /dataExport/destinations/hook', z.looseObject({ status: z.string() }), { version });

const exportTo = async (api: Api, url: string, settings: object, destination: object = {}) => {
  await put(api, 'destinations/hook', { displayName: 'Hook', type: 'webhook@v1', url, ...destination });
  await put(api, 'exports/out', {
    displayName: 'Out',
    enabled: true,
    source: 'telemetry',
    destinations: [{ id: 'hook' }],
    ...settings,
  });
};

describe('an export to a webhook', () => {
  test('delivers what vehicles say, as the platform writes it', async () => {
    const api = await openApi();
    const hook = await openHook();
    await exportTo(
      api,
      hook.url,
      {
        filter: 'SELECT * FROM devices WHERE $id = "VAN-002"',
        enrichments: { plate: { path: 'licensePlate' }, site: { value: 7 } },
      },
      {
        headerCustomizations: { 'x-region': { value: 'west' } },
        queryCustomizations: { from: { value: 'practice' } },
        authorization: { type: 'header', value: 'shared secret' },
      },
    );
    expect((await status(api)).status).toBe('waiting');
    api.clock.advance(1000);
    const root = await hook.delivered.next();
    expect(root.url).toBe('/hook?from=practice');
    expect(root.headers).toMatchObject({
      'x-region': 'west',
      authorization: 'shared secret',
      'content-type': 'application/json',
    });
    expect(root.message).toMatchObject({
      applicationId: api.platform.info.iotCentral.applicationId,
      messageSource: 'telemetry',
      deviceId: 'VAN-002',
      schema: 'default@v1',
      templateId: 'dtmi:fleetdeckPractice:van;1',
      telemetry: { Location: { lat: expect.any(Number) as number }, speed: expect.any(Number) as number },
      enrichments: { plate: 'L-FD 2', site: 7 },
    });
    expect((await hook.delivered.next()).message).toMatchObject({
      component: 'doors',
      telemetry: { doorsLocked: true },
    });
  });

  test('shows no secret again', async () => {
    const api = await openApi();
    const secrets = {
      headerCustomizations: { 'x-key': { value: 'do not show', secret: true } },
      authorization: { type: 'header', value: 'do not show' },
    };
    await exportTo(api, 'http://127.0.0.1:9/', { enabled: false }, secrets);
    expect(JSON.stringify(await status(api))).not.toContain('do not show');
  });

  test('says when a destination does not take a message, and delivers it again', async () => {
    const api = await openApi({ rate: 0.1 });
    const hook = await openHook(503, 500);
    await exportTo(api, hook.url, { source: 'deviceLifecycle' });
    await api.expect(200, 'PATCH /devices/VAN-002', anything, { body: { displayName: 'Blue van' } });
    const first = await hook.delivered.next();
    expect(first.message).toMatchObject({
      messageSource: 'deviceLifecycle',
      messageType: 'displayNameChanged',
      deviceId: 'VAN-002',
    });
    expect((await api.wait(hook.delivered.next())).message).toEqual(first.message);
    expect(await status(api)).toMatchObject({ status: 'error', errors: [{ code: 'DeliveryFailed' }] });
    expect((await api.wait(hook.delivered.next())).message).toEqual(first.message);
  });

  test.each([
    ['properties', 'devicePropertyDesiredChange', 'PATCH /devices/TRUCK-001/properties', { TargetTemperature: 5 }, 202],
    ['properties', 'cloudPropertyChange', 'PATCH /devices/TRUCK-001/properties', { depot: 'dresden' }, 202],
    ['deviceConnectivity', 'disconnected', 'PATCH /devices/TRUCK-001', { enabled: false }, 200],
    ['deviceLifecycle', 'disabled', 'PATCH /devices/TRUCK-001', { enabled: false }, 200],
    ['deviceLifecycle', 'registered', 'PUT /devices/new', {}, 200],
    ['deviceLifecycle', 'deleted', 'DELETE /devices/TRUCK-001', undefined, 204],
  ])('of %s tells %s', async (source, messageType, request, body, expected) => {
    const api = await openApi({ rate: 0.01 });
    const hook = await openHook();
    await exportTo(api, hook.url, { source });
    await api.expect(expected, request, anything, body === undefined ? {} : { body });
    expect((await hook.delivered.next()).message).toMatchObject({ messageSource: source, messageType });
  });

  test('ends with it', async () => {
    const api = await openApi();
    const hook = await openHook();
    await exportTo(api, hook.url, {});
    await api.expect(204, 'DELETE /dataExport/exports/out', anything, { version });
    api.clock.advance(10_000);
    await exportTo(api, hook.url, { source: 'deviceLifecycle' });
    await api.expect(200, 'PATCH /devices/VAN-002', anything, { body: { displayName: 'Blue van' } });
    expect((await hook.delivered.next()).message.messageSource).toBe('deviceLifecycle');
  });

  test.each([
    ['destinations/hook', { displayName: 'Hub', type: 'eventhubs@v1', authorization: {} }],
    ['destinations/hook', { displayName: 'File', type: 'webhook@v1', url: 'file:///etc/passwd' }],
    ['exports/out', { displayName: 'Out', enabled: true, source: 'telemetry', destinations: [{ id: 'nowhere' }] }],
    ['exports/out', { displayName: 'Out', enabled: true, source: 'audit', destinations: [] }],
    ['exports/out', { displayName: 'Out', enabled: true, source: 'telemetry', destinations: [], filter: 'all' }],
  ])('%s %j is refused', async (path, body) => {
    const reply = await (await openApi()).call(`PUT /dataExport/${path}`, { body, version });
    expect(reply.status).toBe(422);
    errorCode(reply);
  });
});

test('the export is on MQTT too, one topic a vehicle, without anybody having set it up', async () => {
  const api = await openApi();
  const { exportMqttUrl, applicationId } = api.platform.info.iotCentral;
  const client = await connect(exportMqttUrl, { clientId: 'export-reader' });
  await client.mqtt.subscribeAsync('iotcentral/+/+');
  api.clock.advance(1000);
  const { topic, text: payload } = await client.received.next();
  const { deviceId, messageSource } = message.parse(JSON.parse(payload));
  expect([topic, messageSource]).toEqual([`iotcentral/${applicationId}/${deviceId}`, 'telemetry']);
  await api.expect(200, 'PATCH /devices/BUS-003', anything, { body: { enabled: false } });
  let heard: Message;
  do heard = message.parse(JSON.parse((await client.received.next()).text));
  while (heard.messageSource !== 'deviceConnectivity');
  expect(heard).toMatchObject({ deviceId: 'BUS-003', messageType: 'disconnected' });
});

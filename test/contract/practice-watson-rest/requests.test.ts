import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { errorSchema, openApi, pageSchema, type Api } from './api.ts';

const reqIdSchema = z.object({ reqId: z.string() });
const statusSchema = z.object({
  typeId: z.string(),
  deviceId: z.string(),
  status: z.number(),
  message: z.string(),
  complete: z.boolean(),
});

const van = { typeId: 'van', deviceId: 'VAN-002' };
const truck = { typeId: 'refrigerated-truck', deviceId: 'TRUCK-001' };
const spare = { typeId: 'van', deviceId: 'VAN-SPARE' };
const firmware = (uri: string) =>
  Object.entries({ uri, name: 'box', version: '4.2.0' }).map(([name, value]) => ({ name, value }));

const initiate = async (api: Api, body: object, query = ''): Promise<string> =>
  (await api.expect(202, `POST /mgmt/requests${query}`, reqIdSchema, { body })).reqId;

const statusOf = async (api: Api, id: string, { typeId, deviceId } = van) =>
  api.expect(200, `GET /mgmt/requests/${id}/deviceStatus/${typeId}/${deviceId}`, statusSchema);

describe('a request to simulated vehicles', () => {
  test('reboots each: it accepts, leaves, comes back and is complete', async () => {
    const api = await openApi({ vehicles: 3 });
    const monitor = await api.application('standard');
    await monitor.mqtt.subscribeAsync('iot-2/type/van/id/VAN-002/mon');
    await monitor.received.next();
    const id = await initiate(api, { action: 'device/reboot', devices: [van, truck] });
    expect(await statusOf(api, id)).toMatchObject({
      status: 1,
      complete: false,
      message: 'The device has accepted the request.',
    });
    const request = `/mgmt/requests/${id}`;
    expect(await api.call(`GET ${request}`)).toMatchObject({
      body: { id, action: 'device/reboot', deviceCount: 2, complete: false },
    });
    api.clock.advance(2000);
    expect(JSON.parse((await monitor.received.next()).text)).toMatchObject({ Action: 'Disconnect' });
    expect((await statusOf(api, id)).complete).toBe(false);
    api.clock.advance(10_000);
    expect(JSON.parse((await monitor.received.next()).text)).toMatchObject({ Action: 'Connect' });
    const { results } = await api.expect(200, `GET ${request}/deviceStatus`, pageSchema(statusSchema));
    expect(results.map(({ deviceId, status, complete }) => [deviceId, status, complete])).toEqual([
      ['VAN-002', 0, true],
      ['TRUCK-001', 0, true],
    ]);
    expect((await api.call(`GET ${request}`)).body).toMatchObject({ complete: true });
  });

  test('downloads firmware, then installs it, and the new version is in the registry', async () => {
    const api = await openApi({ vehicles: 3 });
    const parameters = firmware('https://example.test/box-4.2.0.bin');
    const download = await initiate(api, { action: 'firmware/download', parameters, devices: [van] });
    expect(await statusOf(api, download)).toMatchObject({ complete: false, message: 'The device is downloading.' });
    const mgmt = '/device/types/van/devices/VAN-002/mgmt';
    expect((await api.call(`GET ${mgmt}`)).body).toMatchObject({ firmware: { state: 1, version: '4.2.0' } });
    api.clock.advance(10_000);
    expect(await statusOf(api, download)).toMatchObject({ status: 0, complete: true });
    expect((await api.call(`GET ${mgmt}`)).body).toMatchObject({ firmware: { state: 2 } });

    const update = await initiate(api, { action: 'firmware/update', devices: [van] });
    expect((await api.call(`GET ${mgmt}`)).body).toMatchObject({ firmware: { updateStatus: 1 } });
    api.clock.advance(20_000);
    expect(await statusOf(api, update)).toMatchObject({ status: 0, complete: true });
    const device = '/device/types/van/devices/VAN-002';
    expect((await api.call(`GET ${device}`)).body).toMatchObject({ deviceInfo: { fwVersion: '4.2.0' } });

    await initiate(api, { action: 'device/factoryReset', devices: [van] });
    api.clock.advance(20_000);
    expect((await api.call(`GET ${device}`)).body).toMatchObject({ deviceInfo: { fwVersion: '4.1.0' } });
  });

  test.each([
    ['an address that is none', { action: 'firmware/download', parameters: firmware('nowhere') }, 'invalid URI'],
    ['no address', { action: 'firmware/download' }, 'There is no address to download from.'],
    ['nothing downloaded', { action: 'firmware/update' }, 'No firmware has been downloaded.'],
  ])('fails with the vehicle’s reason: %s', async (_what, body, reason) => {
    const api = await openApi({ vehicles: 3 });
    const id = await initiate(api, { ...body, devices: [van] });
    api.clock.advance(20_000);
    const report = await statusOf(api, id);
    expect(report).toMatchObject({ status: 2, complete: true });
    expect(report.message).toContain(reason);
  });
});

/** A device of the mqtt package that manages itself and answers as it is told. */
const openManaged = async (api: Api, supports = { deviceActions: true, firmwareActions: true }) => {
  const client = await api.device(spare.typeId, spare.deviceId, api.platform.info.watson.device.token);
  await client.mqtt.subscribeAsync('iotdm-1/#', { qos: 1 });
  const send = (topic: string, message: object) =>
    client.mqtt.publishAsync(`iotdevice-1/${topic}`, JSON.stringify(message), { qos: 1 });
  const hear = async () => {
    const { topic, text } = await client.received.next();
    return { topic, ...(JSON.parse(text) as { readonly reqId: string; readonly rc?: number; readonly d?: unknown }) };
  };
  const manage = async () => {
    await send('mgmt/manage', { reqId: 'm', d: { lifetime: 3600, supports, deviceInfo: { fwVersion: '1' } } });
    expect(await hear()).toEqual({ topic: 'iotdm-1/response', reqId: 'm', rc: 200 });
  };
  await manage();
  const notify = (value: object) =>
    send('notify', { reqId: 'n', d: { fields: [{ field: 'mgmt.firmware', value }] } }).then(hear);
  return { client, send, hear, manage, notify };
};

describe('a request to a real device', () => {
  test('is heard on its own topic, answered by request id, and complete when it manages itself again', async () => {
    const api = await openApi();
    const device = await openManaged(api);
    const id = await initiate(api, { action: 'device/reboot', devices: [spare] });
    const { topic, reqId } = await device.hear();
    expect(topic).toBe('iotdm-1/mgmt/initiate/device/reboot');
    expect(await statusOf(api, id, spare)).toMatchObject({ status: 1, message: 'Sent to the device.' });
    await device.send('response', { rc: 202, reqId: 'another' });
    expect(await statusOf(api, id, spare)).toMatchObject({ message: 'Sent to the device.' });
    await device.send('response', { rc: 202, reqId });
    expect(await statusOf(api, id, spare)).toMatchObject({ message: 'The device has accepted the request.' });
    await device.manage();
    expect(await statusOf(api, id, spare)).toMatchObject({ status: 0, complete: true });
  });

  test('goes through the firmware conversation step by step', async () => {
    const api = await openApi();
    const device = await openManaged(api);
    const parameters = firmware('https://example.test/a.bin');
    const id = await initiate(api, { action: 'firmware/download', parameters, devices: [spare] });
    const told = await device.hear();
    expect(told).toMatchObject({
      topic: 'iotdm-1/device/update',
      d: { fields: [{ field: 'mgmt.firmware', value: { uri: 'https://example.test/a.bin', state: 0 } }] },
    });
    await device.send('response', { rc: 204, reqId: told.reqId });
    const observed = await device.hear();
    expect(observed).toMatchObject({ topic: 'iotdm-1/observe', d: { fields: [{ field: 'mgmt.firmware' }] } });
    await device.send('response', { rc: 200, reqId: observed.reqId });
    const initiated = await device.hear();
    expect(initiated.topic).toBe('iotdm-1/mgmt/initiate/firmware/download');
    await device.send('response', { rc: 202, reqId: initiated.reqId });
    expect(await device.notify({ state: 1 })).toMatchObject({ rc: 200 });
    expect(await statusOf(api, id, spare)).toMatchObject({ message: 'The device is downloading.', complete: false });
    await device.send('notify', { reqId: 'n', d: { fields: [{ field: 'mgmt.firmware', value: { state: 2 } }] } });
    const after = [await device.hear(), await device.hear()];
    const released = after.find(({ topic }) => topic === 'iotdm-1/cancel');
    expect(released).toMatchObject({ d: { fields: [{ field: 'mgmt.firmware' }] } });
    await device.send('response', { rc: 200, reqId: released?.reqId });
    expect(await statusOf(api, id, spare)).toMatchObject({ status: 0, complete: true });
  });

  test('that refuses is failed with what the device said', async () => {
    const api = await openApi();
    const device = await openManaged(api);
    const id = await initiate(api, { action: 'device/factoryReset', devices: [spare] });
    const { topic, reqId } = await device.hear();
    expect(topic).toBe('iotdm-1/mgmt/initiate/device/factory_reset');
    await device.send('response', { rc: 501, message: 'I have no factory.', reqId });
    expect(await statusOf(api, id, spare)).toMatchObject({
      status: 2,
      complete: true,
      message: 'The device answered 501: I have no factory.',
    });
  });

  test('that is away waits for it, and can be cancelled and deleted', async () => {
    const api = await openApi();
    const monitor = await api.application('standard');
    const device = await openManaged(api);
    await monitor.mqtt.subscribeAsync('iot-2/type/van/id/VAN-SPARE/mon');
    await monitor.received.next();
    await device.client.mqtt.endAsync();
    await monitor.received.next();
    const id = await initiate(api, { action: 'device/reboot', devices: [spare] });
    expect((await statusOf(api, id, spare)).message).toContain('Waiting for the device');
    const again = await openManaged(api);
    expect((await again.hear()).topic).toBe('iotdm-1/mgmt/initiate/device/reboot');
    expect((await api.call(`POST /mgmt/requests/${id}/cancel`)).status).toBe(200);
    expect(await statusOf(api, id, spare)).toMatchObject({ status: 3, complete: true });
    expect((await api.call(`DELETE /mgmt/requests/${id}`)).status).toBe(204);
    await api.expect(404, `GET /mgmt/requests/${id}`, errorSchema);
  });
});

describe('what a managed device says of itself', () => {
  test('is in the registry: location, error codes, log; and it can be managed no more', async () => {
    const api = await openApi();
    const device = await openManaged(api);
    const path = `/device/types/van/devices/VAN-SPARE`;
    const tell = async (topic: string, d?: object) => {
      await device.send(topic, { reqId: 'x', ...(d && { d }) });
      return (await device.hear()).rc;
    };
    expect(await tell('device/update/location', { longitude: 9, latitude: 48 })).toBe(200);
    expect((await api.call(`GET ${path}/location`)).body).toMatchObject({ longitude: 9, latitude: 48 });
    expect(await tell('add/diag/errorCodes', { errorCode: 17 })).toBe(200);
    expect((await api.call(`GET ${path}/diag/errorCodes`)).body).toMatchObject([{ errorCode: 17 }]);
    expect(await tell('add/diag/log', { message: 'Hot', severity: 1 })).toBe(200);
    expect((await api.call(`GET ${path}/diag/logs`)).body).toMatchObject([{ message: 'Hot', severity: 1 }]);
    expect(await tell('clear/diag/errorCodes')).toBe(200);
    expect(await tell('clear/diag/log')).toBe(200);
    expect((await api.call(`GET ${path}/diag/logs`)).body).toEqual([]);
    expect(await tell('device/update/location', { longitude: 900, latitude: 48 })).toBe(400);
    expect(await tell('mgmt/unheardof')).toBe(400);
    expect(await tell('mgmt/unmanage')).toBe(200);
    expect((await api.call(`GET ${path}/mgmt`)).status).toBe(404);
  });

  test('null stands for what its client library does not know', async () => {
    const api = await openApi();
    const device = await openManaged(api);
    const d = { lifetime: null, metadata: null, deviceInfo: { serialNumber: '12', model: null } };
    await device.send('mgmt/manage', { reqId: 'nulls', d });
    expect(await device.hear()).toMatchObject({ reqId: 'nulls', rc: 200 });
    expect((await api.call('GET /device/types/van/devices/VAN-SPARE')).body).toMatchObject({
      deviceInfo: { serialNumber: '12', model: 'Parcel 3' },
      mgmt: { dormant: false, supports: { deviceActions: false } },
    });
  });

  test('it falls dormant when its lifetime has passed without a word', async () => {
    const api = await openApi();
    await openManaged(api);
    api.clock.advance(3_600_000);
    expect((await api.call('GET /device/types/van/devices/VAN-SPARE/mgmt')).body).toMatchObject({ dormant: true });
  });
});

describe('a request that cannot be is refused', () => {
  test.each([
    ['a device that is not managed', { action: 'device/reboot', devices: [spare] }, 'is not managed'],
    ['a device that does not exist', { action: 'device/reboot', devices: [{ ...van, deviceId: 'X' }] }, 'not exist'],
    ['an action that nobody knows', { action: 'device/explode', devices: [van] }, 'action'],
    ['no device', { action: 'device/reboot', devices: [] }, 'devices'],
  ])('%s', async (_what, body, reason) => {
    const api = await openApi({ vehicles: 3 });
    const { violations = [] } = await api.expect(400, 'POST /mgmt/requests', errorSchema, { body });
    expect(violations[0]?.message).toContain(reason);
  });

  test('a device without support for the action', async () => {
    const api = await openApi();
    await openManaged(api, { deviceActions: true, firmwareActions: false });
    const body = { action: 'firmware/update', devices: [spare] };
    const { violations = [] } = await api.expect(400, 'POST /mgmt/requests', errorSchema, { body });
    expect(violations[0]?.message).toContain('does not support firmware/update');
  });

  test('a device that is busy, unless it is to be overridden', async () => {
    const api = await openApi({ vehicles: 3 });
    const body = { action: 'device/reboot', devices: [van] };
    const first = await initiate(api, body);
    await api.expect(409, 'POST /mgmt/requests', errorSchema, { body });
    const second = await initiate(api, body, '?override=true');
    expect(await statusOf(api, first)).toMatchObject({ status: 3, complete: true });
    api.clock.advance(20_000);
    expect(await statusOf(api, second)).toMatchObject({ status: 0, complete: true });
    const list = await api.expect(200, 'GET /mgmt/requests?_limit=1', pageSchema(z.object({ id: z.string() })));
    expect([list.results[0]?.id, list.meta.totalRows]).toEqual([second, 2]);
  });
});

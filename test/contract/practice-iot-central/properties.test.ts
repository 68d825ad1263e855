import { expect, test } from 'vitest';
import { z } from 'zod';
import { connectApplication } from '../practice/platform.ts';
import { errorCode, openApi, type Api } from './api.ts';

const metadata = z.record(z.string(), z.looseObject({}));
const properties = z.looseObject({ $metadata: metadata.optional() });

const truck = 'GET /devices/TRUCK-001/properties';
const write = (api: Api, body: object, path = '/devices/TRUCK-001') =>
  api.expect(202, `PATCH ${path}/properties`, properties, { body });
const stateOf = async (api: Api, name: string, request = truck) => {
  const level = await api.expect(200, request, properties);
  return { value: level[name], ...level.$metadata?.[name] };
};

test('a wish is answered as a wish, becomes known to the vehicle, and is true when the vehicle has obeyed', async () => {
  const api = await openApi();
  const { value: before } = await stateOf(api, 'TargetTemperature');
  expect(await write(api, { TargetTemperature: -12.5 })).toEqual({
    $metadata: { TargetTemperature: { desiredValue: -12.5 } },
  });

  const pending = await stateOf(api, 'TargetTemperature');
  expect(pending).toMatchObject({ value: before, desiredValue: -12.5, desiredVersion: 1 });
  expect(pending).not.toHaveProperty('ackCode');
  api.clock.advance(500);
  expect(await stateOf(api, 'TargetTemperature')).toMatchObject({ value: before, ackCode: 202, ackVersion: 1 });

  api.clock.advance(5000);
  const obeyed = { value: -12.5, desiredValue: -12.5, ackCode: 200, ackVersion: 1, ackDescription: 'Done' };
  expect(await stateOf(api, 'TargetTemperature')).toMatchObject(obeyed);
});

test('what the vehicle was told another way is reported, though nobody wished for it here', async () => {
  const api = await openApi();
  expect(await stateOf(api, 'speedLimit')).toEqual({ value: undefined });
  const client = await connectApplication(api.platform);
  await client.mqtt.subscribeAsync('iot-2/type/+/id/+/evt/commandResult/fmt/json');
  const command = JSON.stringify({ requestId: 'r1', limit: 80 });
  await client.mqtt.publishAsync('iot-2/type/refrigerated-truck/id/TRUCK-001/cmd/limitSpeed/fmt/json', command);
  await client.received.next();
  api.clock.advance(5000);
  expect(await stateOf(api, 'speedLimit')).toEqual({ value: 80, lastUpdateTime: expect.any(String) as string });
});

test.each([
  [{ TargetTemperature: -80 }, 'TargetTemperature', 'temperature must be a number from -30 to 25 °C.'],
  [{ TargetTemperature: 'cold' }, 'TargetTemperature', 'The value has the wrong form.'],
  [{ displayUnits: 3 }, 'displayUnits', 'The value has the wrong form.'],
  [{ workingHours: { from: '08:00' } }, 'workingHours', 'The value has the wrong form.'],
])('%j is rejected by the vehicle, which says why and keeps what it has', async (body, name, ackDescription) => {
  const api = await openApi();
  const { value: before } = await stateOf(api, name);
  await write(api, body);
  api.clock.advance(5000);
  expect(await stateOf(api, name)).toMatchObject({ value: before, ackCode: 400, ackVersion: 1, ackDescription });
});

test('enums and objects are taken', async () => {
  const api = await openApi();
  const workingHours = { start: '06:00:00', end: '18:00:00' };
  await write(api, { displayUnits: 2, workingHours });
  api.clock.advance(5000);
  expect(await stateOf(api, 'displayUnits')).toMatchObject({ value: 2, ackCode: 200 });
  expect(await stateOf(api, 'workingHours')).toMatchObject({ value: workingHours, ackCode: 200 });
});

test('a component’s properties are written through it or through the root, and the vehicle obeys', async () => {
  const api = await openApi();
  expect(await write(api, { doors: { autoLock: false } })).toEqual({
    doors: { $metadata: { autoLock: { desiredValue: false } } },
  });
  api.clock.advance(5000);
  const request = 'GET /devices/TRUCK-001/components/doors/properties';
  expect(await stateOf(api, 'autoLock', request)).toMatchObject({ value: false, ackCode: 200 });
  await write(api, { autoLock: true }, '/devices/TRUCK-001/components/doors');
  api.clock.advance(5000);
  expect(await stateOf(api, 'autoLock', request)).toMatchObject({ value: true, ackCode: 200, ackVersion: 2 });
});

test('a cloud property is the platform’s own, and true at once', async () => {
  const api = await openApi();
  expect(await write(api, { licensePlate: 'DD-X 1' })).toEqual({ licensePlate: 'DD-X 1' });
  expect(await stateOf(api, 'licensePlate')).toEqual({
    value: 'DD-X 1',
    lastUpdateTime: expect.any(String) as string,
  });
});

test('a wish for a vehicle that is away waits, and the newest one counts when it is back', async () => {
  const api = await openApi();
  const block = (enabled: boolean) =>
    api.expect(200, 'PATCH /devices/TRUCK-001', z.unknown(), { body: { enabled: !enabled } });
  await block(true);
  await write(api, { TargetTemperature: 1 });
  await write(api, { TargetTemperature: 2 });
  api.clock.advance(60_000);
  expect(await stateOf(api, 'TargetTemperature')).not.toHaveProperty('ackCode');
  await block(false);
  api.clock.advance(5000);
  expect(await stateOf(api, 'TargetTemperature')).toMatchObject({ value: 2, ackCode: 200, ackVersion: 2 });
});

test('a replacement takes back the wishes that it does not name', async () => {
  const api = await openApi();
  await write(api, { speedLimit: 60, displayUnits: 2 });
  await api.expect(202, 'PUT /devices/TRUCK-001/properties', properties, { body: { speedLimit: 70 } });
  expect(await stateOf(api, 'displayUnits')).not.toHaveProperty('desiredValue');
  expect(await stateOf(api, 'speedLimit')).toMatchObject({ desiredValue: 70 });
});

test.each([[{ TruckID: 'X' }], [{ wings: 2 }], [{ doors: { handle: true } }], [{ doors: 7 }], [[1]]])(
  '%j is refused by the platform, and nothing of it is done',
  async (body) => {
    const api = await openApi();
    const request = 'PATCH /devices/TRUCK-001/properties';
    const reply = await api.call(request, { body: Array.isArray(body) ? body : { speedLimit: 50, ...body } });
    expect([reply.status, errorCode(reply)]).toEqual([422, 'InvalidBody']);
    expect(await stateOf(api, 'speedLimit')).toEqual({ value: undefined });
  },
);

test('null takes a wish back, and a cloud property; what the vehicle has stays', async () => {
  const api = await openApi();
  await write(api, { speedLimit: 70, doors: { autoLock: false } });
  api.clock.advance(5000);
  expect(await write(api, { speedLimit: null, depot: null, doors: { autoLock: null } })).toEqual({ doors: {} });
  const level = await api.expect(200, truck, properties);
  expect(level.$metadata?.speedLimit).toEqual({ lastUpdateTime: expect.any(String) as string });
  expect(level.speedLimit).toBe(70);
  expect(level).not.toHaveProperty('depot');
  expect(level.doors).toMatchObject({ autoLock: false });
});

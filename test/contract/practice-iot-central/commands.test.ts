import { expect, test } from 'vitest';
import { z } from 'zod';
import { drawRoster } from '../../../simulator/fleet/roster.ts';
import { connectApplication } from '../practice/platform.ts';
import { errorCode, errorSchema, openApi, type Api } from './api.ts';

const sent = z.looseObject({ id: z.string(), responseCode: z.number(), response: z.unknown().optional() });
const history = z.object({ value: z.array(sent) });

const send = (api: Api, path: string, body: object, device = 'TRUCK-001') =>
  api.wait(api.call(`POST /devices/${device}/${path}`, { body }));
const answer = async (api: Api, path: string, body: object, device?: string) => {
  const reply = await send(api, path, body, device);
  expect(reply.status).toBe(201);
  return sent.parse(reply.body);
};

test('a command of a component is carried out, answered by the vehicle, and kept in its history', async () => {
  const api = await openApi();
  const first = await answer(api, 'components/doors/commands/unlockDoors', {});
  expect(first).toMatchObject({ responseCode: 200, response: { done: true, message: '' } });
  const second = await answer(api, 'components/doors/commands/unlockDoors', {});
  const request = 'GET /devices/TRUCK-001/components/doors/commands/unlockDoors';
  expect((await api.expect(200, request, history)).value).toEqual([second, first]);
});

test('a command with a request is answered when it is done', async () => {
  const api = await openApi();
  const startMs = api.clock.now();
  expect(await answer(api, 'commands/flashLights', { request: 10 })).toMatchObject({ request: 10, responseCode: 200 });
  expect(api.clock.now() - startMs).toBeGreaterThan(10_000);
});

test('the vehicle’s refusal is an answer, with its own code and words', async () => {
  const api = await openApi();
  expect(await answer(api, 'commands/flashLights', { request: 99 })).toMatchObject({
    responseCode: 400,
    response: 'seconds must be a whole number from 1 to 30 s.',
  });
});

test('doors that are stuck say so in the vehicle’s answer', async () => {
  const stuck = drawRoster(60, 1).find(({ quirk }) => quirk === 'stuck-doors');
  const api = await openApi({ vehicles: 60, seed: 1 });
  expect(await answer(api, 'components/doors/commands/lockDoors', {}, stuck?.deviceId)).toMatchObject({
    responseCode: 500,
    response: { done: false, message: 'The door lock did not move: its actuator does not answer.' },
  });
});

test('a report comes back as an object', async () => {
  const api = await openApi();
  const since = new Date(api.clock.now()).toISOString();
  api.clock.advance(60_000);
  const { responseCode, response } = await answer(api, 'commands/getMaxMinReport', { request: since });
  const report = z.object({
    maxTemp: z.number(),
    minTemp: z.number(),
    avgTemp: z.number(),
    startTime: z.string(),
    endTime: z.string(),
  });
  const { maxTemp, minTemp, avgTemp } = report.parse(response);
  expect(responseCode).toBe(200);
  expect(minTemp).toBeLessThanOrEqual(avgTemp);
  expect(avgTemp).toBeLessThanOrEqual(maxTemp);
  expect(await answer(api, 'commands/getMaxMinReport', { request: 'yesterday' })).toMatchObject({ responseCode: 400 });
});

test('a vehicle that does not answer in time is a timeout of the platform', async () => {
  const api = await openApi();
  const reply = await send(api, 'commands/flashLights', { request: 30, responseTimeout: 5 });
  expect([reply.status, errorCode(reply)]).toEqual([408, 'GatewayTimeout']);
});

test('a restart is accepted, takes the vehicle away, and is reported as a property when it is back', async () => {
  const api = await openApi();
  expect(await answer(api, 'commands/reboot', { request: 0 })).toMatchObject({ responseCode: 202 });
  const away = await send(api, 'commands/flashLights', { request: 1 });
  expect(away.status).toBe(404);
  expect(errorSchema.parse(away.body).error.message).toContain('Could not connect to device in order to send command.');
  const waited = await send(api, 'commands/flashLights', { request: 1, connectionTimeout: 30 });
  expect(waited.status).toBe(201);
  const { reboot } = await api.expect(200, 'GET /devices/TRUCK-001/properties', z.looseObject({ reboot: z.unknown() }));
  expect(reboot).toEqual({ value: 'The control unit is back.' });
});

test('a command to a vehicle that stays away ends when the wait for it does', async () => {
  const api = await openApi();
  await api.expect(200, 'PATCH /devices/VAN-002', z.unknown(), { body: { enabled: false } });
  const startMs = api.clock.now();
  const reply = await send(api, 'commands/flashLights', { request: 1, connectionTimeout: 10 }, 'VAN-002');
  expect(reply.status).toBe(404);
  expect(api.clock.now() - startMs).toBeGreaterThanOrEqual(10_000);
});

test.each([
  ['commands/fly', {}, 404],
  ['commands/getMaxMinReport', {}, 404],
  ['components/wings/commands/lockDoors', {}, 404],
  ['commands/flashLights', { request: 2, responseTimeout: 2 }, 422],
  ['commands/flashLights', { request: 2, connectionTimeout: 31 }, 422],
])('%s %j never reaches a van', async (path, body, status) => {
  expect((await send(await openApi(), path, body, 'VAN-002')).status).toBe(status);
});

test('what is done here is seen on the other platform, for it is the same vehicle', async () => {
  const api = await openApi();
  const client = await connectApplication(api.platform);
  await client.mqtt.subscribeAsync('iot-2/type/+/id/TRUCK-001/evt/telemetry/fmt/json');
  await api.expect(202, 'PATCH /devices/TRUCK-001/properties', z.unknown(), { body: { TargetTemperature: -7.5 } });
  api.clock.advance(10_000);
  const setpoints = client.received.items.map(
    ({ text }) => (JSON.parse(text) as { cargoSetpoint: number }).cargoSetpoint,
  );
  while (!setpoints.includes(-7.5)) {
    setpoints.push((JSON.parse((await client.received.next()).text) as { cargoSetpoint: number }).cargoSetpoint);
  }
  expect(setpoints.at(-1)).toBe(-7.5);
});

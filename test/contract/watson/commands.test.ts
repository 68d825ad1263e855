import { expect, test } from 'vitest';
import type { CommandOrder } from '../../../core/platforms/platform.ts';
import { connect } from '../practice/platform.ts';
import { click, deviceOf, failureOf, notOffered, spare, startPractice, truck, valueOf } from './adapter.ts';

const order = (changes: Partial<CommandOrder> = {}): CommandOrder => ({
  device: truck,
  definition: {
    ...{ name: 'setCargoTemperature', title: 'Set cargo temperature', risk: 'routine' },
    ...{ parameters: [], expiresAfterMs: 60_000 },
  },
  parameters: { temperature: -18 },
  requestId: 'one',
  ...changes,
});

test('a command is handed to the platform, and the vehicle obeys and acknowledges it as over MQTT', async () => {
  const practice = await startPractice({ vehicles: 3 });
  const { watson, mqttUrl } = practice.platform.info;
  const { apiKey, apiToken } = watson.keys.standard;
  const witness = await connect(mqttUrl, { clientId: `a:${watson.org}:w`, username: apiKey, password: apiToken });
  await witness.mqtt.subscribeAsync('iot-2/type/+/id/TRUCK-001/evt/commandResult/fmt/json', { qos: 1 });

  const { commands } = practice.adapter();
  const answer = valueOf((await commands?.send(order(), click)) ?? notOffered);
  expect(answer).toMatchObject({ state: 'accepted', message: expect.stringContaining('no answer says') as string });
  expect(JSON.parse((await witness.received.next()).text)).toMatchObject({ requestId: 'one', status: 'accepted' });
  expect(JSON.parse((await witness.received.next()).text)).toMatchObject({ requestId: 'one', status: 'completed' });
});

test('its id has the field that the mapping names, and says nothing more where vehicles acknowledge', async () => {
  const practice = await startPractice();
  const device = await practice.spareDevice();
  await device.mqtt.subscribeAsync('iot-2/cmd/+/fmt/+', { qos: 1 });
  const { commands } = practice.adapter({ needs: { requestIdField: 'id', isAcknowledged: true } });
  const answer = await commands?.send(order({ device: spare, parameters: { id: 'mine', level: 3 } }), click);
  expect(valueOf(answer ?? notOffered)).toEqual({ state: 'accepted', message: null });
  expect(await device.received.next()).toMatchObject({
    topic: 'iot-2/cmd/setCargoTemperature/fmt/json',
    text: JSON.stringify({ id: 'one', level: 3 }),
  });
});

test('what cannot be sent is said before anything leaves', async () => {
  const practice = await startPractice();
  const { commands } = practice.adapter();
  const large = order({ parameters: { text: 'x'.repeat(140_000) } });
  expect(commands?.objection(order())).toBeUndefined();
  expect(commands?.objection(large)).toContain('larger than');
  expect(commands?.objection(order({ device: { ...truck, typeId: null } }))).toContain('device type');
  expect(failureOf((await commands?.send(large, click)) ?? notOffered)).toMatchObject({
    details: { mayHaveHappened: false },
  });
  expect(practice.log).toEqual([]);
});

test('a role that may not send commands is refused', async () => {
  const practice = await startPractice({ vehicles: 3 });
  const { commands } = practice.adapter({ as: 'visualization' });
  const failure = failureOf((await commands?.send(order(), click)) ?? notOffered);
  expect(failure).toMatchObject({ code: 'not-authorised', details: { reason: 'forbidden', mayHaveHappened: false } });
});

test('messaging, which tells a wrong token from an unknown key in no way, is quoted so', async () => {
  const practice = await startPractice({ vehicles: 3 });
  const { apiKey } = practice.platform.info.watson.keys.standard;
  const { commands } = practice.adapter({ as: { apiKey, apiToken: 'not-the-token' } });
  const failure = failureOf((await commands?.send(order(), click)) ?? notOffered);
  expect(failure).toMatchObject({ code: 'not-authorised', details: { status: 403, mayHaveHappened: false } });
  expect(failure.details).not.toHaveProperty('reason');
  expect(failure.message).toContain(`does not accept the API key ${apiKey} with its token`);
});

test('ids of any shape stay one part of the address', async () => {
  const practice = await startPractice();
  const adapter = practice.adapter();
  const odd = deviceOf('a/b', '..');
  expect(failureOf((await adapter.commands?.send(order({ device: odd }), click)) ?? notOffered)).toMatchObject({
    details: { mayHaveHappened: false },
  });
  expect(failureOf(await adapter.registry.get(odd, click)).code).toBe('invalid-params');
});

test('over MQTT the console has its own way, so the adapter has none', async () => {
  const practice = await startPractice();
  expect(practice.adapter({ settings: { commandRoute: 'mqtt' } }).commands).toBeUndefined();
});

test('messaging at an address of its own is asked there', async () => {
  const practice = await startPractice({ vehicles: 3 });
  const messagingAddress = new URL(practice.platform.info.watson.restUrl).origin;
  // Nobody listens at the API's address, so only messaging can answer.
  const adapter = practice.adapter({ settings: { address: 'http://127.0.0.1:1', messagingAddress } });
  expect(valueOf((await adapter.commands?.send(order(), click)) ?? notOffered).state).toBe('accepted');
  expect(failureOf(await adapter.listTypes(click)).code).toBe('unreachable');
});

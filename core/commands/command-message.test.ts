import { expect, test } from 'vitest';
import { buildCommandMessage } from './command-message.ts';

const route = {
  topic: 'iot-2/type/{type}/id/{device}/cmd/{command}/fmt/json',
  requestIdField: 'requestId',
  qos: 1,
} as const;
const captures = { type: 'van', device: 'VAN-1' };

test("the topic is built from what the vehicle's own topic captured, the payload from the parameters", () => {
  expect(buildCommandMessage(route, captures, 'flashLights', { seconds: 2 }, 'r-1')).toEqual({
    isBuilt: true,
    topic: 'iot-2/type/van/id/VAN-1/cmd/flashLights/fmt/json',
    payload: '{"seconds":2,"requestId":"r-1"}',
    qos: 1,
  });
});

test('a parameter cannot take the place of the request id', () => {
  const message = buildCommandMessage(route, captures, 'x', { requestId: 'forged' }, 'r-1');
  expect(message).toMatchObject({ payload: '{"requestId":"r-1"}' });
});

test.each(['+', '#', 'a/b', 'VAN/../BUS', 'a\u0000b', 'x#'])(
  'a vehicle that calls itself %j is not sent to',
  (device) => {
    const message = buildCommandMessage(route, { ...captures, device }, 'lockDoors', {}, 'r-1');
    expect(message).toMatchObject({ isBuilt: false });
  },
);

test.each(['device', 'type'])('a vehicle whose messages do not give %j is not sent to', (name) => {
  const rest = Object.fromEntries(Object.entries(captures).filter(([capture]) => capture !== name));
  const message = buildCommandMessage(route, rest, 'lockDoors', {}, 'r-1');
  expect(message.isBuilt ? '' : message.explanation).toContain(`"${name}"`);
});

test('names of every object are no captures', () => {
  const message = buildCommandMessage({ ...route, topic: 'cmd/{constructor}' }, captures, 'x', {}, 'r-1');
  expect(message.isBuilt).toBe(false);
});

test('a command topic with a wildcard in it is not published on', () => {
  expect(buildCommandMessage({ ...route, topic: 'cmd/#' }, captures, 'x', {}, 'r-1').isBuilt).toBe(false);
});

test('a topic longer than MQTT allows is not published on', () => {
  const device = 'x'.repeat(70_000);
  expect(buildCommandMessage(route, { ...captures, device }, 'x', {}, 'r-1').isBuilt).toBe(false);
});

import { expect, test } from 'vitest';
import type { KeptMessage } from '../platform.ts';
import { propertyMessages, telemetryMessages } from './export-message.ts';

const device = { deviceId: 'truck-1', typeId: 'dtmi:test:truck;1' };
const address = { applicationId: 'app', exportTopic: undefined, device };
const read = ({ payload }: KeptMessage) => JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
const at = (name: string, timestamp: string, component: string | null = null) => ({
  component,
  name,
  value: 1,
  timestamp,
});

test('values of one time and part share a message', () => {
  const messages = telemetryMessages(address, [
    at('speed', '2030-01-01T00:00:00Z'),
    at('rpm', '2030-01-01T00:00:00Z'),
    at('fuel', '2030-01-01T00:00:05Z'),
    at('open', '2030-01-01T00:00:00Z', 'doors'),
  ]);
  expect(
    messages.map(read).map(({ enqueuedTime, telemetry, component }) => [enqueuedTime, telemetry, component]),
  ).toEqual([
    ['2030-01-01T00:00:00Z', { speed: 1, rpm: 1 }, undefined],
    ['2030-01-01T00:00:05Z', { fuel: 1 }, undefined],
    ['2030-01-01T00:00:00Z', { open: 1 }, 'doors'],
  ]);
});

test('a property is told as a change that the vehicle has reported', () => {
  const [message] = propertyMessages(address, [at('place', '2030-01-01T00:00:00Z', 'tracker')]);
  expect(message === undefined ? undefined : read(message)).toMatchObject({
    messageSource: 'properties',
    messageType: 'devicePropertyReportedChange',
    properties: [{ name: 'place', value: 1, component: 'tracker' }],
  });
});

test.each([
  [undefined, 'iotcentral/app/truck-1'],
  ['plants/+/{device}/up', 'plants/app/truck-1/up'],
  ['{application}/vehicles/{vehicle}', 'app/vehicles/truck-1'],
  ['export/{deviceId}/#', 'export/truck-1/app'],
])('the topic fits the pattern %s of the connection', (exportTopic, topic) => {
  expect(telemetryMessages({ ...address, exportTopic }, [at('speed', '2030-01-01T00:00:00Z')])[0]?.topic).toBe(topic);
});

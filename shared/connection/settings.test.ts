import { expect, test } from 'vitest';
import { connectionSettingsSchema, followsBroker } from './settings.ts';

const mapping = {
  version: 1,
  title: 'Plain',
  expectedIntervalMs: 1000,
  routes: [{ kind: 'ignore', topic: 'fleet/#' }],
};
const broker = {
  name: 'Depot',
  isEnabled: true,
  presetId: 'custom',
  url: 'mqtts://broker.example.com',
  protocolVersion: 5,
  clientId: 'fleetdeck-{unique}',
  topics: [{ filter: 'fleet/+', qos: 1 }],
  mapping,
};
const central = {
  kind: 'iot-central',
  address: 'https://contoso.azureiotcentral.com',
  auth: 'api-token',
  live: 'polling',
  usesPreview: false,
  watch: {},
};
const watson = { kind: 'watson', address: 'https://abc123.iot.example.com', commandRoute: 'mqtt', watch: {} };

const faults = (settings: object): readonly string[] =>
  connectionSettingsSchema.safeParse(settings).error?.issues.map(({ path }) => path.join('.')) ?? [];

test('a broker needs an address and a topic', () => {
  expect(faults(broker)).toEqual([]);
  expect(faults({ ...broker, url: '', topics: [] })).toEqual(['url', 'topics']);
});

test('IoT Central needs neither where its values are read over the API, and both where they come over MQTT', () => {
  const polled = { ...broker, url: '', topics: [], platform: central };
  expect(faults(polled)).toEqual([]);
  expect(faults({ ...polled, platform: { ...central, live: 'mqtt' } })).toEqual(['url', 'topics']);
});

test('Watson needs its API key', () => {
  expect(faults({ ...broker, username: 'a-abc123-0123456789', platform: watson })).toEqual([]);
  expect(faults({ ...broker, platform: watson })).toEqual(['username']);
});

test('a platform is reached by encryption only, but for one on this computer', () => {
  const at = (address: string) => faults({ ...broker, platform: { ...central, address } });
  expect(at('http://contoso.azureiotcentral.com')).toEqual(['platform.address']);
  expect(at('https://user:word@contoso.azureiotcentral.com')).toEqual(['platform.address']);
  expect(at('http://127.0.0.1:8080/api')).toEqual([]);
  expect(at('http://127.0.0.1.example.com')).toEqual(['platform.address']);
});

test('only IoT Central that is polled follows no broker', () => {
  const { data } = connectionSettingsSchema.safeParse({ ...broker, url: '', platform: central });
  expect(data === undefined ? undefined : followsBroker(data)).toBe(false);
  expect(followsBroker({})).toBe(true);
});

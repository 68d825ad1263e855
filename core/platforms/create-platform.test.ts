import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { ok } from '../../shared/contract/result.ts';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import { systemClock } from '../clock.ts';
import { silentLog } from '../log.ts';
import { presetById } from '../presets/presets.ts';
import { createPlatform, type CreatePlatformNeeds } from './create-platform.ts';
import { noKnowledge } from './refusal/knowledge.ts';
import { Turnstiles } from './rest/rest-client.ts';

const template = {
  '@id': 'dtmi:depot:van;1',
  '@type': ['ModelDefinition', 'DeviceModel'],
  displayName: 'Van',
  capabilityModel: {
    '@id': 'dtmi:depot:van:model;1',
    '@type': 'Interface',
    contents: [{ '@type': 'Telemetry', name: 'speed', schema: 'double' }],
  },
};

const openApplication = async (): Promise<string> => {
  const server = createServer((_request, answer) => {
    answer.setHeader('content-type', 'application/json');
    answer.end(JSON.stringify({ value: [template] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return `http://127.0.0.1:${String(address.port)}`;
};

const open = (settings: Partial<ConnectionSettings>, needs: Partial<CreatePlatformNeeds> = {}) =>
  createPlatform({
    settings: { presetId: 'iot-central', mapping: presetById('iot-central').settings.mapping, ...settings },
    token: () => Promise.resolve(ok('SharedAccessSignature sr=app&sig=made-up&skn=console&se=4102444800000')),
    ...{
      clock: systemClock,
      log: silentLog,
      random: () => 0,
      turnstiles: new Turnstiles(systemClock),
      knowledge: noKnowledge,
    },
    ...needs,
  });

test.each([
  ['the preset’s', (topic: string) => topic],
  ['its own', () => 'acme/{device}/out'],
])('telemetry of IoT Central’s types is looked for on the topics of the connection: %s', async (_title, topicOf) => {
  const { mapping } = presetById('iot-central').settings;
  const routes = mapping.routes.map((route) => ({ ...route, topic: topicOf(route.topic) }));
  const expected = routes.find(({ kind }) => kind === 'telemetry')?.topic;
  const made = open({
    mapping: { ...mapping, routes },
    platform: {
      ...{ kind: 'iot-central', address: await openApplication(), auth: 'api-token', live: 'mqtt' },
      ...{ usesPreview: false, watch: {} },
    },
  });
  if (!made.ok) throw new Error(made.error.message);
  onTestFinished(() => {
    made.value.close();
  });
  const types = await made.value.listTypes({ lane: 'click' });
  if (!types.ok) throw new Error(types.error.message);
  const topics = types.value.types.flatMap((type) => type.routes.map(({ topic }) => topic));
  expect(new Set(topics)).toEqual(new Set([expected]));
});

test('a broker alone has no platform, and Watson needs its API key', () => {
  expect(open({})).toMatchObject({ ok: false, error: { code: 'unsupported' } });
  const platform = { kind: 'watson', address: 'https://depot.example', commandRoute: 'mqtt', watch: {} } as const;
  expect(open({ platform })).toMatchObject({ ok: false, error: { code: 'invalid-params' } });
});

const central = { kind: 'iot-central', auth: 'api-token', live: 'polling', usesPreview: false, watch: {} } as const;
const watson = { kind: 'watson', commandRoute: 'mqtt', watch: {} } as const;

test.each<readonly [string, ConnectionSettings['platform'], ConnectionSettings['platform'], waiting: number]>([
  [
    'one organisation of Watson, however it is written',
    { ...watson, address: 'https://depot1.iot.example.com' },
    { ...watson, address: 'https://depot1.iot.example.com/api/v0002/' },
    // Ten a second.
    6,
  ],
  [
    'one application of IoT Central',
    { ...central, address: 'https://contoso.azureiotcentral.com' },
    { ...central, address: 'https://contoso.azureiotcentral.com/', usesPreview: true },
    // Twelve clicks at the same time.
    4,
  ],
  [
    'two organisations',
    { ...watson, address: 'https://depot1.iot.example.com' },
    { ...watson, address: 'https://depot2.iot.example.com' },
    0,
  ],
])('adapters of one console keep their limit together: %s', async (_title, first, second, waiting) => {
  // Nothing leaves: the token never comes.
  const needs = { turnstiles: new Turnstiles(systemClock), token: () => new Promise<never>(() => undefined) };
  const clients = [first, second].map((platform) => {
    const made = open({ username: 'a-depot1-0123456789', platform }, needs);
    if (!made.ok) throw new Error(made.error.message);
    return made.value.client;
  });
  const calls = clients.flatMap((client) =>
    Array.from({ length: 8 }, () => client.call({ method: 'GET', path: '/x', lane: 'click' })),
  );
  await new Promise((resolve) => setImmediate(resolve));
  expect(clients.reduce((sum, { pressure }) => sum + pressure.waiting, 0)).toBe(waiting);
  for (const client of clients) client.close();
  expect((await Promise.all(calls)).every((answer) => !answer.ok && answer.error.code === 'cancelled')).toBe(true);
});

import { createServer, request, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConnectionStatus } from '../../../shared/connection/status.ts';
import type { PlatformSettings } from '../../../shared/platform/settings.ts';
import { presetById } from '../../../core/presets/presets.ts';
import { centralId, isListed, openBothPlatforms, watsonId, type BothPlatforms } from './both-platforms.ts';

let both: BothPlatforms;

beforeEach(async () => {
  both = await openBothPlatforms(9);
});

afterEach(() => both.close());

const isWell = (status: ConnectionStatus): boolean =>
  status.platform?.state === 'ready' && isListed(status) && status.platform.devices.problem === null;

/** A connection of the user's to the practice application, by REST alone unless there is a broker. */
const centralSettings = (changes: Partial<Extract<PlatformSettings, { kind: 'iot-central' }>> = {}, url = '') => ({
  ...presetById('iot-central').settings,
  ...{ name: 'Central', url, protocolVersion: 4 as const },
  platform: {
    kind: 'iot-central' as const,
    address: new URL(both.practice.practice.iotCentral.restUrl).origin,
    ...{ auth: 'api-token' as const, live: url === '' ? ('polling' as const) : ('mqtt' as const) },
    ...{ usesPreview: false, watch: {} },
    ...changes,
  },
});

const secrets = () => ({ platformToken: both.practice.practice.iotCentral.tokens.administrator });

const idsOf = async (connectionId: string): Promise<readonly string[]> => {
  const frames = await both.fixture.until('fleet', {}, ({ kind }) => kind === 'snapshot');
  const identities = frames.at(-1)?.identities;
  if (identities === undefined) throw new Error('A snapshot has come.');
  const { vehicleIds, connections, connectionDictionary } = identities;
  return vehicleIds.filter((_id, at) => connectionDictionary[connections[at] ?? -1] === connectionId);
};

test('one that is switched off and on while it is being checked comes up', async () => {
  const { fixture } = both;
  for (let round = 0; round < 3; round += 1) {
    await fixture.call('connections.setEnabled', { id: centralId, isEnabled: false });
    await fixture.call('connections.setEnabled', { id: centralId, isEnabled: true });
  }
  expect((await fixture.untilConnection(centralId, isWell)).at(-1)?.vehicleCount).toBe(9);
});

test('only the watched types and groups are shown, also of what the live feed brings, and an edit takes the others away', async () => {
  const { fixture, practice } = both;
  const broker = practice.connections.find(({ id }) => id === centralId);
  const settings = centralSettings({}, broker?.url);
  const signIn = { ...(broker?.username === undefined ? {} : { username: broker.username }) };
  const given = { ...secrets(), ...(broker?.password === undefined ? {} : { password: broker.password }) };
  const { id } = await fixture.call('connections.save', { settings: { ...settings, ...signIn }, secrets: given });
  await fixture.untilConnection(id, (status) => isWell(status) && status.receivedCount > 9);
  expect(await idsOf(id)).toHaveLength(9);

  const types = await fixture.call('platforms.types', { connectionId: id });
  const vans = types.find(({ name }) => name === 'Van')?.id ?? '';
  const narrow = centralSettings({ watch: { types: [vans] } }, broker?.url);
  await fixture.call('connections.save', { id, settings: { ...narrow, ...signIn }, secrets: given });
  const before = await fixture.untilConnection(id, isWell);
  const receivedCount = (before.at(-1)?.receivedCount ?? 0) + 18;
  await fixture.untilConnection(id, (status) => status.receivedCount > receivedCount);
  expect(await idsOf(id)).toEqual(['VAN-002', 'VAN-005', 'VAN-008']);

  const groups = await fixture.call('platforms.groups', {});
  const trucks = groups.find((group) => group.connectionId === id && group.name === 'Refrigerated trucks')?.id ?? '';
  const grouped = centralSettings({ watch: { groups: [trucks] } }, broker?.url);
  await fixture.call('connections.save', { id, settings: { ...grouped, ...signIn }, secrets: given });
  await fixture.untilConnection(id, isWell);
  expect(await idsOf(id)).toEqual(['TRUCK-001', 'TRUCK-004', 'TRUCK-007']);
});

test('the groups of the platform are in when a list is said to be', async () => {
  const { fixture } = both;
  await fixture.untilConnection(centralId, ({ platform }) => (platform?.devices.listedAtMs ?? null) !== null);
  const groups = await fixture.call('platforms.groups', {});
  expect(groups.find(({ name }) => name === 'Vans')?.vehicleIds).toEqual(['VAN-002', 'VAN-005', 'VAN-008']);
});

test('a platform that is down at the start, there, and down again is said each time, and nothing leaves the screen', async () => {
  const { fixture, practice } = both;
  const target = new URL(practice.practice.iotCentral.restUrl);
  const open = (port: number): Promise<Server> =>
    new Promise((resolve) => {
      const server = createServer((incoming, outgoing) => {
        const { method, url: path, headers } = incoming;
        const onward = request({ hostname: target.hostname, port: target.port, method, path, headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        });
        onward.on('error', () => outgoing.destroy());
        incoming.pipe(onward);
      });
      server.listen(port, '127.0.0.1', () => {
        resolve(server);
      });
    });
  const shut = async (server: Server): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const reserved = await open(0);
  const place = reserved.address();
  if (place === null || typeof place === 'string') throw new Error('The system gave no port.');
  await shut(reserved);

  const settings = centralSettings({ address: `http://127.0.0.1:${String(place.port)}` });
  const { id } = await fixture.call('connections.save', { settings, secrets: secrets() });
  const down = await fixture.untilConnection(id, ({ state }) => state === 'offline');
  expect(down.at(-1)).toMatchObject({ problem: { code: 'refused', willRetry: true } });
  const server = await open(place.port);
  await fixture.untilConnection(id, isWell);
  await shut(server);
  const lost = await fixture.untilConnection(id, ({ state }) => state === 'offline');
  expect(lost.at(-1)).toMatchObject({ vehicleCount: 9, platform: { state: 'unreachable', devices: { count: 9 } } });
});

test('a path that refuses a token which the rest accepts is not asked about over and over', async () => {
  const { fixture, witnesses } = both;
  await fixture.untilConnection(centralId, (status) => isWell(status) && status.platform?.pendingReads === 0);
  await both.spoil('iotCentral', { kind: '401', path: '/deviceTemplates' });
  await fixture.call('platforms.refresh', { connectionId: centralId });
  const said = await fixture.untilConnection(
    centralId,
    ({ platform }) => platform?.leftOut[0]?.includes('could not be read') === true && !platform.devices.isListing,
  );
  expect(said.at(-1)).toMatchObject({ platform: { state: 'ready', devices: { count: 9, problem: null } } });
  const asked = witnesses.iotCentral.seen.length;
  await fixture.call('devices.get', { connectionId: centralId, vehicleId: 'VAN-002' });
  expect(witnesses.iotCentral.seen.length - asked).toBeLessThan(10);
});

test('an engine that is closed in the middle of everything ends at once, and every call with it', async () => {
  const { fixture } = both;
  for (const side of ['iotCentral', 'watson'] as const) await both.spoil(side, { kind: 'slow', seconds: 5 });
  await fixture.untilConnection(centralId, () => true);
  const calls = [
    fixture.client.call('platforms.refresh', { connectionId: watsonId }),
    fixture.client.call('devices.get', { connectionId: centralId, vehicleId: 'TRUCK-001' }),
    fixture.client.call('jobs.list', { connectionId: watsonId }),
    fixture.client.call('connections.test', { settings: centralSettings(), secrets: secrets() }),
  ];
  await fixture.engine.close();
  const answers = await Promise.all(calls);
  expect(answers).toHaveLength(4);
  expect(fixture.logLines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

import { expect, test } from 'vitest';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import { failureOf, ok, type Result } from '../../shared/contract/result.ts';
import type { PlatformOrder } from '../commands/commanded.ts';
import { Feed } from '../connections/feed.ts';
import { FleetState } from '../fleet/fleet-state.ts';
import { silentLog } from '../log.ts';
import { presetById } from '../presets/presets.ts';
import { createMemorySettings } from '../settings/settings-store.ts';
import type { CreatePlatformNeeds } from './create-platform.ts';
import {
  createScriptedPlatform,
  failing,
  settled,
  vehicle,
  type ScriptedPlatform,
} from './desk/testing/scripted-platform.ts';
import type { CommandAnswer } from './platform.ts';
import { Platforms } from './platforms.ts';
import { AccessMemory } from './refusal/access-memory.ts';

const settingsFor = (address: string, watch = {}): ConnectionSettings => ({
  ...presetById('iot-central').settings,
  ...{ name: 'Depot', url: '' },
  platform: {
    ...{ kind: 'iot-central', address, auth: 'api-token', live: 'polling', usesPreview: false },
    watch,
  },
});

const openPlatforms = (change: (platform: ScriptedPlatform) => ScriptedPlatform = (platform) => platform) => {
  const clock = createManualTimers();
  const fleet = new FleetState({ clock });
  const made: { readonly platform: ScriptedPlatform; readonly needs: CreatePlatformNeeds }[] = [];
  const platforms = new Platforms({
    ...{ fleet, clock, log: silentLog, random: () => 0, onChange: () => undefined },
    access: new AccessMemory({ store: createMemorySettings(), clock, log: silentLog }),
    createPlatform: (needs) => {
      const platform = change(createScriptedPlatform());
      made.push({ platform, needs });
      return ok(platform);
    },
  });
  const put = async (id: string, settings: ConnectionSettings): Promise<ScriptedPlatform> => {
    fleet.registerConnection({ id, name: id, expectedIntervalMs: 1000, commands: [] });
    const feed = new Feed(settings.mapping, {
      ...{ connectionId: id, fleet, clock, log: silentLog, onAcknowledgement: () => undefined },
    });
    platforms.put(id, { settings, feed, token: () => Promise.resolve(ok('token')), onTypes: () => undefined });
    platforms.get(id)?.start();
    await settled();
    const platform = made.at(-1)?.platform;
    if (platform === undefined) throw new Error('A platform was made.');
    return platform;
  };
  return { platforms, fleet, made, put, clock };
};

test('what any open window shows is read first, also by a connection that takes another’s place', async () => {
  const ids = Array.from({ length: 9 }, (_, at) => `v${String(at)}`);
  const { platforms, put } = openPlatforms((platform) => {
    platform.script.listDevices = (_context, onPage) => {
      onPage(ids.map((id) => vehicle(id)));
      return Promise.resolve(ok({ problem: null }));
    };
    platform.script.latest = () => new Promise(() => undefined);
    return platform;
  });
  const [left, right] = [{}, {}];
  const at = (vehicleId: string, connectionId = 'depot') => ({ connectionId, vehicleId });
  platforms.look(left, [at('v7'), at('v1', 'elsewhere')]);
  platforms.look(right, [at('v8')]);
  const first = await put('depot', settingsFor('https://depot.example'));
  expect(first.asked.filter((asked) => asked.startsWith('latest')).slice(0, 2)).toEqual(['latest v7', 'latest v8']);
  platforms.look(left, []);
  const second = await put('depot', settingsFor('https://depot.example'));
  expect(second.asked.filter((asked) => asked.startsWith('latest')).slice(0, 2)).toEqual(['latest v8', 'latest v0']);
});

test('what is only tried keeps the limits together with the connections', async () => {
  const { platforms, made, put } = openPlatforms();
  await put('depot', settingsFor('https://depot.example'));
  await put('second', settingsFor('https://depot.example'));
  platforms.open(settingsFor('https://depot.example'), () => Promise.resolve(ok('token')));
  expect(made).toHaveLength(3);
  expect(new Set(made.map(({ needs }) => needs.turnstiles)).size).toBe(1);
});

test('a connection is asked again and again while any window is open, also one that takes another’s place', async () => {
  const { platforms, put, clock } = openPlatforms();
  const entries = ({ asked }: ScriptedPlatform): number => asked.filter((one) => one.startsWith('entry')).length;
  const pass = async (): Promise<void> => {
    clock.advance(10_000);
    await settled();
  };
  const [left, right] = [{}, {}];
  platforms.openWindow(left);
  platforms.openWindow(right);
  await put('depot', settingsFor('https://depot.example'));
  const platform = await put('depot', settingsFor('https://depot.example'));
  platforms.closeWindow(left);
  await pass();
  expect(entries(platform)).toBe(1);
  platforms.closeWindow(right);
  await pass();
  expect(entries(platform)).toBe(1);
});

test('a new token goes on with what was learnt; another address or another choice of vehicles starts afresh', async () => {
  const { platforms, made, put } = openPlatforms((platform) => Object.assign(platform, { applicationId: 'app-1' }));
  await put('depot', settingsFor('https://depot.example'));
  const counts: unknown[] = [];
  const standIn = (settings: ConnectionSettings) => {
    const feed = new Feed(settings.mapping, {
      ...{ connectionId: 'depot', fleet: { ingest: () => [] }, clock: createManualTimers(), log: silentLog },
      onAcknowledgement: () => undefined,
    });
    platforms.put('depot', { settings, feed, token: () => Promise.resolve(ok('other')), onTypes: () => undefined });
    counts.push([platforms.get('depot')?.status.devices.count, made.at(-1)?.needs.applicationId]);
  };
  standIn(settingsFor('https://depot.example'));
  standIn(settingsFor('https://depot.example', { types: ['van'] }));
  await put('depot', settingsFor('https://depot.example'));
  standIn(settingsFor('https://other.example'));
  expect(counts).toEqual([
    [3, 'app-1'],
    // Other vehicles of the same application.
    [0, 'app-1'],
    [0, undefined],
  ]);
});

const order: PlatformOrder = {
  ...{ vehicleId: 'a', parameters: {}, requestId: 'r' },
  definition: { name: 'flash', title: 'Flash', risk: 'routine', parameters: [], expiresAfterMs: 1000 },
};

test.each<[string, () => Promise<Result<CommandAnswer>>, object]>([
  [
    'the vehicle’s answer is told as it is',
    () => Promise.resolve(ok({ state: 'completed', message: 'Done.' })),
    { kind: 'answered', state: 'completed', message: 'Done.' },
  ],
  [
    'what surely did not happen was not sent',
    () => failing(failureOf('unreachable', 'No way.', { mayHaveHappened: false })),
    { kind: 'not-sent', message: 'No way.' },
  ],
  [
    'what may have happened is lost',
    () => failing(failureOf('timeout', 'No answer.', { mayHaveHappened: true })),
    { kind: 'lost', message: 'No answer.' },
  ],
  [
    'an adapter that throws leaves it open what happened',
    () => {
      throw new TypeError('a bug');
    },
    { kind: 'lost' },
  ],
])('a command: %s', async (_title, send, outcome) => {
  const { platforms, put } = openPlatforms((platform) =>
    Object.assign(platform, { commands: { objection: () => undefined, send } }),
  );
  await put('depot', settingsFor('https://depot.example'));
  expect(await platforms.commanded('depot')?.send(order)).toMatchObject(outcome);
});

test('a command for a vehicle that the platform does not list is objected to', async () => {
  const { platforms, put } = openPlatforms((platform) =>
    Object.assign(platform, { commands: { objection: () => undefined, send: () => new Promise(() => undefined) } }),
  );
  await put('depot', settingsFor('https://depot.example'));
  const commanded = platforms.commanded('depot');
  expect(commanded?.objection({ ...order, vehicleId: 'nobody' })).toBe('The platform does not list this vehicle.');
  expect(await commanded?.send({ ...order, vehicleId: 'nobody' })).toMatchObject({ kind: 'not-sent' });
  expect(commanded?.objection(order)).toBeUndefined();
});

import { expect, test } from 'vitest';
import { createManualTimers } from '../../../test/support/manual-timers.ts';
import { ok, type Failure } from '../../../shared/contract/result.ts';
import type { VehicleReference } from '../../telemetry/decoded.ts';
import type { RegisteredDevice, VehicleType } from '../platform.ts';
import { Registry, type RegistryMemory } from './registry.ts';
import {
  createScriptedPlatform,
  failing,
  outOfReach,
  promised,
  settled,
  vehicle,
  type ScriptedPlatform,
} from './testing/scripted-platform.ts';

const van: VehicleType = { id: 'van', title: 'Delivery van', commands: [], routes: [], leftOut: ['its map'] };
const truck: VehicleType = { ...van, id: 'truck', title: 'Truck', leftOut: [] };

const openRegistry = (memory?: RegistryMemory, platform: ScriptedPlatform = createScriptedPlatform()) => {
  const clock = createManualTimers();
  const shown = new Map<string, VehicleReference>();
  const removed: string[] = [];
  const failures: Failure[] = [];
  const errors: string[] = [];
  const silent = () => undefined;
  const registry = new Registry({
    connectionId: 'depot',
    platform,
    fleet: {
      registerVehicles: (_id, references) => {
        for (const reference of references) shown.set(reference.vehicleId, reference);
      },
      removeVehicles: (_id, ids) => {
        removed.push(...ids);
        for (const id of ids) shown.delete(id);
      },
    },
    clock,
    log: { debug: silent, info: silent, warn: silent, error: (event) => errors.push(event) },
    memory,
    onChange: silent,
    onTypes: silent,
    onListed: silent,
    onFailure: (failure) => failures.push(failure),
  });
  return { registry, platform, clock, shown, removed, failures, errors };
};

const listing = (platform: ScriptedPlatform, ids: readonly string[], problem: string | null = null): void => {
  platform.script.listDevices = (_context, onPage) => {
    onPage(ids.map((id) => vehicle(id)));
    return Promise.resolve(ok({ problem }));
  };
};

test('a whole list takes away what is gone; the others stay', async () => {
  const { registry, platform, shown, removed, clock } = openRegistry();
  await registry.synchronise();
  listing(platform, ['a', 'c', 'd']);
  await registry.synchronise();
  expect(removed).toEqual(['b']);
  expect([...shown.keys()]).toEqual(['a', 'c', 'd']);
  expect(registry.listing).toEqual({ count: 3, isListing: false, listedAtMs: clock.now(), problem: null });
});

test('a list with a gap, or none at all, takes nobody away, and its age stays', async () => {
  const { registry, platform, removed, clock, failures } = openRegistry();
  await registry.synchronise();
  const listedAtMs = clock.now();
  clock.advance(1_000);
  listing(platform, ['d'], 'Page 2 could not be read.');
  await registry.synchronise();
  expect(registry.listing).toEqual({ count: 4, isListing: false, listedAtMs, problem: 'Page 2 could not be read.' });
  platform.script.listDevices = () => failing(outOfReach);
  await registry.synchronise();
  expect(registry.listing).toMatchObject({ count: 4, listedAtMs });
  expect(registry.listing.problem).toContain('Nobody answers.');
  expect(registry.isIncomplete).toBe(true);
  expect(removed).toEqual([]);
  expect(failures).toEqual([outOfReach]);
});

test('is empty at no time while a list is read again', async () => {
  const { registry, platform, shown } = openRegistry();
  await registry.synchronise();
  const { promise, keep } = promised<Awaited<ReturnType<typeof platform.script.listDevices>>>();
  platform.script.listDevices = () => promise;
  const reading = registry.synchronise();
  await settled();
  expect(registry.listing).toMatchObject({ count: 3, isListing: true });
  expect(shown.size).toBe(3);
  keep(ok({ problem: 'Nothing came.' }));
  await reading;
  expect(shown.size).toBe(3);
});

test('what is made, changed and removed here while an older list comes in is as it was done here', async () => {
  const { registry, platform, shown } = openRegistry();
  await registry.synchronise();
  const { promise, keep } = promised<null>();
  platform.script.listDevices = async (_context, onPage) => {
    await promise;
    onPage([vehicle('a'), vehicle('b'), vehicle('c')]);
    return ok({ problem: null });
  };
  const reading = registry.synchronise();
  await settled();
  registry.put(vehicle('new'));
  registry.put(vehicle('a', { name: 'Renamed' }));
  registry.drop('b');
  keep(null);
  await reading;
  expect([...shown.values()].map(({ name }) => name).toSorted()).toEqual(['Renamed', 'c', 'new']);
});

test('a reading that is stopped says nothing more, and shows nothing more', async () => {
  const { registry, platform, shown } = openRegistry();
  let onPage: (devices: readonly RegisteredDevice[]) => void = () => undefined;
  const { promise, keep } = promised<Awaited<ReturnType<typeof platform.script.listDevices>>>();
  platform.script.listDevices = (_context, given) => {
    onPage = given;
    return promise;
  };
  const reading = registry.synchronise();
  await settled();
  registry.stop();
  onPage([vehicle('late')]);
  keep(failingAnswer);
  expect(await reading).toBe(false);
  expect(shown.size).toBe(0);
  expect(registry.listing).toMatchObject({ count: 0, isListing: false, problem: null });
});

const failingAnswer = { ok: false, error: outOfReach } as const;

test('vehicles carry the titles of their types, and what of a type could not be read is said', async () => {
  const { registry, platform, shown } = openRegistry();
  platform.script.listTypes = () => Promise.resolve(ok({ types: [van], problem: null }));
  await registry.synchronise();
  expect(shown.get('a')).toMatchObject({ type: 'Delivery van', captures: { device: 'a', type: 'van' } });
  expect(registry.leftOut).toEqual(['Delivery van: its map']);
});

test('of a vehicle whose type could not be read it is said; what is known of another stays', async () => {
  const { registry, platform } = openRegistry();
  platform.script.listTypes = () => failing(outOfReach);
  await registry.synchronise();
  expect(registry.leftOutOf('a')).toEqual([expect.stringContaining('Nobody answers.')]);
  platform.script.listTypes = () => Promise.resolve(ok({ types: [van], problem: null }));
  await registry.synchronise();
  expect(registry.leftOutOf('a')).toEqual(['its map']);
});

test('types that could not be read this time stay as they were', async () => {
  const { registry, platform } = openRegistry();
  platform.script.listTypes = () => Promise.resolve(ok({ types: [van, truck], problem: null }));
  await registry.synchronise();
  platform.script.listTypes = () => Promise.resolve(ok({ types: [truck], problem: 'Page 2 is missing.' }));
  await registry.synchronise();
  expect(registry.types().map(({ id }) => id)).toEqual(['van', 'truck']);
  expect(registry.leftOut[0]).toBe('Page 2 is missing.');
  platform.script.listTypes = () => failing(outOfReach);
  await registry.synchronise();
  expect(registry.types()).toHaveLength(2);
  expect(registry.leftOut[0]).toContain('Nobody answers.');
});

test('groups are as they were where they cannot be read, with the reason; a list is told when they are in', async () => {
  const { registry, platform } = openRegistry();
  const { promise, keep } = promised<null>();
  const group = { id: 'north', name: 'North', description: null, rule: null };
  platform.script.groups = {
    list: () => Promise.resolve(ok([group])),
    members: async () => {
      await promise;
      return ok(['a', 'b']);
    },
  };
  const reading = registry.synchronise();
  await settled();
  expect(registry.listing).toMatchObject({ count: 3, listedAtMs: null, isListing: true });
  keep(null);
  await reading;
  expect(registry.listing.listedAtMs).not.toBeNull();
  expect(registry.groups()).toMatchObject([{ connectionId: 'depot', vehicleIds: ['a', 'b'], problem: null }]);

  platform.script.groups = { list: () => Promise.resolve(ok([group])), members: () => failing(outOfReach) };
  await registry.synchronise();
  expect(registry.groups()).toMatchObject([{ vehicleIds: ['a', 'b'], problem: 'Nobody answers.' }]);
  platform.script.groups = { list: () => failing(outOfReach), members: () => failing(outOfReach) };
  await registry.synchronise();
  expect(registry.groups()).toMatchObject([{ vehicleIds: ['a', 'b'], problem: 'Nobody answers.' }]);
});

test('a successor starts with what its predecessor had learnt', async () => {
  const { registry, platform } = openRegistry();
  platform.script.listTypes = () => Promise.resolve(ok({ types: [van], problem: null }));
  await registry.synchronise();
  const next = openRegistry(registry.memory);
  expect([...next.shown.keys()]).toEqual(['a', 'b', 'c']);
  expect(next.registry.types()).toEqual([van]);
  expect(next.registry.listing).toEqual(registry.listing);
});

test('an adapter that throws fails that reading and nothing else', async () => {
  const { registry, platform, errors } = openRegistry();
  platform.script.listTypes = () => Promise.reject(new TypeError('a token might stand here'));
  platform.script.groups = {
    list: () => {
      throw new TypeError('here, too');
    },
    members: () => failing(outOfReach),
  };
  expect(await registry.synchronise()).toBe(true);
  expect(registry.listing).toMatchObject({ count: 3, problem: null });
  expect(registry.leftOut[0]).toContain('The console failed at this request.');
  expect(errors).toEqual(['platform-fault', 'platform-fault']);
});

import { describe, expect, test } from 'vitest';
import { click, openBench, type Bench } from './adapter.ts';

const registryOf = ({ adapter }: Bench) => adapter.registry;
const van = { typeId: 'dtmi:fleetdeckPractice:van;1', isSimulated: false } as const;

describe('the registry', () => {
  test('tells of a vehicle what the platform says of it', async () => {
    const bench = await openBench();
    const truck = await bench.vehicle('TRUCK-001');
    expect(await bench.value(registryOf(bench).get(truck, click))).toMatchObject({
      deviceId: 'TRUCK-001',
      name: 'Truck 001',
      typeTitle: 'Refrigerated truck',
      isEnabled: true,
      isProvisioned: true,
      isSimulated: false,
      organizations: ['leipzig'],
    });
  });

  test('takes a new vehicle, and hands out the keys with which its device signs in', async () => {
    const bench = await openBench();
    const device = { deviceId: 'NEW-1', name: 'New one', organizationId: 'dresden', ...van };
    const made = await bench.value(registryOf(bench).create(device, click));
    expect(made.device).toMatchObject({
      vehicleId: 'NEW-1',
      name: 'New one',
      organizations: ['dresden'],
      isEnabled: true,
    });
    const lines = new Map(made.credentials?.lines.map(({ label, text, isSecret }) => [label, { text, isSecret }]));
    expect(lines.get('Device ID')).toEqual({ text: 'NEW-1', isSecret: false });
    expect(lines.get('Primary key')?.isSecret).toBe(true);
    expect(await bench.value(registryOf(bench).credentials(made.device, click))).toEqual(made.credentials);
  });

  test('does not take an id that is there already, and leaves the vehicle of that id as it is', async () => {
    const bench = await openBench();
    const error = await bench.failure(
      registryOf(bench).create({ deviceId: 'VAN-002', name: 'Another', ...van }, click),
    );
    expect(error).toMatchObject({ code: 'conflict' });
    expect(await bench.vehicle('VAN-002')).toMatchObject({ name: 'Van 002' });
  });

  test('renames, blocks, unblocks and removes', async () => {
    const bench = await openBench();
    const registry = registryOf(bench);
    const truck = await bench.vehicle('TRUCK-001');
    await bench.value(registry.rename(truck, 'Ice truck', click));
    await bench.value(registry.setBlocked(truck, true, click));
    expect(await bench.value(registry.get(truck, click))).toMatchObject({ name: 'Ice truck', isEnabled: false });
    await bench.value(registry.setBlocked(truck, false, click));
    expect(await bench.value(registry.get(truck, click))).toMatchObject({ isEnabled: true });
    await bench.value(registry.remove(truck, click));
    expect(await bench.failure(registry.get(truck, click))).toMatchObject({ code: 'not-found' });
  });

  test('has removed a vehicle also where the answer to that was cut', async () => {
    const bench = await openBench();
    const truck = await bench.vehicle('TRUCK-001');
    await bench.addFault({ kind: 'cut', times: 1 });
    expect(await bench.value(registryOf(bench).remove(truck, click))).toBeNull();
    expect(bench.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(2);
  });

  test('is asked with ids as they are, whatever is in them', async () => {
    const bench = await openBench();
    await bench.administer('PUT', `/devices/${encodeURIComponent('a:b.c')}`, { displayName: 'Odd' });
    const odd = await bench.vehicle('a:b.c');
    expect(await bench.value(registryOf(bench).get(odd, click))).toMatchObject({ name: 'Odd', typeTitle: null });
    for (const deviceId of ['..', '.']) {
      expect(await bench.failure(registryOf(bench).get({ ...odd, deviceId }, click))).toMatchObject({
        code: 'invalid-params',
      });
    }
  });
});

describe('groups', () => {
  const groupsOf = ({ adapter }: Bench) => adapter.groups;

  test('have names, rules and members', async () => {
    const bench = await openBench({ vehicles: 60, rate: 0.01 });
    const groups = await bench.value(groupsOf(bench).list(click));
    expect(groups[0]).toEqual({
      id: 'all-vehicles',
      name: 'All vehicles',
      description: null,
      rule: 'SELECT * FROM devices WHERE $provisioned = true',
    });
    const vans = await bench.value(groupsOf(bench).members('vans', click));
    expect(vans.length).toBeGreaterThan(5);
    expect(vans.every((id) => id.startsWith('VAN-'))).toBe(true);
  });

  test('whose members could be read in part only are told as not read', async () => {
    const bench = await openBench({ vehicles: 60, rate: 0.01 });
    await bench.addFault({ kind: '503', after: 1, path: '/deviceGroups/all-vehicles/devices' });
    const error = await bench.failure(groupsOf(bench).members('all-vehicles', click));
    expect(error).toMatchObject({ code: 'unreachable', retryable: true });
  });
});

describe('people', () => {
  const peopleOf = ({ adapter }: Bench) => adapter.people;

  test('are organizations, users and roles, by name', async () => {
    const bench = await openBench();
    const people = peopleOf(bench);
    expect(await bench.value(people.organizations(click))).toContainEqual({
      id: 'leipzig',
      name: 'Leipzig',
      parentId: 'saxony',
    });
    const { users, problem } = await bench.value(people.users(click));
    expect(problem).toBeNull();
    const roles = new Map((await bench.value(people.roles(click))).map(({ id, name }) => [id, name]));
    const dispatcher = users.find(({ id }) => id === 'practice-dispatcher');
    expect(dispatcher).toMatchObject({ name: 'dispatcher@example.com', kind: 'Person' });
    expect(dispatcher?.roles.map(({ roleId, organization }) => [roles.get(roleId), organization])).toEqual([
      ['Org Operator', 'leipzig'],
    ]);
    expect([...roles.values()]).toContain('Administrator');
  });

  test('are refused to an operator, who then knows it', async () => {
    const bench = await openBench({ role: 'operator' });
    expect(await bench.failure(peopleOf(bench).users(click))).toMatchObject({
      code: 'not-authorised',
      details: { reason: 'forbidden' },
    });
    const { rights } = await bench.value(bench.adapter.identify(click));
    expect(rights['view-users'].state).toBe('denied');
  });
});

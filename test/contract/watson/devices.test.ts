import { describe, expect, test } from 'vitest';
import { addDevices, removeDevices } from '../../../core/platforms/watson/bulk.ts';
import { background, click, failureOf, listOf, notOffered, spare, startPractice, truck, valueOf } from './adapter.ts';

describe('a fleet of more than three hundred', () => {
  test('is listed once each through all pages, as they come', async () => {
    const practice = await startPractice({ vehicles: 320 });
    const pages: number[] = [];
    const ids = new Set<string>();
    const listing = await practice.adapter().listDevices(background, (page) => {
      pages.push(page.length);
      for (const { vehicleId } of page) ids.add(vehicleId);
    });
    expect([listing, pages, ids.size]).toEqual([{ ok: true, value: { problem: null } }, [100, 100, 100, 21], 321]);
  });

  test('is listed whole when a page in its middle fails for a while', async () => {
    const practice = await startPractice({ vehicles: 320 });
    await practice.fault('503', { path: '_bookmark', times: 2 });
    const { listing, ids } = await listOf(practice.adapter());
    expect([valueOf(listing).problem, ids.length]).toEqual([null, 321]);
  });

  test.each(['half-page', 'changed-schema'] as const)('asks for a page alone again that is a %s', async (kind) => {
    const practice = await startPractice({ vehicles: 320 });
    await practice.fault(kind, { path: '_bookmark', times: 1 });
    const { listing, ids } = await listOf(practice.adapter());
    expect([valueOf(listing).problem, ids.length]).toEqual([null, 321]);
  });

  test('keeps what was read when a page stays away, and says what is missing', async () => {
    const practice = await startPractice({ vehicles: 320 });
    await practice.fault('503', { path: '_bookmark', after: 1 });
    const { listing, ids } = await listOf(practice.adapter());
    expect(ids).toHaveLength(200);
    expect(valueOf(listing).problem).toContain('only the first 200 could be read');
  });

  test('notices that a list lost its way to the next page', async () => {
    const practice = await startPractice({ vehicles: 320 });
    await practice.fault('changed-schema', { path: '/bulk/devices' });
    const { listing, ids } = await listOf(practice.adapter());
    expect(ids).toHaveLength(100);
    expect(valueOf(listing).problem).toContain('counts 321 entries and listed 100');
  });

  test('ends when the key loses its right in the middle', async () => {
    const practice = await startPractice({ vehicles: 320 });
    await practice.fault('401', { path: '_bookmark', after: 1 });
    const { listing, ids } = await listOf(practice.adapter());
    expect(ids).toHaveLength(200);
    expect(valueOf(listing).problem).toContain('token any more');
  });
});

describe('what is watched', () => {
  test('may be types, each asked for by itself', async () => {
    const practice = await startPractice({ vehicles: 9 });
    const watch = { types: ['van', 'electric-bus'] };
    const adapter = practice.adapter({ settings: { watch } });
    const { listing, ids } = await listOf(adapter);
    expect(valueOf(listing).problem).toBeNull();
    expect(ids.toSorted()).toEqual([
      ...['electric-bus/BUS-003', 'electric-bus/BUS-006', 'electric-bus/BUS-009'],
      ...['van/VAN-002', 'van/VAN-005', 'van/VAN-008', 'van/VAN-SPARE'],
    ]);
    expect(valueOf(await adapter.listTypes(click)).types.map(({ id }) => id)).toContain('refrigerated-truck');
  });

  test('may be groups, and types within them; a device of two groups comes once', async () => {
    const practice = await startPractice({ vehicles: 6 });
    const first = { typeId: 'refrigerated-truck', deviceId: 'TRUCK-001' };
    await practice.call('PUT', '/bulk/devices/depot-south/add', [first]);
    const groups = ['depot-north', 'depot-south'];
    const all = await listOf(practice.adapter({ settings: { watch: { groups } } }));
    expect(all.ids).toHaveLength(6);
    const trucks = await listOf(practice.adapter({ settings: { watch: { groups, types: ['refrigerated-truck'] } } }));
    expect(trucks.ids).toEqual(['refrigerated-truck/TRUCK-001', 'refrigerated-truck/TRUCK-004']);
  });

  test('and is gone is said, and the rest is listed', async () => {
    const practice = await startPractice({ vehicles: 6 });
    const watch = { groups: ['depot-west', 'depot-south'] };
    const adapter = practice.adapter({ settings: { watch } });
    const { listing, ids } = await listOf(adapter);
    expect(ids).toHaveLength(3);
    expect(valueOf(listing).problem).toContain('The group depot-west could not be read');
    expect(valueOf((await adapter.groups?.list(click)) ?? notOffered).map(({ id }) => id)).toEqual(['depot-south']);
  });
});

test('a key that may not look at devices fails with the reason', async () => {
  const practice = await startPractice({ vehicles: 3 });
  const { listing } = await listOf(practice.adapter({ as: 'device' }));
  expect(failureOf(listing)).toMatchObject({ code: 'not-authorised', details: { reason: 'forbidden', status: 403 } });
});

test('types have their description as title, and the commands and settings that their metadata describes', async () => {
  const practice = await startPractice({ vehicles: 3 });
  const { types } = valueOf(await practice.adapter().listTypes(background));
  const truckType = types.find(({ id }) => id === 'refrigerated-truck');
  expect(truckType).toMatchObject({ title: 'Refrigerated truck', routes: [], leftOut: [] });
  expect(truckType?.commands.map(({ name, risk }) => [name, risk])).toEqual([
    ['lockDoors', 'routine'],
    ['unlockDoors', 'disruptive'],
    ['flashLights', 'routine'],
    ['reboot', 'disruptive'],
  ]);
  expect(truckType?.settings?.settings.map(({ path }) => path)).toEqual(['cargoSetpoint', 'speedLimit']);
});

test('ids are as the mapping of the connection makes them', async () => {
  const practice = await startPractice({ vehicles: 3 });
  const vehicleIdOf = (_typeId: string, deviceId: string) => deviceId;
  const adapter = practice.adapter({ needs: { vehicleIdOf } });
  const { devices } = await listOf(adapter);
  expect(devices[0]).toEqual({ ...truck, vehicleId: 'TRUCK-001' });
  expect(valueOf((await adapter.groups?.members('depot-south', click)) ?? notOffered)).toEqual(['VAN-002']);
});

describe('the registry', () => {
  test('tells what it knows of a device', async () => {
    const practice = await startPractice({ vehicles: 3 });
    const { registry } = practice.adapter();
    const detail = valueOf(await registry.get(truck, click));
    expect(detail).toMatchObject({
      ...{ vehicleId: 'refrigerated-truck/TRUCK-001', typeTitle: 'Refrigerated truck', isEnabled: null },
      facts: expect.arrayContaining([
        { label: 'Serial number', text: 'PF-TRUCK-001' },
        { label: 'Place', text: 'depot north' },
        { label: 'Device management', text: 'takes reboot and factory reset, firmware' },
        { label: 'fleet', text: 'practice' },
      ]) as unknown,
    });
    expect(valueOf(await registry.get(spare, click)).facts).toContainEqual({
      ...{ label: 'Device management', text: 'takes no part' },
    });
  });

  test('is told where a device stands', async () => {
    const practice = await startPractice();
    const { registry } = practice.adapter();
    const location = { latitude: 52.5, longitude: 13.4 };
    expect(await registry.setLocation?.(spare, location, click)).toEqual({ ok: true, value: null });
    expect(valueOf(await registry.get(spare, click)).location).toMatchObject(location);
  });

  test('takes a device in, tells its token once, and lets it go', async () => {
    const practice = await startPractice();
    const { registry } = practice.adapter();
    const wish = { deviceId: 'VAN-900', name: 'Courier 9', typeId: 'van', isSimulated: false };
    const created = valueOf((await registry.create?.(wish, click)) ?? notOffered);
    expect(created.device).toMatchObject({ vehicleId: 'van/VAN-900', name: 'VAN-900' });
    const { lines = [] } = created.credentials ?? {};
    expect(lines.map(({ label, isSecret }) => [label, isSecret])).toContainEqual(['Authentication token', true]);
    expect(lines.find(({ label }) => label === 'MQTT client id')?.text).toBe(
      `d:${practice.platform.info.watson.org}:van:VAN-900`,
    );
    expect(valueOf(await registry.get(created.device, click)).facts).toContainEqual({
      ...{ label: 'Description', text: 'Courier 9' },
    });
    const token = lines.find(({ isSecret }) => isSecret)?.text ?? '';
    expect(token).not.toBe('');
    expect(JSON.stringify(practice.log)).not.toContain(token);

    expect(failureOf((await registry.create?.(wish, click)) ?? notOffered)).toMatchObject({ code: 'conflict' });
    expect(await registry.remove?.(created.device, click)).toEqual({ ok: true, value: null });
    expect(failureOf(await registry.get(created.device, click))).toMatchObject({ code: 'not-found' });
  });

  test('refuses an id that the platform would not take, before asking', async () => {
    const practice = await startPractice();
    const { registry } = practice.adapter();
    const wish = { deviceId: 'x'.repeat(37), name: '', typeId: 'van', isSimulated: false };
    expect(failureOf((await registry.create?.(wish, click)) ?? notOffered).message).toContain('at most 36');
    expect(practice.log).toEqual([]);
  });

  test('a device whose registering got lost on the way is not registered twice, and its token counts as lost', async () => {
    const practice = await startPractice();
    const { registry } = practice.adapter();
    await practice.fault('cut', { times: 1 });
    const wish = { deviceId: 'VAN-901', name: '', typeId: 'van', isSimulated: false };
    const failure = failureOf((await registry.create?.(wish, click)) ?? notOffered);
    expect(failure).toMatchObject({ retryable: false, details: { mayHaveHappened: true } });
    expect(failure.message).toContain('its token is lost');
    expect((await listOf(practice.adapter())).ids).toContain('van/VAN-901');
  });
});

test('many devices are registered at once, each with its token, and removed', async () => {
  const practice = await startPractice({ vehicles: 3 });
  const { client } = practice.adapter();
  const wishes = Array.from({ length: 600 }, (_, index) => ({ typeId: 'van', deviceId: `NEW-${index}` }));
  const added = await addDevices(client, [...wishes, { typeId: 'van', deviceId: 'VAN-002' }], click);
  expect(added.failure).toBeNull();
  expect(added.outcomes.filter(({ state, token }) => state === 'done' && token !== null)).toHaveLength(600);
  expect(added.outcomes.at(-1)).toMatchObject({
    ...{ state: 'refused', message: expect.stringContaining('exists already') as string },
  });
  expect((await listOf(practice.adapter())).ids).toHaveLength(604);
  const removed = await removeDevices(client, wishes, click);
  expect(removed.outcomes.every(({ state }) => state === 'done')).toBe(true);
});

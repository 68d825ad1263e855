import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openSealed } from '../../../core/sealed-file/sealed-file.ts';
import { methods } from '../../../shared/contract/contract.ts';
import type { PlatformKind } from '../../../shared/platform/kinds.ts';
import { openAdminDesk, type AdminDesk } from '../tokens/desk-fixture.ts';

let desk: AdminDesk;

beforeAll(async () => {
  desk = await openAdminDesk();
  for (const id of Object.values(desk.ids)) {
    await desk.fixture.untilConnection(id, ({ platform }) => typeof platform?.devices.listedAtMs === 'number');
  }
});

afterEach(async () => {
  await desk.mend();
});

afterAll(async () => {
  await desk.close();
});

const typeOf = async (kind: PlatformKind): Promise<string> => {
  const types = await desk.fixture.call('platforms.types', { connectionId: desk.ids[kind] });
  const van = types.find(({ id, name }) => /van/i.test(`${id} ${name}`)) ?? types[0];
  if (van === undefined) throw new Error('The practice platform has no types.');
  return van.id;
};

const wish = (typeId: string, deviceId: string) => ({ deviceId, typeId, name: `Van ${deviceId}`, isSimulated: false });

const entriesOf = async (action: string) => {
  const { entries } = await desk.fixture.call('audit.query', { limit: 200 });
  return entries.filter((entry) => entry.action === action).toReversed();
};

describe.each(['watson', 'iot-central'] as const)('on %s', (kind) => {
  test('several devices are made, each with its outcome, its keys and its own record, and are removed again', async () => {
    const connectionId = desk.ids[kind];
    const typeId = await typeOf(kind);
    const ids = ['YARD-1', 'YARD-2'].map((id) => `${id}-${kind}`);
    const devices = ids.map((id) => wish(typeId, id));
    expect(await desk.fixture.call('manyDevices.check', { connectionId, devices })).toEqual([null, null]);
    const before = (await entriesOf('device.create')).length;

    const made = await desk.fixture.call('manyDevices.create', { connectionId, devices });
    expect(methods['manyDevices.create'].result.safeParse(made).error).toBeUndefined();
    expect(made.problem).toBeNull();
    expect(made.outcomes.map(({ deviceId, state }) => [deviceId, state])).toEqual(ids.map((id) => [id, 'done']));
    const secrets = made.outcomes.map(({ credentials }) => credentials?.lines.find(({ isSecret }) => isSecret)?.text);
    expect(new Set(secrets).size).toBe(2);
    expect(secrets).not.toContain(undefined);
    const rows = (await entriesOf('device.create')).slice(before);
    expect(rows.map(({ target, outcome }) => [target, outcome])).toEqual([
      ...ids.map((id) => [id, 'started']),
      ...ids.map((id) => [id, 'succeeded']),
    ]);
    for (const secret of secrets) expect(JSON.stringify(rows)).not.toContain(secret);

    expect(await desk.fixture.call('manyDevices.check', { connectionId, devices })).toEqual([
      expect.stringContaining('already'),
      expect.stringContaining('already'),
    ]);
    const vehicleIds = made.outcomes.flatMap(({ vehicleId }) => vehicleId ?? []);
    const removed = await desk.fixture.call('manyDevices.remove', {
      connectionId,
      vehicleIds: [...vehicleIds, 'NOBODY'],
    });
    expect(removed.outcomes.map(({ state }) => state)).toEqual(['done', 'done', 'refused']);
    expect(removed.outcomes[2]?.message).toMatch(/does not list this vehicle/);
    const again = await desk.fixture.call('manyDevices.check', { connectionId, devices });
    expect(again).toEqual([null, null]);
  });

  test('what cannot be made is said of each, and does not keep the others from it', async () => {
    const connectionId = desk.ids[kind];
    const typeId = await typeOf(kind);
    const devices = [
      wish(typeId, `GOOD-${kind}`),
      wish(typeId, `GOOD-${kind}`),
      wish('no-such-type', 'LOST-1'),
      ...(kind === 'watson' ? [wish(typeId, 'X'.repeat(37))] : []),
    ];
    const { outcomes } = await desk.fixture.call('manyDevices.create', { connectionId, devices });
    expect(outcomes.map(({ state }) => state).slice(0, 3)).toEqual(['done', 'refused', 'refused']);
    expect(outcomes[1]?.message).toBe('It stands in the list twice.');
    expect(outcomes[2]?.message).toMatch(/has no type “no-such-type”/);
    if (kind === 'watson') expect(outcomes[3]?.message).toMatch(/at most 36/);
  });

  test('a platform that gives no answer in the middle leaves what was sent in doubt, and on record as such', async () => {
    const connectionId = desk.ids[kind];
    const typeId = await typeOf(kind);
    const lostId = `LOST-${kind}`;
    // IoT Central is asked first whether the id is free: that is answered, and the making is not.
    const fault = kind === 'watson' ? { path: '/bulk/devices/add' } : { path: `/devices/${lostId}`, after: 1 };
    await desk.spoil(kind, { kind: 'cut', ...fault });
    const { outcomes, problem } = await desk.fixture.call('manyDevices.create', {
      connectionId,
      devices: [wish(typeId, lostId), wish(typeId, `AFTER-${kind}`)],
    });
    expect(outcomes.map(({ state }) => state)).toEqual(
      kind === 'watson' ? ['unknown', 'unknown'] : ['unknown', 'not-sent'],
    );
    expect(problem).not.toBeNull();
    expect((await entriesOf('device.create')).filter(({ target }) => target === lostId).at(-1)?.outcome).toBe(
      'unknown',
    );
  });
});

test('keys go into a file that only the passphrase opens, which is on record without them', async () => {
  const passphrase = 'k7wq-m2ha-9fxt-ve4c';
  const keys = 'id,token\nVAN-1,the-very-secret-token\n';
  const { fileName, content } = await desk.fixture.call('manyDevices.seal', {
    ...{ connectionId: desk.ids.watson, passphrase, keys, deviceCount: 1 },
  });
  expect(fileName).toBe('Watson-keys.csv.age');
  expect(content).not.toContain('the-very-secret-token');
  expect(await openSealed(content, passphrase)).toEqual({ ok: true, value: keys });
  const rows = await entriesOf('device.hand-over');
  expect(rows.map(({ outcome }) => outcome)).toEqual(['started', 'succeeded']);
  expect(JSON.stringify(rows)).not.toContain('the-very-secret-token');
});

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { deviceSchema, errorSchema, openApi, pageSchema, type Api } from './api.ts';

const page = pageSchema(deviceSchema);
const names = (devices: readonly { readonly deviceId: string }[]) => devices.map(({ deviceId }) => deviceId);

/** Every page of a request, as a client that knows nothing but bookmarks gets them. */
const pagesOf = async (api: Api, path: string): Promise<readonly (readonly string[])[]> => {
  const pages: (readonly string[])[] = [];
  let bookmark: string | undefined;
  do {
    const more = bookmark === undefined ? '' : `&_bookmark=${encodeURIComponent(bookmark)}`;
    const answer = await api.expect(200, `GET ${path}${more}`, page);
    pages.push(names(answer.results));
    bookmark = answer.bookmark;
  } while (bookmark !== undefined);
  return pages;
};

describe('all devices', () => {
  test('come 25 at a time, and the bookmarks lead through each of them once', async () => {
    const api = await openApi({ vehicles: 60 });
    const first = await api.expect(200, 'GET /bulk/devices', page);
    expect([first.results.length, first.meta.totalRows]).toEqual([25, 61]);
    const pages = await pagesOf(api, '/bulk/devices?_limit=25');
    expect(pages.map(({ length }) => length)).toEqual([25, 25, 11]);
    expect(new Set(pages.flat()).size).toBe(61);
  });

  test('a page that ends exactly at the end has no bookmark', async () => {
    const api = await openApi({ vehicles: 9 });
    expect((await pagesOf(api, '/bulk/devices?_limit=5')).map(({ length }) => length)).toEqual([5, 5]);
  });

  test('a bookmark keeps its place when devices before it are removed', async () => {
    const api = await openApi({ vehicles: 9 });
    const { bookmark = '' } = await api.expect(200, 'GET /bulk/devices?_limit=4', page);
    await api.call('DELETE /device/types/van/devices/VAN-002');
    const rest = await api.expect(200, `GET /bulk/devices?_limit=4&_bookmark=${bookmark}`, page);
    expect(names(rest.results)).toEqual(['VAN-005', 'BUS-006', 'TRUCK-007', 'VAN-008']);
  });

  test('are sorted as asked, downwards with a minus', async () => {
    const api = await openApi({ vehicles: 6 });
    const sorted = await api.expect(200, 'GET /bulk/devices?_sort=typeId,-deviceId', page);
    expect(names(sorted.results)).toEqual([
      ...['BUS-006', 'BUS-003', 'TRUCK-004', 'TRUCK-001'],
      ...['VAN-SPARE', 'VAN-005', 'VAN-002'],
    ]);
  });

  test.each([
    ['typeId=van', ['VAN-002', 'VAN-SPARE']],
    ['deviceId=BUS-003', ['BUS-003']],
    ['deviceInfo.deviceClass=Truck', ['TRUCK-001']],
    ['typeId=van&deviceInfo.serialNumber=PF-VAN-002', ['VAN-002']],
    ['mgmt.supports.firmwareActions=true&_sort=deviceId', ['BUS-003', 'TRUCK-001', 'VAN-002']],
    ['mgmt.dormant=true', []],
    ['status.alert.enabled=true', []],
    ['registration.date=2030-01-01&typeId=electric-bus', ['BUS-003']],
    ['gatewayId=nobody', []],
  ])('are found by %s', async (query, expected) => {
    const api = await openApi({ vehicles: 3 });
    expect(names((await api.expect(200, `GET /bulk/devices?${query}`, page)).results)).toEqual(expected);
  });

  test.each(['_limit=0', '_limit=many', '_bookmark=nonsense', 'colour=red', '_facets=typeId'])(
    '%s is refused with the reason',
    async (query) => {
      const api = await openApi({ vehicles: 3 });
      const { violations = [] } = await api.expect(400, `GET /bulk/devices?${query}`, errorSchema);
      expect(violations[0]?.message).toContain(query.split('=')[0]);
    },
  );

  test('a bookmark of another request is refused', async () => {
    const api = await openApi({ vehicles: 9 });
    const { bookmark = '' } = await api.expect(200, 'GET /bulk/devices?_limit=4', page);
    await api.expect(400, `GET /bulk/devices?_limit=4&typeId=van&_bookmark=${bookmark}`, errorSchema);
  });
});

const resultsSchema = z.array(
  z.object({
    typeId: z.string(),
    deviceId: z.string(),
    success: z.boolean(),
    authToken: z.string().optional(),
    message: z.string().optional(),
  }),
);

describe('many at once', () => {
  test('are added, each with its token, and removed', async () => {
    const api = await openApi();
    const body = ['A', 'B'].map((deviceId) => ({ typeId: 'van', deviceId }));
    const added = await api.expect(201, 'POST /bulk/devices/add', resultsSchema, { body });
    expect(added.map(({ deviceId, success }) => [deviceId, success])).toEqual([
      ['A', true],
      ['B', true],
    ]);
    expect((await api.device('van', 'A', added[0]?.authToken ?? '')).mqtt.connected).toBe(true);
    const removed = await api.expect(201, 'POST /bulk/devices/remove', resultsSchema, { body });
    expect(removed.every(({ success }) => success)).toBe(true);
    expect((await api.call('GET /device/types/van/devices/A')).status).toBe(404);
  });

  test('what cannot be done is said of each alone, with 202', async () => {
    const api = await openApi({ vehicles: 3 });
    const wishes = [
      { typeId: 'van', deviceId: 'NEW' },
      { typeId: 'van', deviceId: 'VAN-002' },
      { typeId: 'nothing', deviceId: 'X' },
    ];
    const added = await api.expect(202, 'POST /bulk/devices/add', resultsSchema, { body: wishes });
    expect(added.map(({ success }) => success)).toEqual([true, false, false]);
    expect(added[1]?.message).toContain('exists already');
    const removed = await api.expect(202, 'POST /bulk/devices/remove', resultsSchema, {
      body: [
        { typeId: 'van', deviceId: 'NEW' },
        { typeId: 'van', deviceId: 'NEW' },
      ],
    });
    expect(removed.map(({ success }) => success)).toEqual([true, false]);
    await api.expect(400, 'POST /bulk/devices/add', errorSchema, { body: [] });
    await api.expect(400, 'POST /bulk/devices/remove', errorSchema, { body: { typeId: 'van' } });
  });

  test('a list beyond 512 kB is refused whole', async () => {
    const api = await openApi();
    const metadata = { padding: 'x'.repeat(600 * 1024) };
    const body = [{ typeId: 'van', deviceId: 'BIG', metadata }];
    const { violations = [] } = await api.expect(400, 'POST /bulk/devices/add', errorSchema, { body });
    expect(violations[0]?.message).toContain('512 kB');
  });
});

describe('groups', () => {
  test('hold the fleet by depot', async () => {
    const api = await openApi({ vehicles: 6 });
    const groups = await api.expect(200, 'GET /groups', pageSchema(z.object({ name: z.string() })));
    expect(groups.results.map(({ name }) => name)).toEqual(['depot-north', 'depot-south']);
    expect(await api.call('GET /groups/depot-north')).toMatchObject({ body: { searchTags: ['depot'] } });
    const members = await api.expect(200, 'GET /bulk/devices/depot-north', page);
    expect(names(members.results)).toEqual(['TRUCK-001', 'BUS-003', 'VAN-005']);
    const ids = pageSchema(z.strictObject({ typeId: z.string(), deviceId: z.string() }));
    expect(names((await api.expect(200, 'GET /bulk/devices/depot-south/ids', ids)).results)).toEqual([
      ...['VAN-002', 'TRUCK-004', 'BUS-006'],
    ]);
  });

  test('take devices in and let them go', async () => {
    const api = await openApi({ vehicles: 3 });
    const body = [
      { typeId: 'van', deviceId: 'VAN-SPARE' },
      { typeId: 'van', deviceId: 'NOBODY' },
    ];
    const added = await api.expect(200, 'PUT /bulk/devices/depot-south/add', resultsSchema, { body });
    expect(added.map(({ success }) => success)).toEqual([true, false]);
    const members = async () => names((await api.expect(200, 'GET /bulk/devices/depot-south', page)).results);
    expect(await members()).toEqual(['VAN-002', 'VAN-SPARE']);
    await api.expect(200, 'PUT /bulk/devices/depot-south/remove', resultsSchema, { body: [{ ...body[0] }] });
    expect(await members()).toEqual(['VAN-002']);
  });

  test('can be made, changed and deleted', async () => {
    const api = await openApi({ vehicles: 3 });
    expect((await api.call('POST /groups', { body: { name: 'night' } })).status).toBe(201);
    expect((await api.call('POST /groups', { body: { name: 'night' } })).status).toBe(409);
    await api.call('PUT /bulk/devices/night/add', { body: [{ typeId: 'van', deviceId: 'VAN-002' }] });
    expect(await api.call('PUT /groups/night', { body: { description: 'Night shift' } })).toMatchObject({
      status: 200,
      body: { name: 'night', description: 'Night shift' },
    });
    expect(names((await api.expect(200, 'GET /bulk/devices/night', page)).results)).toEqual(['VAN-002']);
    expect((await api.call('DELETE /groups/night')).status).toBe(200);
    await api.expect(404, 'GET /bulk/devices/night', errorSchema);
  });
});

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fail } from '../../../shared/contract/result.ts';
import type { RegisteredDevice } from '../platform.ts';
import type { WatsonApi } from './api.ts';
import { listDevices } from './devices.ts';
import { readAll, readPages } from './pages.ts';
import { scriptedApi } from './testing/scripted-api.ts';

const context = { lane: 'background' } as const;
const name = z.object({ name: z.string() });
const read = async (api: WatsonApi) => readAll(api, '/groups', name, (group) => group.name, context, { name: 'a' });

describe('pages', () => {
  test('are asked for by the identical request and the bookmark of the last', async () => {
    const { api, asked } = scriptedApi({ results: [{ name: 'a' }], bookmark: 'b1' }, { results: [{ name: 'b' }] });
    expect(await read(api)).toMatchObject({ ok: true, value: { items: [{ name: 'a' }, { name: 'b' }] } });
    expect(asked.map(({ query }) => query)).toEqual([
      { name: 'a', _limit: 100 },
      { name: 'a', _limit: 100, _bookmark: 'b1' },
    ]);
  });

  test('that go in circles end', async () => {
    const page = { results: [{ name: 'a' }] };
    const { api } = scriptedApi({ ...page, bookmark: 'x' }, { ...page, bookmark: 'y' }, { ...page, bookmark: 'x' });
    const end = await readPages(api, '/groups', {}, context, () => undefined);
    expect(end).toMatchObject({ failure: null, note: expect.stringContaining('in circles') as string, rowCount: 3 });
  });

  test('end with an empty one, though it has a bookmark', async () => {
    const { api, asked } = scriptedApi({ results: [{ name: 'a' }], bookmark: 'x' }, { results: [], bookmark: 'y' });
    expect(await read(api)).toMatchObject({ ok: true, value: { items: [{ name: 'a' }] } });
    expect(asked).toHaveLength(2);
  });

  test('an entry that cannot be read hides no other; where none can, the list is unreadable', async () => {
    const results = [{ name: 'a' }, { title: 'b' }, null, { name: 'c', more: true }];
    expect(await read(scriptedApi({ results }).api)).toMatchObject({
      value: { items: [{ name: 'a' }, { name: 'c' }], unreadable: 2 },
    });
    expect(await read(scriptedApi({ results: [{ title: 'b' }] }).api)).toMatchObject({ ok: false });
  });

  test('a page that is odd is asked for once more, and that is all', async () => {
    const { api, asked } = scriptedApi({ rows: [] }, { rows: [] });
    expect(await read(api)).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    expect(asked).toHaveLength(2);
  });

  test('what was refused is not asked for again', async () => {
    const { api, asked } = scriptedApi(fail('not-authorised', 'No.', { status: 403, mayHaveHappened: false }));
    expect(await read(api)).toMatchObject({ ok: false, error: { code: 'not-authorised' } });
    expect(asked).toHaveLength(1);
  });
});

test('one bad device hides no other, and is counted', async () => {
  const { api } = scriptedApi({
    results: [
      { typeId: 'van', deviceId: 'VAN-1', deviceInfo: 'odd', unknown: {} },
      { typeId: 'van', deviceId: 7 },
      { typeId: 'van', deviceId: 'VAN-2' },
    ],
  });
  const devices: RegisteredDevice[] = [];
  const listing = await listDevices(
    api,
    {},
    (typeId, deviceId) => `${typeId}/${deviceId}`,
    context,
    (page) => devices.push(...page),
  );
  expect(devices.map(({ vehicleId }) => vehicleId)).toEqual(['van/VAN-1', 'van/VAN-2']);
  expect(listing).toMatchObject({ value: { problem: expect.stringMatching(/^1 /) as string } });
});

import { expect, test } from 'vitest';
import { fail } from '../../../shared/contract/result.ts';
import { readDeviceState } from './device-state.ts';
import { notFound, scriptedApi, type Answer } from './testing/scripted-api.ts';

const van = { typeId: 'van', deviceId: 'VAN-1' };
const context = { lane: 'click' } as const;
const read = async (...answers: readonly Answer[]) => {
  const result = await readDeviceState(scriptedApi(...answers).api, van, context);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

test('several interfaces are told apart, and one that has no state yet is said', async () => {
  const { rows, cut } = await read(
    [{ id: '1', alias: 'engine' }, { id: '2', name: 'Doors' }, { id: 3 }],
    { state: { rpm: 900, gear: null }, timestamp: '2030-01-01T00:00:00Z' },
    notFound,
  );
  expect(rows.map(({ title, text, atMs }) => [title, text, atMs])).toEqual([
    ['engine: rpm', '900', Date.UTC(2030, 0, 1)],
    ['engine: gear', '—', Date.UTC(2030, 0, 1)],
  ]);
  expect(cut).toBe('The interface Doors has no state of this device yet.');
});

test('a value of several parts is shown as JSON', async () => {
  const { rows } = await read({ results: [{ id: '1' }] }, { state: { place: { lat: 1 }, name: 'x' } });
  expect(rows.map(({ title, text, atMs }) => [title, text, atMs])).toEqual([
    ['place', '{"lat":1}', null],
    ['name', 'x', null],
  ]);
});

test('a type without an interface keeps no state', async () => {
  for (const answer of [notFound, []]) {
    expect((await read(answer)).cut).toContain('has no logical interface');
  }
});

test('what was refused fails', async () => {
  const { api } = scriptedApi([{ id: '1' }], fail('not-authorised', 'No.', { status: 403, mayHaveHappened: false }));
  expect(await readDeviceState(api, van, context)).toMatchObject({ ok: false, error: { code: 'not-authorised' } });
});

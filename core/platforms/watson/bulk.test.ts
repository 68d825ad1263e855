import { expect, test } from 'vitest';
import { fail } from '../../../shared/contract/result.ts';
import { addDevices, removeDevices } from './bulk.ts';
import { scriptedApi } from './testing/scripted-api.ts';

const van = (deviceId: string) => ({ typeId: 'van', deviceId });
const vans = (count: number) => Array.from({ length: count }, (_, index) => van(`VAN-${index}`));
const context = { lane: 'click' } as const;

test('each device has its own outcome, and a token once', async () => {
  const { client, asked } = scriptedApi([
    { ...van('B'), success: false, message: 'It exists already.' },
    { ...van('A'), success: true, authToken: 'told-once' },
  ]);
  const { outcomes, failure } = await addDevices(client, [van('A'), van('B'), van('C')], context);
  expect(failure).toBeNull();
  expect(outcomes.map(({ deviceId, state, message, token }) => [deviceId, state, message, token])).toEqual([
    ['A', 'done', null, 'told-once'],
    ['B', 'refused', 'It exists already.', null],
    ['C', 'unknown', 'The platform did not say.', null],
  ]);
  expect(asked).toMatchObject([{ method: 'POST', path: '/bulk/devices/add' }]);
});

test('after a part that got lost nothing more is sent, and what is in doubt is said', async () => {
  const done = vans(500).map((address) => ({ ...address, success: true }));
  const lost = fail('unreachable', 'Cut off.', { mayHaveHappened: true });
  const { client, asked } = scriptedApi(done, lost);
  const { outcomes, failure } = await removeDevices(client, vans(1200), context);
  expect(asked).toHaveLength(2);
  const count = (state: string) => outcomes.filter((outcome) => outcome.state === state).length;
  expect([count('done'), count('unknown'), count('not-sent')]).toEqual([500, 500, 200]);
  expect(failure?.message).toBe('Cut off.');
});

test('a list is divided before the platform finds it too large', async () => {
  const wishes = vans(20).map((address) => ({ ...address, metadata: { padding: 'x'.repeat(60_000) } }));
  const { client, asked } = scriptedApi([], [], []);
  await addDevices(client, wishes, context);
  expect(asked).toHaveLength(3);
  for (const { body } of asked) expect(JSON.stringify(body).length).toBeLessThan(512 * 1024);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  administrator,
  centralSettings,
  makeBeside,
  namesOn,
  openAdminDesk,
  ordinary,
  watsonSettings,
  type AdminDesk,
} from './desk-fixture.ts';

let desk: AdminDesk;
beforeAll(async () => {
  desk = await openAdminDesk();
});
afterAll(() => desk.close());

test('what stops was read, and more stops by now: the token is not deleted', async () => {
  const { fixture, practice, ids } = desk;
  const one = await makeBeside(practice, 'iot-central', 'meanwhile-used', ordinary['iot-central']);
  const use = (name: string) =>
    fixture.call('connections.save', {
      settings: { ...centralSettings(practice, name), isEnabled: false },
      secrets: { platformToken: one.secret },
    });
  await use('Yard one');
  const params = { connectionId: ids['iot-central'], tokenId: one.id };
  const told = await fixture.call('tokens.consequences', params);
  await use('Yard two');
  const acknowledged = told.map(({ code }) => code);
  expect(await fixture.client.call('tokens.remove', { ...params, acknowledged })).toMatchObject({
    ok: false,
    error: { code: 'conflict' },
  });
  const again = await fixture.call('tokens.consequences', params);
  expect(again.map(({ text }) => text).join(' ')).toContain('Yard two');
  await fixture.call('tokens.remove', { ...params, acknowledged: again.map(({ code }) => code) });
});

test('a rotation that is given up deletes its own successor, and no other key that has its name by then', async () => {
  const { fixture, practice, ids } = desk;
  const old = await makeBeside(practice, 'watson', 'meanwhile-old', ordinary.watson);
  const connectionId = ids.watson;
  const rotation = await fixture.call('rotations.start', {
    ...{ connectionId, tokenId: old.id, name: 'meanwhile-new' },
    ...{ expiresAtMs: null, overlapMs: 3_600_000 },
  });
  const successorId = rotation.successor.id ?? '';
  await fixture.call('tokens.edit', { connectionId, tokenId: successorId, changes: { name: 'meanwhile-renamed' } });
  const other = await makeBeside(practice, 'watson', 'meanwhile-new', ordinary.watson);
  await fixture.call('rotations.abandon', { rotationId: rotation.id });
  const { tokens } = await desk.list(connectionId);
  const there = tokens.map(({ id }) => id);
  expect(there).toContain(other.id);
  expect(there).not.toContain(successorId);
});

test('a rotation whose connection leads to another platform by then is stopped, and revokes and forgets nothing', async () => {
  const { fixture, practice, ids } = desk;
  const old = await makeBeside(practice, 'iot-central', 'moved-old', ordinary['iot-central']);
  const connectionId = ids['iot-central'];
  const { id: rotationId } = await fixture.call('rotations.start', {
    ...{ connectionId, tokenId: old.id, name: 'moved-new' },
    ...{ expiresAtMs: null, overlapMs: 0 },
  });
  const go = (more: object = {}) => fixture.call('rotations.go', { rotationId, ...more });
  await go();
  await go();
  expect((await go({ endsOverlap: true })).step).toBe('revoke');
  const secretsBefore = (await fixture.call('vault.view', {})).entries.filter(({ key }) => key.includes('rotation'));
  const { apiKey = '', apiToken = '' } = practice.watson.keys.operations ?? {};
  const { settings: back } = await fixture.call('connections.get', { id: connectionId });
  await fixture.call('connections.save', {
    ...{ id: connectionId, settings: watsonSettings(practice, apiKey, back.name) },
    secrets: { password: apiToken },
  });
  await fixture.untilConnection(connectionId, ({ platform }) => platform?.state === 'ready');
  const stopped = await fixture.client.call('rotations.go', { rotationId, acknowledged: ['used-elsewhere'] });
  const told = stopped.ok ? stopped.value : undefined;
  expect(told?.step).toBe('revoke');
  expect(JSON.stringify(stopped)).toContain('leads to another platform');
  expect(await namesOn(practice, 'iot-central')).toEqual(expect.arrayContaining(['moved-old', 'moved-new']));
  const secretsAfter = (await fixture.call('vault.view', {})).entries.filter(({ key }) => key.includes('rotation'));
  expect(secretsAfter.map(({ key }) => key)).toEqual(secretsBefore.map(({ key }) => key));
});

test('of two administrators that are deleted at once, the second is the last one, and is not', async () => {
  const { fixture, ids } = desk;
  const connectionId = ids.watson;
  const isAdministrator = ({ roles }: { readonly roles: readonly { readonly roleId: string }[] | null }) =>
    roles?.some(({ roleId }) => roleId === administrator.watson) === true;
  const administrators = (await desk.list(connectionId)).tokens.filter(isAdministrator);
  expect(administrators.length).toBeGreaterThan(1);
  const answers = await Promise.all(
    administrators.map(({ id, isOwn }) =>
      fixture.client.call('tokens.remove', {
        ...{ connectionId, tokenId: id },
        acknowledged: isOwn ? ['own-token', 'used-elsewhere'] : ['used-elsewhere'],
      }),
    ),
  );
  expect(answers.filter(({ ok }) => !ok).length).toBeGreaterThan(0);
});

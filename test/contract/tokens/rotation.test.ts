import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Rotation } from '../../../shared/access/rotation.ts';
import { methods } from '../../../shared/contract/contract.ts';
import type { PlatformKind } from '../../../shared/platform/kinds.ts';
import { systemClock } from '../../../core/clock.ts';
import { createMemoryVault } from '../../../core/vault/memory-vault.ts';
import {
  centralSettings,
  makeBeside,
  openAdminDesk,
  ordinary,
  watsonSettings,
  type AdminDesk,
} from './desk-fixture.ts';

let desk: AdminDesk;
const vault = createMemoryVault();
/** By how much the console's clock is ahead: time that goes by in a test. */
let aheadMs = 0;

beforeAll(async () => {
  desk = await openAdminDesk({ vault, clock: { ...systemClock, now: () => Date.now() + aheadMs } });
});

afterEach(async () => {
  await desk.mend();
});

afterAll(async () => {
  await desk.close();
});

const hourMs = 3_600_000;

/** A connection that signs in with a token of its own, to be rotated. */
const openRotated = async (kind: PlatformKind, name: string) => {
  const { id: tokenId, secret } = await makeBeside(desk.practice, kind, name, ordinary[kind]);
  const { id } =
    kind === 'watson'
      ? await desk.fixture.call('connections.save', {
          settings: watsonSettings(desk.practice, tokenId, name),
          secrets: { password: secret },
        })
      : await desk.fixture.call('connections.save', {
          settings: centralSettings(desk.practice, name),
          secrets: { platformToken: secret },
        });
  await desk.fixture.untilConnection(id, ({ platform, state }) => platform?.state === 'ready' && state === 'live');
  return { tokenId, secret, connectionId: id };
};

const go = (rotationId: string, more: Partial<{ endsOverlap: boolean; acknowledged: 'used-elsewhere'[] }> = {}) =>
  desk.fixture.call('rotations.go', { rotationId, ...more });

const rotationOf = async (id: string): Promise<Rotation> => {
  const found = (await desk.fixture.call('rotations.list', {})).find((rotation) => rotation.id === id);
  if (found === undefined) throw new Error('The rotation is gone.');
  return found;
};

const secretsLeft = async (rotationId: string): Promise<readonly string[]> =>
  (await vault.entries()).map(({ key }) => key).filter((key) => key.includes(rotationId));

describe.each(['iot-central', 'watson'] as const satisfies readonly PlatformKind[])('on %s', (kind) => {
  const start = (tokenId: string, name: string) =>
    desk.fixture.call('rotations.start', {
      ...{ connectionId: desk.ids[kind], tokenId, name },
      ...{ expiresAtMs: null, overlapMs: hourMs },
    });

  test('a token is replaced step by step: made, tested, switched to, watched, and the old one revoked', async () => {
    const { tokenId, connectionId, secret } = await openRotated(kind, 'going');
    const made = await start(tokenId, 'coming');
    expect(methods['rotations.start'].result.safeParse(made).error).toBeUndefined();
    expect(made).toMatchObject({ step: 'test', problem: null, successor: { name: 'coming' } });
    expect(made.connections).toEqual([{ connectionId, name: 'going', state: 'waiting', explanation: '' }]);
    expect(await desk.namesOn(kind)).toEqual(expect.arrayContaining(['going', 'coming']));

    const second = await desk.fixture.client.call('rotations.start', {
      ...{ connectionId: desk.ids[kind], tokenId, name: 'coming-too' },
      ...{ expiresAtMs: null, overlapMs: hourMs },
    });
    expect(second).toMatchObject({ ok: false, error: { code: 'conflict' } });

    expect(await go(made.id)).toMatchObject({ step: 'switch', problem: null });
    const switched = await go(made.id);
    expect(switched).toMatchObject({ step: 'overlap', problem: null });
    expect(switched.overlapEndsAtMs).toBeGreaterThan(Date.now());
    await desk.fixture.untilConnection(
      connectionId,
      ({ platform, state }) => platform?.state === 'ready' && state === 'live',
    );
    expect((await rotationOf(made.id)).connections).toMatchObject([{ connectionId, state: 'live' }]);
    expect((await desk.row(desk.ids[kind], 'coming')).usedBy).toMatchObject([{ connectionId }]);

    const early = await desk.fixture.client.call('rotations.go', { rotationId: made.id });
    expect(early).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(await go(made.id, { endsOverlap: true })).toMatchObject({ step: 'revoke' });
    const unasked = await desk.fixture.client.call('rotations.go', { rotationId: made.id });
    expect(unasked).toMatchObject({ ok: false, error: { code: 'conflict', details: [{ code: 'used-elsewhere' }] } });
    expect(await desk.namesOn(kind)).toContain('going');
    expect(await go(made.id, { acknowledged: ['used-elsewhere'] })).toMatchObject({ step: 'done', problem: null });
    expect(await desk.namesOn(kind)).not.toContain('going');
    expect(await secretsLeft(made.id)).toEqual([]);
    expect(desk.fixture.logLines.join('\n')).not.toContain(secret);
    await desk.fixture.call('rotations.dismiss', { rotationId: made.id });
    await desk.fixture.call('connections.remove', { id: connectionId });
  });

  test('the own token can be rotated: the successor revokes its predecessor', async () => {
    const own = await desk.row(desk.ids[kind], 'desk-admin');
    const { id } = await start(own.id, 'desk-admin-2');
    await go(id);
    expect(await go(id)).toMatchObject({ step: 'overlap', problem: null });
    await desk.fixture.untilConnection(desk.ids[kind], ({ platform }) => platform?.state === 'ready');
    await go(id, { endsOverlap: true });
    expect(await go(id, { acknowledged: ['used-elsewhere'] })).toMatchObject({ step: 'done', problem: null });
    expect((await desk.row(desk.ids[kind], 'desk-admin-2')).isOwn).toBe(true);
    expect(await desk.namesOn(kind)).not.toContain('desk-admin');
  });

  test('a step that fails says why, changes nothing, and is gone on with', async () => {
    const { tokenId, connectionId } = await openRotated(kind, 'shaky');
    await desk.spoil(kind, { kind: '503', path: kind === 'watson' ? '/authorization' : '/apiTokens', after: 3 });
    const begun = await start(tokenId, 'steady');
    expect(begun.step).toBe('create');
    expect(begun.problem).toMatch(/trouble of its own|503/);
    await desk.mend();
    expect(await go(begun.id)).toMatchObject({ step: 'test', problem: null });
    expect((await desk.namesOn(kind)).filter((name) => name === 'steady')).toHaveLength(1);

    await desk.spoil(kind, { kind: '401' });
    const refused = await go(begun.id);
    expect(refused.step).toBe('test');
    expect(refused.problem).toMatch(/does not accept/);
    await desk.mend();
    expect(await go(begun.id)).toMatchObject({ step: 'switch', problem: null });
    expect((await desk.fixture.call('connections.get', { id: connectionId })).secrets).toMatchObject(
      kind === 'watson' ? { password: 'ok' } : { platformToken: 'ok' },
    );

    const abandoned = await desk.fixture.call('rotations.abandon', { rotationId: begun.id });
    expect(abandoned).toMatchObject({ step: 'abandoned', next: 'Nothing is left to do.' });
    expect(await desk.namesOn(kind)).not.toContain('steady');
    expect(await secretsLeft(begun.id)).toEqual([]);
    await desk.fixture.call('connections.remove', { id: connectionId });
  });

  test('a successor whose secret was lost on the way is deleted before another is made', async () => {
    const { tokenId, connectionId } = await openRotated(kind, 'worn');
    // Read: the token, two lists; then the one that makes.
    const fault =
      kind === 'watson' ? { path: '/authorization/apikeys', after: 3 } : { path: '/apiTokens/fresh', after: 2 };
    await desk.spoil(kind, { kind: 'cut', times: 1, ...fault });
    const begun = await start(tokenId, 'fresh');
    expect(begun).toMatchObject({ step: 'create' });
    expect(begun.problem).toMatch(/its secret was lost/);
    expect(begun.standsAt).toMatch(/did not arrive/);
    expect(await go(begun.id)).toMatchObject({ step: 'test', problem: null });
    expect((await desk.namesOn(kind)).filter((name) => name === 'fresh')).toHaveLength(1);
    await desk.fixture.call('rotations.abandon', { rotationId: begun.id });
    await desk.fixture.call('connections.remove', { id: connectionId });
  });

  test('abandoned after the switch, the connections go back to the old token', async () => {
    const { tokenId, connectionId } = await openRotated(kind, 'staying');
    const { id } = await start(tokenId, 'regretted');
    await go(id);
    await go(id);
    await desk.fixture.call('rotations.abandon', { rotationId: id });
    await desk.fixture.untilConnection(connectionId, ({ platform }) => platform?.state === 'ready');
    expect((await desk.row(desk.ids[kind], 'staying')).usedBy).toMatchObject([{ connectionId }]);
    expect(await desk.namesOn(kind)).not.toContain('regretted');
    expect(await secretsLeft(id)).toEqual([]);
    await desk.fixture.call('connections.remove', { id: connectionId });
  });

  test('when the agreed time is over, that is announced, and the old token waits for somebody to revoke it', async () => {
    const { tokenId, connectionId } = await openRotated(kind, 'waiting');
    const { id } = await start(tokenId, 'settled');
    await go(id);
    expect(await go(id)).toMatchObject({ step: 'overlap' });
    const noticesOf = async () =>
      (await desk.fixture.call('tokens.notices', {})).filter(({ rotationId }) => rotationId === id);
    expect(await noticesOf()).toEqual([]);
    aheadMs += 2 * hourMs;
    const [notice] = await noticesOf();
    expect(notice).toMatchObject({ threshold: 'overlap-ended', tokenName: 'waiting' });
    expect(notice?.text).toMatch(/“waiting” is still valid: revoke it/);
    expect(await rotationOf(id)).toMatchObject({ step: 'revoke', problem: null });
    expect(await desk.namesOn(kind)).toContain('waiting');
    expect(await go(id, { acknowledged: ['used-elsewhere'] })).toMatchObject({ step: 'done' });
    expect(await noticesOf()).toEqual([]);
    await desk.fixture.call('connections.remove', { id: connectionId });
  });
});

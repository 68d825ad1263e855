import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openSealed } from '../../../core/sealed-file/sealed-file.ts';
import { tokenRowSchema } from '../../../shared/access/token.ts';
import type { PlatformKind } from '../../../shared/platform/kinds.ts';
import { readTokens } from '../../support/read-tokens.ts';
import {
  administrator,
  centralSettings,
  makeBeside,
  openAdminDesk,
  ordinary,
  watsonSettings,
  type AdminDesk,
} from './desk-fixture.ts';

let desk: AdminDesk;

beforeAll(async () => {
  desk = await openAdminDesk();
});

afterEach(async () => {
  await desk.mend();
});

afterAll(async () => {
  await desk.close();
});

const dayMs = 86_400_000;
const passphrase = 'k7wq-m2ha-9fxt-ve4c';

describe.each(['iot-central', 'watson'] as const satisfies readonly PlatformKind[])('on %s', (kind) => {
  const create = (name: string, expiresAtMs: number | null = null, roleId = ordinary[kind]) =>
    desk.fixture.call('tokens.create', {
      connectionId: desk.ids[kind],
      token: { name, roles: [{ roleId, organization: null }], expiresAtMs },
    });

  test('the list says of each token what it may do, until when, and who of this console signs in with it', async () => {
    const soon = Date.now() + 10 * dayMs;
    await makeBeside(desk.practice, kind, 'ends-soon', ordinary[kind], soon);
    await makeBeside(desk.practice, kind, 'has-ended', ordinary[kind], Date.now() - dayMs);
    const list = await desk.list(desk.ids[kind]);
    for (const row of list.tokens) expect(tokenRowSchema.safeParse(row).error).toBeUndefined();
    const named = (name: string) => list.tokens.find((row) => row.name === name);
    expect(named('desk-admin')).toMatchObject({
      isOwn: true,
      usedBy: [{ connectionId: desk.ids[kind] }],
      roles: [{ roleId: administrator[kind], organization: null }],
    });
    expect(named('ends-soon')).toMatchObject({ state: 'expiring', usedBy: [], isOwn: false });
    expect(named('has-ended')).toMatchObject({ state: 'expired' });
    const role = list.roles.find(({ id }) => id === ordinary[kind]);
    expect(role?.mayDo).toMatch(/^May watch vehicles, send commands.*May not .*make and delete API tokens/s);
    expect(list.abilities.create.state).toBe('allowed');
    expect(list.abilities.edit.state).toBe(kind === 'watson' ? 'allowed' : 'unsupported');
    expect(list).toMatchObject({ notes: [], problem: null });
  });

  test('a token is made, revealed, saved into a connection that then works with it, and handed over under a passphrase', async () => {
    const { creation, token, notes } = await create('night-shift', Date.now() + 90 * dayMs);
    expect(creation).toMatchObject({ state: 'held', takenBy: [] });
    expect(token).toMatchObject({ name: 'night-shift', state: 'active' });
    expect(notes).toEqual([]);
    expect(JSON.stringify(creation)).not.toContain('sig=');

    const { secret, tokenId } = await desk.fixture.call('tokens.reveal', { creationId: creation.id });
    expect(tokenId).toBe(token.id);
    const file = await desk.fixture.call('tokens.handOver', { creationId: creation.id, passphrase });
    expect(file.fileName).toBe('night-shift.txt.age');
    expect(file.content).not.toContain(secret);
    const opened = await openSealed(file.content, passphrase);
    expect(opened.ok && opened.value).toContain(secret);

    const saved = await desk.fixture.call('tokens.saveInto', {
      creationId: creation.id,
      destination: { kind: 'new', name: `Night ${kind}` },
    });
    await desk.fixture.untilConnection(saved.connectionId, ({ platform }) => platform?.state === 'ready');
    expect((await desk.row(desk.ids[kind], 'night-shift')).usedBy).toEqual([
      { connectionId: saved.connectionId, name: `Night ${kind}` },
    ]);
    const creations = await desk.fixture.call('tokens.creations', {});
    expect(creations.find(({ id }) => id === creation.id)?.takenBy).toEqual(['reveal', 'file', 'connection']);

    await desk.fixture.call('tokens.forget', { creationId: creation.id });
    const again = await desk.fixture.client.call('tokens.reveal', { creationId: creation.id });
    expect(again).toMatchObject({ ok: false, error: { code: 'not-found' } });
    // No secret anywhere in what the engine logged, or in the record of what was done.
    expect(desk.fixture.logLines.join('\n')).not.toContain(secret);
    const audit = await desk.fixture.call('audit.query', {
      limit: 500,
      kinds: ['token'],
      connectionId: desk.ids[kind],
    });
    expect(
      audit.entries
        .filter(({ target }) => target === 'night-shift')
        .map(({ action, outcome }) => `${action} ${outcome}`)
        .reverse(),
    ).toEqual([
      'token.find started',
      'token.find succeeded',
      'token.create started',
      'token.create succeeded',
      'token.reveal started',
      'token.reveal succeeded',
      'token.hand-over started',
      'token.hand-over succeeded',
      'token.save started',
      'token.save succeeded',
    ]);
    expect(JSON.stringify(audit)).not.toContain(secret);
    await desk.fixture.call('connections.remove', { id: saved.connectionId });
  });

  test('a name that is taken is refused before anything is asked for', async () => {
    await makeBeside(desk.practice, kind, 'taken', ordinary[kind]);
    const answer = await desk.fixture.client.call('tokens.create', {
      connectionId: desk.ids[kind],
      token: { name: 'taken', roles: [{ roleId: ordinary[kind], organization: null }], expiresAtMs: null },
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect((await desk.namesOn(kind)).filter((name) => name === 'taken')).toHaveLength(1);
  });

  test('a token whose making was cut off is looked up by its name, never made twice, and its loss is said', async () => {
    const path = kind === 'watson' ? '/authorization/apikeys' : '/apiTokens/half';
    // Whether the name is free is asked before, by the same path.
    await desk.spoil(kind, { kind: 'cut', path, times: 1, after: 1 });
    const answer = await desk.fixture.client.call('tokens.create', {
      connectionId: desk.ids[kind],
      token: { name: 'half', roles: [{ roleId: ordinary[kind], organization: null }], expiresAtMs: null },
    });
    if (answer.ok) throw new Error('The answer was cut.');
    expect(answer.error.message).toMatch(/made the token, but its secret was lost/);
    const { creationId } = answer.error.details as { creationId: string };
    const creation = (await desk.fixture.call('tokens.creations', {})).find(({ id }) => id === creationId);
    expect(creation).toMatchObject({ state: 'without-secret', tokenName: 'half' });
    expect((await desk.namesOn(kind)).filter((name) => name === 'half')).toHaveLength(1);

    const { id: tokenId } = await desk.row(desk.ids[kind], 'half');
    const consequences = await desk.fixture.call('tokens.consequences', { connectionId: desk.ids[kind], tokenId });
    const acknowledged = consequences.map(({ code }) => code);
    await desk.fixture.call('tokens.remove', { connectionId: desk.ids[kind], tokenId, acknowledged });
    expect((await desk.fixture.call('tokens.creations', {})).some(({ id }) => id === creationId)).toBe(false);
    await create('half');
    expect((await desk.namesOn(kind)).filter((name) => name === 'half')).toHaveLength(1);
  });

  test('where the platform cannot be asked what became of it, it is looked up later', async () => {
    const path = kind === 'watson' ? '/authorization/apikeys' : '/apiTokens/doubtful';
    await desk.spoil(kind, { kind: '503', path, after: 1 });
    const answer = await desk.fixture.client.call('tokens.create', {
      connectionId: desk.ids[kind],
      token: { name: 'doubtful', roles: [{ roleId: ordinary[kind], organization: null }], expiresAtMs: null },
    });
    if (answer.ok) throw new Error('The platform answered 503.');
    await desk.mend();
    const creations = await desk.fixture.call('tokens.creations', {});
    const creation = creations.find(({ tokenName }) => tokenName === 'doubtful');
    expect(creation).toMatchObject({ state: 'unknown', tokenId: null });
    const settled = await desk.fixture.call('tokens.lookUp', { creationId: creation?.id ?? '' });
    expect(settled).toBeNull();
    expect(await desk.namesOn(kind)).not.toContain('doubtful');
  });

  test('a token is deleted only with what stops working acknowledged, exactly', async () => {
    const spare = await makeBeside(desk.practice, kind, 'spare', ordinary[kind]);
    const params = { connectionId: desk.ids[kind], tokenId: spare.id };
    const refused = await desk.fixture.client.call('tokens.remove', { ...params, acknowledged: [] });
    expect(refused).toMatchObject({ ok: false, error: { code: 'conflict', details: [{ code: 'used-elsewhere' }] } });
    const tooMuch = await desk.fixture.client.call('tokens.remove', {
      ...params,
      acknowledged: ['used-elsewhere', 'own-token'],
    });
    expect(tooMuch).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(await desk.namesOn(kind)).toContain('spare');
    await desk.fixture.call('tokens.remove', { ...params, acknowledged: ['used-elsewhere'] });
    expect(await desk.namesOn(kind)).not.toContain('spare');

    const own = await desk.row(desk.ids[kind], 'desk-admin');
    const consequences = await desk.fixture.call('tokens.consequences', { ...params, tokenId: own.id });
    expect(consequences.map(({ code }) => code)).toContain('own-token');
    expect(consequences[0]?.text).toMatch(/through which you are working/);
  });

  test('a token without the right gets an explanation and who can help, not an error', async () => {
    const role = kind === 'watson' ? 'PRACTICE_VISUALIZATION_APP' : ordinary[kind];
    const viewer = await makeBeside(desk.practice, kind, `viewer-${kind}`, role);
    const { id } =
      kind === 'watson'
        ? await desk.fixture.call('connections.save', {
            settings: watsonSettings(desk.practice, viewer.id, 'Viewer'),
            secrets: { password: viewer.secret },
          })
        : await desk.fixture.call('connections.save', {
            settings: centralSettings(desk.practice, 'Viewer'),
            secrets: { platformToken: viewer.secret },
          });
    await desk.fixture.untilConnection(id, ({ platform }) => platform?.state === 'ready');
    const list = await readTokens(desk.fixture.client, id);
    if (list.kind !== 'not-permitted') throw new Error('It may not.');
    expect(list.explanation).toMatch(/may not look at API tokens/);
    expect(list.whoCanHelp).toMatch(
      kind === 'watson'
        ? /Ask whoever administers Practice organization \(/
        : /Ask whoever administers 127\.0\.0\.1:\d+ \(Azure IoT Central\)/,
    );
    expect(list.helpers.map(({ connectionId }) => connectionId)).toContain(desk.ids[kind]);
    await desk.fixture.call('connections.remove', { id });
  });
});

test('a Watson key gets another description, roles and end; what is not named stays', async () => {
  const { id: tokenId } = await makeBeside(desk.practice, 'watson', 'to-edit', 'PD_STANDARD_APP');
  const connectionId = desk.ids.watson;
  const expiresAtMs = Math.floor((Date.now() + 60 * dayMs) / 1000) * 1000;
  const edited = await desk.fixture.call('tokens.edit', {
    ...{ connectionId, tokenId },
    changes: { name: 'edited', expiresAtMs },
  });
  expect(edited).toMatchObject({ name: 'edited', expiresAtMs, roles: [{ roleId: 'PD_STANDARD_APP' }] });
  const promoted = await desk.fixture.call('tokens.edit', {
    ...{ connectionId, tokenId },
    changes: { roles: [{ roleId: 'PD_OPERATOR_APP', organization: null }] },
  });
  expect(promoted).toMatchObject({ name: 'edited', expiresAtMs, roles: [{ roleId: 'PD_OPERATOR_APP' }] });
  const lasting = await desk.fixture.call('tokens.edit', { connectionId, tokenId, changes: { expiresAtMs: null } });
  expect(lasting.expiresAtMs).toBeNull();
});

test('IoT Central’s tokens are not offered to be changed, and names it would not take are refused here', async () => {
  const connectionId = desk.ids['iot-central'];
  const edit = await desk.fixture.client.call('tokens.edit', {
    ...{ connectionId, tokenId: 'desk-admin', changes: { name: 'x' } },
  });
  expect(edit).toMatchObject({ ok: false, error: { code: 'unsupported' } });
  const odd = await desk.fixture.client.call('tokens.create', {
    connectionId,
    token: { name: 'a/b?c', roles: [{ roleId: ordinary['iot-central'], organization: null }], expiresAtMs: null },
  });
  expect(odd).toMatchObject({ ok: false, error: { code: 'invalid-params', details: [{ path: 'token.name' }] } });
});

test.each(['iot-central', 'watson'] as const)(
  'on %s a token that was revoked by another connection is said to be, and stays in the vault',
  async (kind) => {
    const { id: tokenId, secret } = await makeBeside(desk.practice, kind, `brief-${kind}`, administrator[kind]);
    const { id } = await desk.fixture.call(
      'connections.save',
      kind === 'watson'
        ? { settings: watsonSettings(desk.practice, tokenId, 'Brief'), secrets: { password: secret } }
        : { settings: centralSettings(desk.practice, 'Brief'), secrets: { platformToken: secret } },
    );
    await desk.fixture.untilConnection(id, ({ platform }) => platform?.state === 'ready');
    const consequences = await desk.fixture.call('tokens.consequences', { connectionId: desk.ids[kind], tokenId });
    expect(consequences.map(({ code }) => code)).toEqual(['used-by-connections', 'used-elsewhere']);
    await desk.fixture.call('tokens.remove', {
      ...{ connectionId: desk.ids[kind], tokenId },
      acknowledged: ['used-elsewhere', 'used-by-connections'],
    });
    const told = await readTokens(desk.fixture.client, id);
    if (told.kind !== 'tokens') throw new Error('It was an administrator’s.');
    expect(told.failure?.code).toBe('not-authorised');
    expect(told.failure?.message).toMatch(/was revoked: it was deleted from this console on \d/);
    const { secrets } = await desk.fixture.call('connections.get', { id });
    expect(kind === 'watson' ? secrets.password : secrets.platformToken).toBe('ok');
    if (kind === 'iot-central') {
      const rows = (await desk.list(desk.ids[kind])).tokens;
      expect(rows.find((row) => row.id === tokenId)).toMatchObject({ state: 'unknown-to-platform', roles: null });
    }
    await desk.fixture.call('connections.remove', { id });
  },
);

import { beforeEach, expect, test } from 'vitest';
import { createManualTimers, type ManualTimers } from '../../test/support/manual-timers.ts';
import { fakeConnectionView } from '../../test/support/fake-data.ts';
import type { ConnectionSecrets, ConnectionSettings } from '../../shared/connection/settings.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { IotCentralSettings } from '../../shared/platform/settings.ts';
import { silentLog } from '../log.ts';
import { createMemoryVault } from '../vault/memory-vault.ts';
import type { Vault } from '../vault/vault.ts';
import { creationRecordSchema } from './creation-record.ts';
import { Creations, forgetAfterMs, type CreationsNeeds } from './creations.ts';
import type { MadeToken, TokenBook } from './token-book.ts';
import type { Desk } from './desk.ts';
import { openTokenRecords, type TokenRecords } from './token-records.ts';

const secret = 'SharedAccessSignature sr=contoso&sig=practice-signature&skn=night-shift&se=1900000000000';
const operator = 'ae2c9854-393b-4f97-8c42-479d70ce626e';
const iotCentral: IotCentralSettings = {
  kind: 'iot-central',
  address: 'https://contoso.azureiotcentral.com',
  auth: 'bearer',
  live: 'mqtt',
  usesPreview: false,
  watch: {},
};

let clock: ManualTimers;
let vault: Vault;
let records: TokenRecords;
let answer: Result<MadeToken>;
let listed: string[];
let saved: { id: string | undefined; settings: ConnectionSettings; secrets: ConnectionSecrets }[];
let views: Map<string, ConnectionSettings>;

const tokenOf = (name: string, expiresAtMs: number | null = null): MadeToken['token'] => ({
  ...{ id: name, name, createdAtMs: null, expiresAtMs },
  roles: [{ roleId: operator, organization: null }],
});

const desk: CreationsNeeds['desk'] = {
  find: () => Promise.resolve(ok({ connectionId: 'admin', name: 'Admin', settings: iotCentral } as unknown as Desk)),
  record: (_desk, _action, _target, _detail, act) => act(),
  ask: (_desk, action, ask) => {
    const book: Partial<TokenBook> = {
      ...{ name: { pattern: '.', maximumLength: 50, explanation: '' }, hasOrganizations: true },
      create: () => Promise.resolve(answer),
      find: (name) => Promise.resolve(ok(listed.find((one) => one === name) ?? null)),
    };
    if (action !== 'create-token' && action !== 'view-tokens') throw new Error(`Nobody is to ask for ${action}.`);
    return ask(book as TokenBook) ?? Promise.resolve(fail('unsupported', ''));
  },
  read: (_desk, tokenId) => Promise.resolve(ok(tokenOf(tokenId))),
  tell: () => undefined,
  rowOf: (_desk, token) => Promise.resolve({ ...token, roles: [], state: 'active', usedBy: [], isOwn: false }),
};

const open = () =>
  new Creations({
    ...{ desk, records, vault, clock, log: silentLog },
    connections: {
      view: (id) => {
        const settings = views.get(id);
        return Promise.resolve(
          settings === undefined ? fail('not-found', 'It is gone.') : ok({ ...fakeConnectionView, id, settings }),
        );
      },
      save: (id, settings, secrets) => {
        saved.push({ id, settings, secrets });
        return Promise.resolve(ok({ ...fakeConnectionView, id: id ?? 'new', settings }));
      },
    },
  });

const wish = { name: 'night-shift', roles: [{ roleId: operator, organization: null }], expiresAtMs: null };

const make = async (creations: Creations, expiresAtMs: number | null = null) => {
  const made = await creations.create('admin', { ...wish, expiresAtMs });
  if (!made.ok) throw new Error(made.error.message);
  return made.value;
};

beforeEach(() => {
  clock = createManualTimers();
  vault = createMemoryVault(clock);
  records = openTokenRecords({ file: ':memory:', clock, log: silentLog });
  answer = ok({ token: tokenOf('night-shift'), secret });
  listed = [];
  saved = [];
  views = new Map([['admin', { ...fakeConnectionView.settings, platform: iotCentral, username: 'broker-user' }]]);
});

test('a secret that nobody takes is forgotten after a quarter of an hour, and its token then said to be without one', async () => {
  const creations = open();
  const { creation } = await make(creations);
  expect(await vault.entries()).toHaveLength(1);
  clock.advance(forgetAfterMs);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await vault.entries()).toEqual([]);
  expect(await creations.list()).toMatchObject([{ id: creation.id, state: 'without-secret', forgetAtMs: null }]);
  expect(await creations.reveal(creation.id)).toMatchObject({ ok: false, error: { code: 'refused' } });
});

test('when a window closes, what was taken is forgotten, and what was not stays for the next window', async () => {
  const creations = open();
  const { creation: taken } = await make(creations);
  await creations.reveal(taken.id);
  answer = ok({ token: tokenOf('day-shift'), secret });
  const { creation: open_ } = await make(creations);
  await creations.forgetTaken();
  expect((await creations.list()).map(({ id }) => id)).toEqual([open_.id]);
  expect((await vault.entries()).map(({ key }) => key)).toEqual([`creation/${open_.id}/secret`]);
});

test('a vault that is locked does not keep the secret from whoever made the token', async () => {
  vault = { ...createMemoryVault(clock), save: () => Promise.resolve('locked') };
  const creations = open();
  const { creation } = await make(creations);
  expect(await creations.reveal(creation.id)).toMatchObject({ ok: true, value: { secret } });
});

test('an end that the platform gives instead of the one that was asked for is said', async () => {
  const asked = Date.UTC(2027, 0, 1);
  answer = ok({ token: tokenOf('night-shift', Date.UTC(2027, 4, 3)), secret });
  expect((await make(open(), asked)).notes.join(' ')).toMatch(/its own end, 3 May 2027.*not 1 January 2027/);
  answer = ok({ token: tokenOf('night-shift', asked), secret });
  expect((await make(open(), asked)).notes).toEqual([]);
  answer = ok({ token: tokenOf('night-shift', null), secret });
  expect((await make(open(), asked)).notes.join(' ')).toMatch(/does not say when the token ends/);
});

test('a new connection reads over the API, with the token and without the broker’s user', async () => {
  const creations = open();
  const { creation } = await make(creations);
  const answered = await creations.saveInto(creation.id, { kind: 'new', name: 'Night' });
  expect(answered.ok && answered.value.notes.join(' ')).toMatch(/enter the broker/);
  const [one] = saved;
  expect(one).toMatchObject({
    id: undefined,
    secrets: { platformToken: secret },
    settings: { name: 'Night', url: '' },
  });
  expect(one?.settings.platform).toMatchObject({ auth: 'api-token', live: 'polling' });
  expect(one?.settings.username).toBeUndefined();
  expect(one?.settings.clientId).toContain('{unique}');
});

test('a token goes into no connection to another platform', async () => {
  views.set('other', {
    ...fakeConnectionView.settings,
    platform: { ...iotCentral, address: 'https://other.azureiotcentral.com' },
  });
  const creations = open();
  const { creation } = await make(creations);
  expect(await creations.saveInto(creation.id, { kind: 'existing', connectionId: 'other' })).toMatchObject({
    ok: false,
    error: { code: 'refused' },
  });
  expect(saved).toEqual([]);
  expect((await creations.list())[0]?.takenBy).toEqual([]);
});

test('a refusal leaves nothing behind', async () => {
  answer = fail('not-authorised', 'It may not.', { status: 403, reason: 'forbidden', mayHaveHappened: false });
  const creations = open();
  expect(await creations.create('admin', wish)).toMatchObject({ ok: false, error: { code: 'not-authorised' } });
  expect(await creations.list()).toEqual([]);
});

test('one whose secret is in a vault that is locked is not called lost, and is there when it is opened', async () => {
  const plain = createMemoryVault(clock);
  let isLocked = false;
  vault = {
    ...plain,
    read: (key) => (isLocked ? Promise.resolve({ status: 'locked' }) : plain.read(key)),
    status: async (key) => (isLocked && (await plain.status(key)) === 'ok' ? 'locked' : plain.status(key)),
  };
  const { creation } = await make(open());
  // As a kill between the vault's write and the record's leaves it.
  const shelf = records.shelf('creation', creationRecordSchema);
  const record = shelf.get(creation.id);
  if (record === undefined) throw new Error('The record was written a moment ago.');
  shelf.put(creation.id, { ...record, state: 'asked', tokenId: null });
  listed = ['night-shift'];
  isLocked = true;
  const next = open();
  expect(await next.lookUp(creation.id)).toMatchObject({ ok: false, error: { code: 'vault-locked' } });
  isLocked = false;
  expect(await next.lookUp(creation.id)).toMatchObject({ ok: true, value: { state: 'held' } });
});

test('a token is saved only where its own platform is, wherever the connection that made it leads by then', async () => {
  const creations = open();
  const { creation } = await make(creations);
  const platform = { ...iotCentral, address: 'https://other.azureiotcentral.com' };
  views.set('admin', { ...fakeConnectionView.settings, platform });
  expect(await creations.saveInto(creation.id, { kind: 'new', name: 'Night' })).toMatchObject({ ok: false });
  expect(saved).toEqual([]);
});

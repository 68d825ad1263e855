import { beforeEach, expect, test } from 'vitest';
import { fakeConnectionStatus, fakeConnectionView } from '../../test/support/fake-data.ts';
import { fakePlatformStatus } from '../../test/support/fake-platform.ts';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import { fail, ok } from '../../shared/contract/result.ts';
import { createMemoryVault } from '../vault/memory-vault.ts';
import type { Vault } from '../vault/vault.ts';
import { switchBack, switchConnection, tellConnection } from './rotation-connections.ts';
import { formerKey } from './rotation-record.ts';

const entry = { connectionId: 'yard', name: 'Yard', isSwitched: false, obstacle: null };
const successor = { tokenId: 'a-depot-newkey1234', secret: 'practice-token-new' };
const oldKey = 'a-depot-oldkey1234';

let vault: Vault;
let settings: ConnectionSettings;
let password: string | undefined;
let isManaged = false;
let isThere = true;
let isLocked = false;
let saveCount = 0;

const connections: Parameters<typeof switchConnection>[0]['connections'] = {
  view: (id) =>
    Promise.resolve(
      isThere ? ok({ ...fakeConnectionView, id, isManaged, settings }) : fail('not-found', 'It is gone.'),
    ),
  save: (id, next, secrets) => {
    saveCount += 1;
    settings = next;
    password = secrets.password ?? undefined;
    return Promise.resolve(ok({ ...fakeConnectionView, id: id ?? '', settings }));
  },
  secretsFor: () =>
    Promise.resolve(
      isLocked
        ? { isReadable: false, problem: { code: 'secret-locked', message: 'The keyring is locked.', willRetry: false } }
        : { isReadable: true, secrets: { password, clientKeyPem: undefined } },
    ),
  platformSecretFor: () => Promise.resolve(fail('unsupported', 'Watson’s API takes the password.')),
};
const needs = () => ({ connections, vault });

beforeEach(() => {
  vault = createMemoryVault();
  settings = {
    ...fakeConnectionView.settings,
    username: oldKey,
    platform: { kind: 'watson', address: 'https://depot.iot.example.com', commandRoute: 'mqtt', watch: {} },
  };
  password = 'practice-token-old';
  isManaged = false;
  isThere = true;
  isLocked = false;
  saveCount = 0;
});

test('a connection gets key and token together, and goes back to what it had', async () => {
  expect(await switchConnection(needs(), 'r1', entry, successor, oldKey)).toEqual(ok({ ...entry, isSwitched: true }));
  expect([settings.username, password]).toEqual([successor.tokenId, successor.secret]);
  await switchBack(needs(), 'r1', entry, { oldId: oldKey, newId: successor.tokenId });
  expect([settings.username, password]).toEqual([oldKey, 'practice-token-old']);
});

test('one that is switched already is left alone', async () => {
  await switchConnection(needs(), 'r1', entry, successor, oldKey);
  await switchConnection(needs(), 'r1', entry, successor, oldKey);
  expect(saveCount).toBe(1);
});

test('one that a crash left with the new token and the old key is made whole, either way', async () => {
  await vault.save(formerKey('r1', 'yard'), JSON.stringify({ tokenId: oldKey, secret: 'practice-token-old' }));
  password = successor.secret;
  await switchConnection(needs(), 'r1', entry, successor, oldKey);
  expect([settings.username, password]).toEqual([successor.tokenId, successor.secret]);
  settings = { ...settings, username: oldKey };
  await switchBack(needs(), 'r1', entry, { oldId: oldKey, newId: successor.tokenId });
  expect([settings.username, password]).toEqual([oldKey, 'practice-token-old']);
});

test('where what it has now cannot be read, it is not overwritten', async () => {
  isLocked = true;
  expect(await switchConnection(needs(), 'r1', entry, successor, oldKey)).toMatchObject({
    ok: false,
    error: { code: 'vault-locked' },
  });
  isLocked = false;
  vault = { ...vault, save: () => Promise.resolve('locked') };
  expect(await switchConnection(needs(), 'r1', entry, successor, oldKey)).toMatchObject({
    ok: false,
    error: { code: 'vault-locked' },
  });
  expect(saveCount).toBe(0);
});

test('one that came with the console, or is gone, is no reason to stop: it is said', async () => {
  isManaged = true;
  const managed = await switchConnection(needs(), 'r1', entry, successor, oldKey);
  expect(managed.ok && managed.value.obstacle).toMatch(/came with the console/);
  isThere = false;
  const gone = await switchConnection(needs(), 'r1', entry, successor, oldKey);
  expect(gone.ok && gone.value.obstacle).toMatch(/removed/);
  expect(saveCount).toBe(0);
});

test('a switched connection is live when the platform takes its token and the broker its key', () => {
  const switched = { ...entry, isSwitched: true };
  const watson = { ...fakePlatformStatus, kind: 'watson', state: 'ready' } as const;
  const status = { ...fakeConnectionStatus, isEnabled: true, state: 'live', platform: watson } as const;
  expect(tellConnection(switched, status).state).toBe('live');
  expect(tellConnection(switched, { ...status, state: 'connecting' }).state).toBe('switched');
  const problem = { code: 'not-authorised', message: 'The key is not accepted.', willRetry: false } as const;
  const refused = { ...status, platform: { ...watson, state: 'refused', problem } } as const;
  expect(tellConnection(switched, refused)).toMatchObject({ state: 'not-live', explanation: problem.message });
  expect(tellConnection(switched, { ...status, isEnabled: false }).state).toBe('off');
  expect(tellConnection(entry, status).state).toBe('waiting');
  expect(tellConnection(switched, undefined).state).toBe('gone');
});

const elsewhere = {
  username: 'a-other0-key999',
  platform: {
    kind: 'watson' as const,
    address: 'https://other0.iot.example.net',
    commandRoute: 'mqtt' as const,
    watch: {},
  },
};

test('one that signs in with another token by now is left alone, both ways', async () => {
  settings = { ...settings, ...elsewhere };
  password = 'token-of-other';
  const left = await switchConnection(needs(), 'r1', entry, successor, oldKey);
  expect(left.ok && left.value.obstacle).toMatch(/another token/);
  expect([settings.username, password]).toEqual([elsewhere.username, 'token-of-other']);
  expect(saveCount).toBe(0);
});

test('one that got another token after the switch is not put back', async () => {
  await switchConnection(needs(), 'r1', entry, successor, oldKey);
  settings = { ...settings, ...elsewhere };
  password = 'token-of-other';
  const back = await switchBack(needs(), 'r1', entry, { oldId: oldKey, newId: successor.tokenId });
  expect(back).toMatchObject({ ok: true });
  expect([settings.username, password]).toEqual([elsewhere.username, 'token-of-other']);
});

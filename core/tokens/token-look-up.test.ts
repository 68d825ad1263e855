import { expect, test } from 'vitest';
import { fakeConnectionStatus } from '../../test/support/fake-data.ts';
import { allRights, fakePlatformStatus } from '../../test/support/fake-platform.ts';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import { plainSettings } from '../../test/support/engine-fixture.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { PlatformSettings } from '../../shared/platform/settings.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { settled } from '../platforms/desk/testing/scripted-platform.ts';
import type { TokenQuery } from '../platforms/platforms.ts';
import type { PlatformToken } from './token-book.ts';
import { createTokenLookUp, type TokenLookUpNeeds } from './token-look-up.ts';

type Desk = TokenLookUpNeeds['desk'];
type State = PlatformStatus['state'];

const at = (address: string): PlatformSettings => ({
  ...{ kind: 'iot-central', address, auth: 'api-token', live: 'polling', usesPreview: false },
  watch: {},
});
const depot = at('https://depot.example');
const token: PlatformToken = { id: 'console', name: 'console', roles: null, createdAtMs: null, expiresAtMs: 5_000 };
const notThere = fail('not-found', 'There is none.');

interface Other {
  state: State;
  readonly mayLook?: boolean;
  readonly address?: string;
  readonly answer?: (signal: AbortSignal | undefined) => Promise<Result<PlatformToken>>;
}

const open = (others: Record<string, Other>) => {
  const clock = createManualTimers();
  const listeners = new Set<() => void>();
  const asked: string[] = [];
  const lookUp = createTokenLookUp({
    clock,
    connections: {
      statuses: () =>
        Object.entries(others).map(([id, { state, mayLook = true }]) => ({
          ...{ ...fakeConnectionStatus, id, name: `“${id}”` },
          platform: {
            ...{ ...fakePlatformStatus, state },
            rights: { ...allRights, 'view-tokens': { state: mayLook ? 'allowed' : 'denied', explanation: '' } },
          },
        })),
      view: (id) => {
        const settings = { ...plainSettings('mqtt://b.example'), platform: at(others[id]?.address ?? depot.address) };
        const secrets = { password: 'absent', clientKeyPem: 'absent', platformToken: 'ok' } as const;
        return Promise.resolve(ok({ id, isManaged: false, settings, secrets }));
      },
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    desk: {
      find: ((id: string) => Promise.resolve(ok({ connectionId: id, name: id }))) as unknown as Desk['find'],
      read: ({ connectionId }, tokenId, { lane, signal }) => {
        asked.push(`${connectionId} ${tokenId} ${lane}`);
        return others[connectionId]?.answer?.(signal) ?? Promise.resolve(ok(token));
      },
    },
  });
  const become = (id: string, state: State): void => {
    const other = others[id];
    if (other !== undefined) other.state = state;
    for (const listener of [...listeners]) listener();
  };
  const ask = (more: Partial<TokenQuery> = {}) =>
    lookUp({ platform: depot, tokenId: 'console', askerId: undefined, signal: undefined, ...more });
  return { ask, asked, become, clock, listeners };
};

test('a connection to the same platform that may look is asked about the one token', async () => {
  const { ask, asked } = open({
    elsewhere: { state: 'ready', address: 'https://other.example' },
    operator: { state: 'ready', mayLook: false },
    off: { state: 'off' },
    admin: { state: 'ready' },
  });
  expect(await ask()).toEqual({ isListed: true, expiresAtMs: 5_000, seenWith: '“admin”' });
  expect(asked).toEqual(['admin console click']);
});

test('that the platform does not have the token is an answer; where one connection gets none, the next is asked', async () => {
  const { ask, asked } = open({
    broken: { state: 'ready', answer: () => Promise.resolve(fail('unreachable', 'Nobody there.')) },
    admin: { state: 'ready', answer: () => Promise.resolve(notThere) },
  });
  expect(await ask()).toEqual({ isListed: false, seenWith: '“admin”' });
  expect(asked).toHaveLength(2);
});

test('nobody who may look, and nobody who gets an answer, tell nothing', async () => {
  expect(await open({ operator: { state: 'ready', mayLook: false } }).ask()).toBeUndefined();
  const broken = open({ broken: { state: 'ready', answer: () => Promise.resolve(fail('timeout', 'Too late.')) } });
  expect(await broken.ask()).toBeUndefined();
});

test('an answer that does not come is not waited for without end, whoever else could be asked', async () => {
  const silent: Other = {
    state: 'ready',
    answer: (signal) =>
      new Promise((resolve) => {
        signal?.addEventListener('abort', () => {
          resolve(fail('cancelled', 'Called off.'));
        });
      }),
  };
  const { ask, asked, clock } = open({ one: silent, other: silent });
  const answer = ask();
  await settled();
  clock.advance(10_000);
  expect(await answer).toBeUndefined();
  expect([asked, clock.pendingCount()]).toEqual([['one console click'], 0]);
});

test('a connection that is still signing in is waited for', async () => {
  const { ask, become, asked, listeners } = open({ admin: { state: 'checking' } });
  const answer = ask();
  await settled();
  expect(asked).toEqual([]);
  become('admin', 'ready');
  expect(await answer).toMatchObject({ isListed: true });
  expect(listeners.size).toBe(0);
});

test('it is not waited for without end, nor by a caller who has gone', async () => {
  const patient = open({ admin: { state: 'checking' } });
  const late = patient.ask();
  await settled();
  patient.clock.advance(5_000);
  expect(await late).toBeUndefined();
  const gone = new AbortController();
  const left = patient.ask({ signal: gone.signal });
  await settled();
  gone.abort();
  expect(await left).toBeUndefined();
  expect([patient.listeners.size, patient.clock.pendingCount()]).toEqual([0, 0]);
});

test('of two that are both refused the one does not wait for the other that waits for it', async () => {
  const { ask, become } = open({ one: { state: 'checking' }, other: { state: 'checking' } });
  const first = ask({ askerId: 'one' });
  expect(await ask({ askerId: 'other' })).toBeUndefined();
  become('other', 'refused');
  expect(await first).toBeUndefined();
});

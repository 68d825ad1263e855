import { beforeEach, expect, test } from 'vitest';
import { fakeConnectionStatus, fakeConnectionView } from '../../test/support/fake-data.ts';
import { fakePlatformStatus } from '../../test/support/fake-platform.ts';
import type { TokenNotice } from '../../shared/access/watch.ts';
import type { TokenRow } from '../../shared/access/token.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { ok } from '../../shared/contract/result.ts';
import { silentLog } from '../log.ts';
import { ExpiryWatch } from './expiry-watch.ts';
import type { Desk } from './desk.ts';
import { openTokenRecords } from './token-records.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const startMs = Date.UTC(2026, 4, 3);

let nowMs = startMs;
let platform: PlatformStatus;
let rows: readonly TokenRow[];
let overlaps: TokenNotice[];
let readCount = 0;

const clock = { now: () => nowMs };
const desk = {
  connectionId: 'fake',
  name: 'Depot',
  settings: {
    ...{ kind: 'iot-central', address: 'https://contoso.azureiotcentral.com', auth: 'api-token', live: 'polling' },
    ...{ usesPreview: false, watch: {} },
  },
} as Pick<Desk, 'connectionId' | 'name' | 'settings'> as Desk;

const open = () =>
  new ExpiryWatch({
    connections: {
      statuses: () => [{ ...fakeConnectionStatus, id: 'fake', isEnabled: true, platform }],
      view: () => Promise.resolve(ok(fakeConnectionView)),
    },
    desk: { find: () => Promise.resolve(ok(desk)) },
    lists: {
      watched: () => {
        readCount += 1;
        return rows;
      },
    },
    rotations: { overlapNotices: () => overlaps },
    records: openTokenRecords({ file: ':memory:', clock, log: silentLog }),
    clock,
  });

beforeEach(() => {
  nowMs = startMs;
  readCount = 0;
  rows = [];
  overlaps = [];
  platform = { ...fakePlatformStatus, token: { name: 'console', expiresAtMs: null } };
});

const row = (id: string, inMs: number): TokenRow => ({
  ...{ id, name: id, roles: null, createdAtMs: null, expiresAtMs: startMs + inMs },
  ...{ state: 'active', usedBy: [], isOwn: false },
});

test('a token is announced within 30, 7 and 1 day, and again only at the next of them once it was dismissed', async () => {
  rows = [row('export', 31 * dayMs)];
  const watch = open();
  expect(await watch.notices()).toEqual([]);
  const seen: string[] = [];
  for (let day = 0; day <= 33; day += 1) {
    for (const { id, threshold } of await watch.notices()) {
      seen.push(`${String(day)}: ${threshold}`);
      watch.dismiss(id);
    }
    nowMs += dayMs;
  }
  expect(seen).toEqual(['1: 30-days', '24: 7-days', '30: 1-day', '31: ended']);
});

test('of a bearer token the last minutes are announced', async () => {
  platform = { ...platform, token: { name: 'ana', expiresAtMs: startMs + 12 * minuteMs, lifetime: 'short' } };
  const watch = open();
  expect(await watch.notices()).toEqual([]);
  nowMs += 3 * minuteMs;
  expect(await watch.notices()).toMatchObject([{ threshold: '10-minutes', isOwn: true }]);
  nowMs += 5 * minuteMs;
  expect(await watch.notices()).toMatchObject([{ threshold: '5-minutes' }]);
  nowMs += 3.5 * minuteMs;
  const [last] = await watch.notices();
  expect(last?.threshold).toBe('1-minute');
  expect(last?.text).toMatch(/ends in 1 minute\./);
});

test('a token that renews itself is no news', async () => {
  platform = { ...platform, token: { name: 'ana', expiresAtMs: startMs + minuteMs, lifetime: 'renewed' } };
  expect(await open().notices()).toEqual([]);
});

test('the own token is announced without a list, and once where the list has it, too', async () => {
  platform = { ...platform, token: { name: 'console', expiresAtMs: startMs + 5 * dayMs, lifetime: 'long' } };
  rows = [{ ...row('console', 5 * dayMs), isOwn: true }];
  const watch = open();
  expect(await watch.notices()).toMatchObject([{ tokenId: 'console', threshold: '7-days', isOwn: true }]);
  expect(await watch.notices()).toHaveLength(1);
});

test('the list of others is asked only of those who may look at it', async () => {
  rows = [row('export', 3 * dayMs)];
  expect(await open().notices()).toHaveLength(1);
  expect(readCount).toBe(1);
  const denied = { state: 'denied', explanation: 'Needs the role Administrator.' } as const;
  platform = { ...platform, rights: { ...platform.rights, 'view-tokens': denied } };
  expect(await open().notices()).toEqual([]);
  expect(readCount).toBe(1);
});

test('a rotation that waits for the old token to be revoked is announced until that is dismissed', async () => {
  overlaps = [
    {
      ...{ id: `rotation|${String(startMs - 1)}|overlap-ended`, connectionId: 'fake', connectionName: 'Depot' },
      ...{ tokenId: 'old', tokenName: 'old', expiresAtMs: startMs - 1, threshold: 'overlap-ended' },
      ...{ rotationId: 'rotation', isOwn: false, text: 'The time is over.' },
    },
  ];
  const watch = open();
  expect(await watch.notices()).toMatchObject([{ threshold: 'overlap-ended', rotationId: 'rotation' }]);
  watch.dismiss(overlaps[0]?.id ?? '');
  expect(await watch.notices()).toEqual([]);
});

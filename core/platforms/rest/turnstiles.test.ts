import { beforeEach, describe, expect, test } from 'vitest';
import { ok } from '../../../shared/contract/result.ts';
import { createManualTimers, type ManualTimers } from '../../../test/support/manual-timers.ts';
import { silentLog } from '../../log.ts';
import { createRestClient, platformDetails, Turnstiles, type RestClient, type RestClientNeeds } from './rest-client.ts';
import type { Exchange, ExchangeEnd, Wire } from './wire.ts';

const contoso = 'https://contoso.example.com/api';

let clock: ManualTimers;
let turnstiles: Turnstiles;
let exchanges: { readonly exchange: Exchange; readonly atMs: number; readonly end: (end: ExchangeEnd) => void }[];
/** What each request is answered at once; undefined: the test answers it. */
let reply: ExchangeEnd | undefined;

const wire: Wire = {
  exchange: (exchange) =>
    new Promise((resolve) => {
      exchange.onSent();
      exchanges.push({ exchange, atMs: clock.now(), end: resolve });
      exchange.signal.addEventListener('abort', () => {
        resolve({ kind: 'cancelled', hasLeft: true });
      });
      if (reply !== undefined) resolve(reply);
    }),
  close: () => undefined,
};

const answer = (status: number, headers: Readonly<Record<string, string>> = {}): ExchangeEnd => ({
  ...{ kind: 'answer', status, headers },
  bytes: Buffer.from('{}'),
});

const connect = (needs: Partial<RestClientNeeds> = {}): RestClient =>
  createRestClient(
    {
      baseUrl: contoso,
      authorization: () => Promise.resolve(ok('Bearer token')),
      limits: { perSecond: 10 },
      readError: () => ({ message: undefined, code: undefined, requestId: undefined }),
      ...{ clock, turnstiles, random: () => 0, log: silentLog },
      ...needs,
    },
    () => wire,
  );

const get = (client: RestClient, lane: 'click' | 'background' = 'click') =>
  client.call({ method: 'GET', path: '/x', lane });

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
};

const pass = async (ms: number, stepMs = 50): Promise<void> => {
  await settle();
  for (let passed = 0; passed < ms; passed += stepMs) {
    clock.advance(stepMs);
    await settle();
  }
};

beforeEach(() => {
  clock = createManualTimers();
  turnstiles = new Turnstiles(clock);
  exchanges = [];
  reply = answer(200);
});

describe('clients of one address', () => {
  test('send no more in any second than the platform takes of them together', async () => {
    const clients = Array.from({ length: 7 }, () => connect());
    const calls = clients.flatMap((client) => Array.from({ length: 5 }, () => get(client)));
    await pass(4_000);
    expect((await Promise.all(calls)).every((result) => result.ok)).toBe(true);
    const times = exchanges.map(({ atMs }) => atMs);
    expect(times).toHaveLength(35);
    const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
    expect(most).toBe(10);
  });

  test('let a click of the one go before the background work of the other', async () => {
    const [sweeping, clicked] = [connect(), connect()];
    for (let index = 0; index < 50; index++) void get(sweeping, 'background');
    await pass(2_200);
    const before = exchanges.length;
    void clicked.call({ method: 'GET', path: '/clicked', lane: 'click' });
    await settle();
    expect(exchanges.slice(before).map(({ exchange }) => exchange.url.pathname)).toEqual(['/api/clicked']);
  });

  test('pause together when the platform asks one of them to, and count what waits each for itself', async () => {
    const [first, second] = [connect(), connect()];
    reply = answer(429, { 'retry-after': '5' });
    const refused = get(first, 'background');
    await settle();
    reply = answer(200);
    const waiting = [get(second), get(second)];
    await pass(4_900);
    expect(exchanges).toHaveLength(1);
    expect(first.pressure).toEqual({ waiting: 1, backingOffUntilMs: clock.now() + 100 });
    expect(second.pressure).toEqual({ waiting: 2, backingOffUntilMs: clock.now() + 100 });
    await pass(1_000);
    expect((await Promise.all([refused, ...waiting])).every((result) => result.ok)).toBe(true);
  });

  test('refused one after the other wait longer and longer, as one client would', async () => {
    const clients = [connect({ random: () => 1 }), connect({ random: () => 1 })];
    reply = answer(429);
    const pausesMs: number[] = [];
    for (const client of clients) {
      const call = client.call({ method: 'POST', path: '/x', lane: 'click', retry: 'never' });
      await settle();
      await call;
      pausesMs.push((client.pressure.backingOffUntilMs ?? 0) - clock.now());
      await pass(5_000);
    }
    expect(pausesMs).toEqual([2_000, 3_000]);
  });

  test('that is written in another case or with its port is the same address', async () => {
    const clients = [connect(), connect({ baseUrl: 'https://CONTOSO.example.com:443/api/' })];
    for (const client of clients) for (let index = 0; index < 8; index++) void get(client);
    await settle();
    expect(exchanges).toHaveLength(10);
  });
});

test('another address, and another kind of platform at the same one, is counted apart', async () => {
  const clients = [
    connect(),
    connect({ baseUrl: 'https://fabrikam.example.com/api' }),
    connect({ limits: { perSecond: 20, budgets: { query: 1 } } }),
  ];
  for (const client of clients) for (let index = 0; index < 30; index++) void get(client);
  await settle();
  const hosts = exchanges.map(({ exchange }) => exchange.url.host);
  expect(hosts.filter((host) => host.startsWith('fabrikam'))).toHaveLength(10);
  expect(hosts).toHaveLength(10 + 10 + 20);
});

describe('a client that closes', () => {
  test('leaves nothing waiting, and the others go on', async () => {
    const [leaving, staying] = [connect(), connect()];
    reply = undefined;
    const left = Array.from({ length: 30 }, () => get(leaving));
    await settle();
    expect(exchanges.length).toBeGreaterThan(0);
    const stayed = get(staying);
    await settle();
    leaving.close();
    leaving.close();
    expect(new Set((await Promise.all(left)).map((result) => result.ok))).toEqual(new Set([false]));
    expect(staying.pressure.waiting).toBe(1);
    reply = answer(200);
    await pass(1_100);
    expect(await stayed).toMatchObject({ ok: true });
    expect(staying.pressure.waiting).toBe(0);
  });

  test('hands what it has used up, and the pause, to its successor at the same address', async () => {
    const tested = connect();
    for (let index = 0; index < 10; index++) void get(tested);
    await settle();
    tested.close();
    const saved = connect();
    const call = get(saved);
    await pass(1_000);
    expect(exchanges).toHaveLength(10);
    await pass(100);
    expect(await call).toMatchObject({ ok: true });

    reply = answer(429, { 'retry-after': '60' });
    await get(saved);
    saved.close();
    await pass(30_000, 1_000);
    const edited = await get(connect());
    expect(edited.ok ? undefined : platformDetails(edited.error)).toMatchObject({ retryAfterMs: 30_000 });
  });

  test('as the last one ends the turnstile, once nothing of it counts any more; at once where the console ends', async () => {
    const [first, second] = [connect(), connect()];
    await get(first);
    first.close();
    await get(second);
    second.close();
    expect(clock.pendingCount()).toBeGreaterThan(0);
    await pass(1_100);
    expect(clock.pendingCount()).toBe(0);

    const third = connect();
    await get(third);
    turnstiles.close();
    third.close();
    expect(clock.pendingCount()).toBe(0);
  });
});

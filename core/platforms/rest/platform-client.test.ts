import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, test } from 'vitest';
import { ok, type Result } from '../../../shared/contract/result.ts';
import { createManualTimers, type ManualTimers } from '../../../test/support/manual-timers.ts';
import type { Log } from '../../log.ts';
import {
  createRestClient,
  platformDetails,
  type RestAnswer,
  type RestClient,
  type RestClientNeeds,
} from './rest-client.ts';
import type { Exchange, ExchangeEnd, Wire } from './wire.ts';

const token = 'Bearer t0ken-of-the-test';

let clock: ManualTimers;
let exchanges: { readonly exchange: Exchange; readonly atMs: number; readonly end: (end: ExchangeEnd) => void }[];
let isWireClosed: boolean;
let authorize: () => Promise<Result<string>>;
let logged: string[];
let client: RestClient;

const wire: Wire = {
  exchange: (exchange) =>
    new Promise((resolve) => {
      exchange.onSent();
      exchanges.push({ exchange, atMs: clock.now(), end: resolve });
      exchange.signal.addEventListener('abort', () => {
        resolve({ kind: 'cancelled', hasLeft: true });
      });
    }),
  close: () => {
    isWireClosed = true;
  },
};

const write = (event: string, fields?: unknown): void => void logged.push(`${event} ${JSON.stringify(fields)}`);
const log: Log = { debug: write, info: write, warn: write, error: write };

const create = (needs: Partial<RestClientNeeds> = {}): RestClient =>
  createRestClient(
    {
      baseUrl: 'https://contoso.example.com/api',
      authorization: () => authorize(),
      limits: { perSecond: 20 },
      readError: (_status, body) => ({
        message: typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : undefined,
        code: 'Code1',
        requestId: 'request-1',
      }),
      clock,
      random: () => 1,
      log,
      ...needs,
    },
    () => wire,
  );

beforeEach(() => {
  clock = createManualTimers();
  exchanges = [];
  isWireClosed = false;
  authorize = () => Promise.resolve(ok(token));
  logged = [];
  client = create();
});

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
};

const answer = (status: number, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): ExchangeEnd => ({
  kind: 'answer',
  status,
  headers,
  bytes: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)),
});

const lost = (hasLeft: boolean): ExchangeEnd => ({
  kind: 'network',
  error: Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }),
  hasLeft,
});

/** Answers each attempt in turn and lets time pass between them; says when each began, from the first on. */
const play = async (call: Promise<Result<RestAnswer>>, ends: readonly ExchangeEnd[]) => {
  const first = exchanges.length;
  for (const [index, end] of ends.entries()) {
    for (let passed = 0; exchanges[first + index] === undefined && passed < 200_000; passed += 50) {
      await settle();
      if (exchanges[first + index] === undefined) clock.advance(50);
    }
    exchanges[first + index]?.end(end);
    await settle();
  }
  const attempts = exchanges.slice(first).map(({ atMs }) => atMs - (exchanges[first]?.atMs ?? 0));
  return { result: await call, attempts };
};

const failure = (result: Result<unknown>) => {
  if (result.ok) throw new Error('It succeeded.');
  return { ...result.error, details: platformDetails(result.error) };
};

describe('trying again', () => {
  test('a read outlasts trouble of the platform, with growing waits', async () => {
    const call = client.call({ method: 'GET', path: '/devices', lane: 'background' });
    const { result, attempts } = await play(call, [
      answer(500),
      lost(true),
      { kind: 'cut', status: 200 },
      { kind: 'timeout', hasLeft: true },
      answer(200, { value: [] }),
    ]);
    expect(result).toMatchObject({ ok: true, value: { status: 200, body: { value: [] } } });
    expect(attempts).toEqual([0, 500, 1_500, 3_500, 7_500]);
  });

  test('background work gives up after five attempts, a click after three', async () => {
    const background = client.call({ method: 'GET', path: '/devices', lane: 'background' });
    const ends = Array.from({ length: 9 }, () => answer(503));
    expect((await play(background, ends.slice(0, 5))).attempts).toHaveLength(5);
    const click = await play(client.call({ method: 'GET', path: '/devices', lane: 'click' }), ends.slice(0, 3));
    expect(click.attempts).toEqual([0, 250, 750]);
    expect(failure(click.result)).toMatchObject({ code: 'unreachable', retryable: true, details: { status: 503 } });
  });

  test('a person who has waited for one timeout does not wait for another', async () => {
    const call = client.call({ method: 'GET', path: '/devices', lane: 'click' });
    const { result, attempts } = await play(call, [{ kind: 'timeout', hasLeft: true }]);
    expect(attempts).toHaveLength(1);
    expect(failure(result)).toMatchObject({ code: 'timeout', retryable: true });
  });

  test.each<readonly [string, ExchangeEnd]>([
    ['400', answer(400)],
    ['401', answer(401)],
    ['403', answer(403)],
    ['404', answer(404)],
    ['409', answer(409)],
    ['412', answer(412)],
    ['413', answer(413)],
    ['422', answer(422)],
    ['418', answer(418)],
    ['a redirect', answer(302)],
    ['an answer that is too large', { kind: 'too-large', status: 200 }],
  ])('%s is final', async (_name, end) => {
    const { result, attempts } = await play(client.call({ method: 'GET', path: '/x', lane: 'background' }), [end]);
    expect(attempts).toHaveLength(1);
    expect(failure(result).retryable).toBe(false);
  });

  test('Retry-After of a 503 is kept', async () => {
    const call = client.call({ method: 'GET', path: '/x', lane: 'background' });
    const { attempts } = await play(call, [answer(503, {}, { 'retry-after': '30' }), answer(200)]);
    expect(attempts).toEqual([0, 30_000]);
  });

  test('each attempt asks for the token anew', async () => {
    const tokens = ['Bearer old', 'Bearer new'];
    authorize = () => Promise.resolve(ok(tokens.shift() ?? ''));
    await play(client.call({ method: 'GET', path: '/x', lane: 'click' }), [answer(500), answer(200)]);
    expect(exchanges.map(({ exchange }) => exchange.headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  test('a DELETE whose answer was lost and that then finds nothing has done its work', async () => {
    const call = () => client.call({ method: 'DELETE', path: '/devices/d1', lane: 'click' });
    expect((await play(call(), [lost(true), answer(404)])).result).toMatchObject({ ok: true, value: { status: 404 } });
    expect(failure((await play(call(), [answer(404)])).result).code).toBe('not-found');
    expect(failure((await play(call(), [lost(false), answer(404)])).result).code).toBe('not-found');
  });
});

describe('what must not be done twice', () => {
  const post = (retry?: 'safe' | 'never') =>
    client.call({
      method: 'POST',
      path: '/jobs',
      body: {},
      lane: 'background',
      ...(retry === undefined ? {} : { retry }),
    });

  test.each<readonly [string, ExchangeEnd]>([
    ['429', answer(429)],
    ['503 with Retry-After', answer(503, {}, { 'retry-after': '1' })],
    ['no connection', lost(false)],
  ])('a POST is repeated after %s, for nothing was done', async (_name, end) => {
    const { result, attempts } = await play(post(), [end, answer(201)]);
    expect(attempts).toHaveLength(2);
    expect(result.ok).toBe(true);
  });

  test.each<readonly [string, ExchangeEnd]>([
    ['500', answer(500)],
    ['503 without Retry-After', answer(503)],
    ['504', answer(504)],
    ['408', answer(408)],
    ['a lost connection', lost(true)],
    ['a cut answer', { kind: 'cut', status: 201 }],
    ['an answer that is no JSON', answer(200, '<html>')],
    ['no answer', { kind: 'timeout', hasLeft: true }],
  ])('a POST is not repeated after %s, and neither by anybody else unasked', async (_name, end) => {
    const { result, attempts } = await play(post(), [end]);
    expect(attempts).toHaveLength(1);
    expect(failure(result)).toMatchObject({ retryable: false, details: { mayHaveHappened: true } });
    expect(failure(result).message).toContain('Whether the request was carried out is not known');
  });

  test.each<readonly [string, ExchangeEnd, boolean]>([
    ['429', answer(429), false],
    ['503 with Retry-After', answer(503, {}, { 'retry-after': '1' }), false],
    ['503', answer(503), true],
    ['401', answer(401), false],
    ['404', answer(404), false],
    ['500', answer(500), true],
    ['no connection', lost(false), false],
    ['a lost connection', lost(true), true],
    ['no answer before the request left', { kind: 'timeout', hasLeft: false }, false],
    ['no answer', { kind: 'timeout', hasLeft: true }, true],
  ])('a command leaves once; after %s it may have happened: %#', async (_name, end, mayHaveHappened) => {
    const { result, attempts } = await play(post('never'), [end]);
    clock.advance(200_000);
    await settle();
    expect(exchanges).toHaveLength(attempts.length);
    expect(attempts).toHaveLength(1);
    expect(failure(result).details?.mayHaveHappened).toBe(mayHaveHappened);
  });

  test('a POST that only reads may say so', async () => {
    expect((await play(post('safe'), [answer(500), answer(200)])).result.ok).toBe(true);
  });

  test('doubt of an earlier attempt stays', async () => {
    const call = client.call({ method: 'PUT', path: '/x', body: {}, lane: 'click' });
    const { result } = await play(call, [lost(true), lost(false), lost(false)]);
    expect(failure(result).details?.mayHaveHappened).toBe(true);
  });

  test('only what may be repeated travels on a kept connection', async () => {
    await play(client.call({ method: 'GET', path: '/x', lane: 'click' }), [answer(200)]);
    await play(client.call({ method: 'PATCH', path: '/x', lane: 'click' }), [answer(200)]);
    await play(post('never'), [answer(200)]);
    expect(exchanges.map(({ exchange }) => exchange.isUnrepeatable)).toEqual([false, true, true]);
  });
});

describe('429', () => {
  test('holds back every call of the connection for as long as the platform asks', async () => {
    const first = client.call({ method: 'GET', path: '/first', lane: 'background' });
    await settle();
    exchanges[0]?.end(answer(429, {}, { 'retry-after': '5' }));
    await settle();
    const second = client.call({ method: 'GET', path: '/second', lane: 'click' });
    await settle();
    expect(client.pressure).toEqual({ waiting: 2, backingOffUntilMs: clock.now() + 5_500 });
    clock.advance(5_499);
    await settle();
    expect(exchanges).toHaveLength(1);
    clock.advance(1);
    await settle();
    expect(exchanges.slice(1).map(({ exchange }) => exchange.url.pathname)).toEqual(['/api/second', '/api/first']);
    for (const { end } of exchanges) end(answer(200));
    expect([(await first).ok, (await second).ok]).toEqual([true, true]);
    expect(client.pressure).toEqual({ waiting: 0, backingOffUntilMs: null });
  });

  test('is told to a person at once where the platform asks for a long pause', async () => {
    const call = client.call({ method: 'GET', path: '/x', lane: 'click' });
    const { result } = await play(call, [answer(429, { message: 'Slow down.' }, { 'retry-after': '60' })]);
    expect(failure(result)).toMatchObject({
      code: 'unreachable',
      retryable: true,
      details: { status: 429, reason: 'rate-limited', retryAfterMs: 60_000, platformMessage: 'Slow down.' },
    });
    const next = failure(await client.call({ method: 'POST', path: '/x', lane: 'click', retry: 'never' }));
    expect(next).toMatchObject({
      code: 'unreachable',
      details: { reason: 'rate-limited', mayHaveHappened: false, retryAfterMs: 60_500 },
    });
    expect(next.message).toContain('Try again in 61 s.');
  });

  test('of several requests at once is one pause', async () => {
    const calls = [1, 2, 3].map(() => client.call({ method: 'GET', path: '/x', lane: 'click' }));
    await settle();
    for (const { end } of exchanges) end(answer(429));
    await settle();
    expect(client.pressure.backingOffUntilMs).toBe(clock.now() + 2_000);
    client.close();
    expect((await Promise.all(calls)).map(({ ok: isOk }) => isOk)).toEqual([false, false, false]);
  });
});

describe('words and details', () => {
  test.each([
    [400, 'invalid-params', undefined],
    [401, 'not-authorised', undefined],
    [403, 'not-authorised', 'forbidden'],
    [404, 'not-found', undefined],
    [409, 'conflict', undefined],
    [412, 'conflict', undefined],
    [413, 'too-large', undefined],
    [415, 'refused', undefined],
    [422, 'invalid-params', undefined],
    [307, 'refused', 'redirect'],
  ])('%i is %s', async (status, code, reason) => {
    const call = client.call({ method: 'PATCH', path: '/x', body: {}, lane: 'click' });
    const { result } = await play(call, [answer(status, { message: 'The unit is wrong.' })]);
    const { details, ...error } = failure(result);
    expect(error.code).toBe(code);
    expect(error.message).toContain('contoso.example.com');
    expect(error.message).toContain('It says: “The unit is wrong.”');
    expect(details).toEqual({
      status,
      platformMessage: 'The unit is wrong.',
      platformCode: 'Code1',
      requestId: 'request-1',
      ...(reason === undefined ? {} : { reason }),
      mayHaveHappened: false,
    });
  });

  test("a platform's text is cut, and has no control characters", async () => {
    const call = client.call({ method: 'GET', path: '/x', lane: 'click' });
    const { result } = await play(call, [answer(400, { message: `a\u0000\n\u001b[31mb${'x'.repeat(2_000)}` })]);
    expect(failure(result).details?.platformMessage).toMatch(/^a \[31mbx{493}$/);
  });

  test('the token is nowhere, even where the platform repeats it', async () => {
    const call = client.call({ method: 'GET', path: '/x', query: { q: 'secret-question' }, lane: 'click' });
    const { result } = await play(call, [answer(401, { message: `No such token: ${token}, t0ken-of-the-test.` })]);
    expect(failure(result).details?.platformMessage).toBe('No such token: •••, •••.');
    expect(JSON.stringify(result)).not.toContain('t0ken');
    expect(logged.join('\n')).not.toMatch(/t0ken|secret-question/);
    expect(logged).toEqual([
      'rest-call {"method":"GET","path":"/api/x","outcome":"answer","status":401,"durationMs":0,"lane":"click","attempt":1}',
    ]);
  });

  test('no token: the reason is passed on, and nothing was done', async () => {
    authorize = () =>
      Promise.resolve({ ok: false, error: { code: 'vault-locked', message: 'Unlock the vault.', retryable: false } });
    const result = await client.call({ method: 'POST', path: '/x', lane: 'click', retry: 'never' });
    expect(result).toEqual({
      ok: false,
      error: {
        code: 'vault-locked',
        message: 'Unlock the vault.',
        retryable: false,
        details: { mayHaveHappened: false },
      },
    });
    expect(exchanges).toEqual([]);
  });

  test('a fault of the console itself is an answer, too, and says nothing of what was thrown', async () => {
    authorize = () => Promise.reject(new Error(token));
    const first = await client.call({ method: 'GET', path: '/x', lane: 'click' });
    authorize = () => Promise.resolve(ok(token));
    client = create({
      readError: () => {
        throw new Error(token);
      },
    });
    const { result: second } = await play(client.call({ method: 'GET', path: '/x', lane: 'click' }), [answer(404)]);
    expect([failure(first).code, failure(second).code]).toEqual(['internal', 'internal']);
    expect(JSON.stringify([first, second, logged])).not.toContain('t0ken');
  });
});

describe('headers', () => {
  test("are the client's where they must be", async () => {
    const headers = {
      Authorization: 'Basic other',
      HOST: 'evil.example.com',
      'If-Match': '"3"',
      'Content-Type': 'x/y',
    };
    const call = client.call({ method: 'PUT', path: '/x', body: { ä: 1 }, headers, lane: 'click' });
    await play(call, [answer(204, '')]);
    expect(exchanges[0]?.exchange.headers).toEqual({
      accept: 'application/json',
      'content-type': 'x/y',
      'if-match': '"3"',
      'content-length': '8',
      authorization: token,
    });
    expect(await call).toEqual(ok({ status: 204, body: undefined, headers: {} }));
  });
});

describe('calling off', () => {
  test.each(['while it waits for its turn', 'while the token is read', 'while it runs', 'between two attempts'])(
    '%s',
    async (when) => {
      const controller = new AbortController();
      if (when === 'while the token is read') authorize = () => new Promise<never>(() => undefined);
      if (when === 'while it waits for its turn') {
        client = create({ limits: { perSecond: 1 } });
        void client.call({ method: 'GET', path: '/first', lane: 'click' });
      }
      const call = client.call({ method: 'PUT', path: '/x', lane: 'click', signal: controller.signal });
      await settle();
      if (when === 'between two attempts') exchanges[0]?.end(answer(500));
      await settle();
      controller.abort();
      const { code, retryable, details } = failure(await call);
      expect({ code, retryable }).toEqual({ code: 'cancelled', retryable: false });
      expect(details?.mayHaveHappened).toBe(when === 'while it runs' || when === 'between two attempts');
      expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    },
  );

  test('leaves no listener on a signal that outlives many calls', async () => {
    const { signal } = new AbortController();
    for (let call = 0; call < 5; call++) {
      await play(client.call({ method: 'GET', path: '/x', lane: 'click', signal }), [answer(500), answer(200)]);
    }
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('closing ends what waits and what runs, and every later call', async () => {
    const calls = Array.from({ length: 40 }, () => client.call({ method: 'GET', path: '/x', lane: 'background' }));
    await settle();
    client.close();
    const results = await Promise.all([...calls, client.call({ method: 'GET', path: '/x', lane: 'click' })]);
    expect(new Set(results.map((result) => failure(result).code))).toEqual(new Set(['cancelled']));
    expect(isWireClosed).toBe(true);
    expect(clock.pendingCount()).toBe(0);
    expect(client.pressure).toEqual({ waiting: 0, backingOffUntilMs: null });
  });
});

test('an address that cannot be used fails every call in words, and nothing is sent', async () => {
  client = create({ baseUrl: 'http://contoso.example.com' });
  const result = await client.call({ method: 'GET', path: '/x', lane: 'click' });
  expect(failure(result)).toMatchObject({ code: 'invalid-params', details: { mayHaveHappened: false } });
  expect(await client.follow('https://contoso.example.com/x', { lane: 'click' })).toEqual(result);
  expect(exchanges).toEqual([]);
});

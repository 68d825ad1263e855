import { describe, expect, onTestFinished, test } from 'vitest';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import { systemClock, type Clock } from '../clock.ts';
import { faultSchema } from './fault.ts';
import { FaultPlan } from './fault-plan.ts';
import { createRestServer, listenForRest } from './rest-server.ts';

const adminKey = 'only for this test';

const start = async ({
  fault,
  latencyMs = 0,
  clock = systemClock,
  limit = Infinity,
}: {
  fault?: object;
  latencyMs?: number;
  clock?: Clock;
  limit?: number;
} = {}) => {
  let calls = 0;
  let done = 0;
  const server = createRestServer({
    clock,
    latencyMs,
    adminKey,
    faults: new FaultPlan(fault === undefined ? [] : [faultSchema.parse(fault)]),
    admits: () => (calls += 1) <= limit,
    refuse: (status, request) => ({ headers: { 'x-why': request.method }, body: { no: status } }),
  });
  server.get('/list', () => ({
    value: [
      { id: 'a', name: 'A' },
      { id: 'b', name: 'B' },
    ],
  }));
  server.post('/act', () => {
    done += 1;
    return { done };
  });
  server.get('/text', () => 'no JSON');
  server.get('/broken', () => {
    throw new Error('a secret of the house');
  });
  const { origin } = await listenForRest(server, 0);
  onTestFinished(() => server.close());
  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(origin + path, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const admin = (method: string, body?: object, path = '') =>
    get(`/practice/faults${path}`, {
      method,
      headers: { 'x-practice-key': adminKey, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  return { origin, get, admin, done: () => done };
};

const whole = '{"value":[{"id":"a","name":"A"},{"id":"b","name":"B"}]}';

describe('what goes wrong is said in the platform’s words', () => {
  test('for an unknown path, a body that is no JSON, and an error inside', async () => {
    const { get } = await start();
    expect(await get('/nowhere')).toMatchObject({ status: 404, text: '{"no":404}' });
    const bad = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' };
    expect(await get('/act', bad)).toMatchObject({ status: 400, text: '{"no":400}' });
    expect(await get('/broken')).toMatchObject({ status: 500, text: '{"no":500}' });
  });

  test('for a call beyond the limit', async () => {
    const { get } = await start({ limit: 1 });
    expect((await get('/list')).status).toBe(200);
    const answer = await get('/list');
    expect(answer).toMatchObject({ status: 429, text: '{"no":429}' });
    expect(answer.headers.get('x-why')).toBe('GET');
  });

  test('for a port that is taken', async () => {
    const { origin } = await start();
    const port = Number(new URL(origin).port);
    const second = createRestServer({
      clock: systemClock,
      latencyMs: 0,
      adminKey,
      faults: new FaultPlan(),
      admits: () => true,
      refuse: () => ({ headers: {}, body: {} }),
    });
    await expect(listenForRest(second, port)).rejects.toThrow(
      `The practice platform cannot listen on port ${port}: another program uses it already.`,
    );
  });
});

describe('a fault', () => {
  test.each(['401', '429', '503'])('%s is answered, and nothing is done', async (kind) => {
    const { get, done } = await start({ fault: { kind, times: 1, retryAfter: 7 } });
    const answer = await get('/act', { method: 'POST' });
    expect(answer).toMatchObject({ status: Number(kind), text: `{"no":${kind}}` });
    expect(answer.headers.get('retry-after')).toBe('7');
    expect([done(), (await get('/act', { method: 'POST' })).status]).toEqual([0, 200]);
  });

  test('cut takes the answer away, but what was asked for is done', async () => {
    const { get, done } = await start({ fault: { kind: 'cut', times: 1 } });
    await expect(get('/act', { method: 'POST' })).rejects.toThrow();
    expect([done(), (await get('/list')).text]).toEqual([1, whole]);
  });

  test('waits for a call that the limit lets through', async () => {
    const { get } = await start({ fault: { kind: 'cut', times: 1 }, limit: 0 });
    expect((await get('/list')).status).toBe(429);
    expect((await get('/list')).status).toBe(429);
  });

  test('half-page ends in mid-sentence, as a whole answer', async () => {
    const { get } = await start({ fault: { kind: 'half-page' } });
    expect(await get('/list')).toMatchObject({ status: 200, text: whole.slice(0, Math.floor(whole.length / 2)) });
  });

  test('changed-schema calls the first member of every object something else', async () => {
    const { get } = await start({ fault: { kind: 'changed-schema' } });
    expect((await get('/list')).text).toBe('{"valueV2":[{"idV2":"a","name":"A"},{"idV2":"b","name":"B"}]}');
    expect(await get('/text')).toMatchObject({ status: 200, text: 'no JSON' });
  });

  test.each([{ fault: { kind: 'slow', seconds: 30 } }, { latencyMs: 30_000 }])('%j delays', async (delay) => {
    const clock = createManualTimers();
    let asked: (() => void) | undefined;
    const isWaiting = new Promise<void>((resolve) => (asked = resolve));
    const { get } = await start({
      ...delay,
      clock: {
        now: () => clock.now(),
        after: (delayMs, callback) => {
          asked?.();
          return clock.after(delayMs, callback);
        },
      },
    });
    let text: string | undefined;
    const answered = get('/list').then((answer) => (text = answer.text));
    await isWaiting;
    clock.advance(29_999);
    expect(text).toBeUndefined();
    clock.advance(1);
    expect(await answered).toBe(whole);
  });
});

describe('the admin route', () => {
  test('adds, lists and removes faults while the platform runs', async () => {
    const { get, admin } = await start();
    const added = await admin('POST', { kind: '503', path: '/list' });
    expect(added).toMatchObject({ status: 201 });
    expect((await get('/list')).status).toBe(503);
    expect(JSON.parse((await admin('GET')).text)).toEqual({
      value: [{ id: 1, kind: '503', path: '/list', after: 0, seconds: 5, hits: 1 }],
    });
    expect((await admin('DELETE', undefined, '/1')).status).toBe(204);
    expect((await admin('DELETE', undefined, '/1')).status).toBe(404);
    expect((await get('/list')).status).toBe(200);
    await admin('POST', { kind: '503' });
    expect((await admin('DELETE')).status).toBe(204);
    expect((await get('/list')).status).toBe(200);
  });

  test('is closed without the key, and refuses what is no fault', async () => {
    const { get, admin } = await start();
    expect((await get('/practice/faults')).status).toBe(401);
    expect((await get('/practice/faults', { headers: { 'x-practice-key': 'guess' } })).status).toBe(401);
    expect((await admin('POST', { kind: 'flood' })).status).toBe(400);
  });

  test('works whatever faults and limits there are', async () => {
    const { admin } = await start({ fault: { kind: 'cut' }, limit: 0 });
    expect((await admin('GET')).status).toBe(200);
  });
});

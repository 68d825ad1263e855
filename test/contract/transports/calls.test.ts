import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { methods, type MethodName } from '../../../shared/contract/contract.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import { maximumOpenCalls, type CallContext } from '../../../shared/contract/server.ts';
import { createCollector } from '../../support/collector.ts';
import { fakeAppInfo } from '../../support/fake-data.ts';
import { plausibleParams } from '../../support/fake-engine.ts';
import { linkMakers, type LinkMaker } from './links.ts';
import { openSession } from './session.ts';

const methodNames = Object.keys(methods) as MethodName[];

/** A handler that answers when told, and shows who asked. */
const createSlowMethod = <T>() => {
  const asked = createCollector<{ readonly context: CallContext; readonly answer: (result: Result<T>) => void }>();
  return {
    asked,
    handler: (_params: unknown, context: CallContext) =>
      new Promise<Result<T>>((answer) => {
        asked.add({ context, answer });
      }),
  };
};

describe.each(linkMakers)('a call over %s', (_kind, start) => {
  let links: LinkMaker;
  beforeEach(async () => {
    links = await start();
  });
  afterEach(() => links.stop());

  it.each(methodNames)('%s is answered with what its schema promises', async (method) => {
    const { client } = await openSession(links);
    const result = await client.call(method, plausibleParams[method]);
    if (!result.ok) throw new Error(result.error.message);
    expect(methods[method].result.safeParse(result.value)).toMatchObject({ success: true });
  });

  it('hands on the failure that a handler answers, with its details', async () => {
    const { client } = await openSession(links, {
      methods: { 'connections.remove': ({ id }) => fail('conflict', 'The practice fleet cannot be removed.', { id }) },
    });
    expect(await client.call('connections.remove', { id: 'practice' })).toEqual({
      ok: false,
      error: {
        code: 'conflict',
        message: 'The practice fleet cannot be removed.',
        retryable: false,
        details: { id: 'practice' },
      },
    });
  });

  it.each(['no.such', '', '__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'for the unknown method %j is answered unknown-method',
    async (method) => {
      const { client, internalErrors } = await openSession(links);
      // @ts-expect-error: the contract has no such method
      expect(await client.call(method, {}, { timeoutMs: 1000 })).toMatchObject({
        ok: false,
        error: { code: 'unknown-method', retryable: false },
      });
      expect(internalErrors.items).toEqual([]);
    },
  );

  it('with invalid params names each of them and never reaches the handler', async () => {
    const handled = createCollector<unknown>();
    const { client } = await openSession(links, {
      methods: {
        'connections.setEnabled': (params) => {
          handled.add(params);
          return ok(null);
        },
      },
    });
    // @ts-expect-error: not the contract's params
    const result = await client.call('connections.setEnabled', { id: '', isEnabled: 'yes', extra: 1 });
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid-params', retryable: false } });
    const details = result.ok ? [] : (result.error.details as { readonly path: string; readonly message: string }[]);
    expect(details.map(({ path }) => path).sort()).toEqual(['', 'id', 'isEnabled']);
    expect(details.every(({ message }) => message.length > 0)).toBe(true);
    expect(handled.items).toEqual([]);
  });

  it('names a field of a form in the way forms do', async () => {
    const { client } = await openSession(links);
    const { settings } = plausibleParams['connections.save'];
    const result = await client.call('connections.save', {
      settings: { ...settings, topics: [{ filter: 'fleet/#/telemetry', qos: 0 }] },
      secrets: {},
    });
    expect(result).toMatchObject({
      ok: false,
      error: { details: [{ path: 'settings.topics.0.filter', message: '# stands alone, as the last level.' }] },
    });
  });

  it.each(['{"__proto__":{"id":"x"}}', '{"id":"x","__proto__":{"isAdmin":true}}', '{"constructor":{"prototype":{}}}'])(
    'with the params %s leaves every prototype alone and the session in order',
    async (json) => {
      const handled = createCollector<object>();
      const { client, internalErrors, serverProtocolErrors } = await openSession(links, {
        methods: {
          'commands.discard': (params) => {
            handled.add(params);
            return ok(null);
          },
        },
      });
      const params = JSON.parse(json) as { readonly id: string };
      const result = await client.call('commands.discard', params);
      expect(result.ok || result.error.code === 'invalid-params').toBe(true);
      for (const reached of handled.items) {
        expect(Object.keys(reached)).toEqual(['id']);
        expect(Object.getPrototypeOf(reached)).toBe(Object.prototype);
      }
      expect(({} as { readonly isAdmin?: unknown }).isAdmin).toBeUndefined();
      expect(internalErrors.items).toEqual([]);
      expect(serverProtocolErrors.items).toEqual([]);
      expect(await client.call('app.info', {})).toEqual(ok(fakeAppInfo));
    },
  );

  it('whose handler throws is answered internal, and the error itself stays with the engine', async () => {
    const error = new Error('password hunter2 is wrong');
    const { client, internalErrors } = await openSession(links, {
      methods: {
        'app.info': () => {
          throw error;
        },
        'connections.test': () => Promise.reject(error),
      },
    });
    const results = [
      await client.call('app.info', {}),
      await client.call('connections.test', plausibleParams['connections.test']),
    ];
    for (const result of results) {
      expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
      expect(JSON.stringify(result)).not.toContain('hunter2');
    }
    expect(internalErrors.items).toEqual([
      { error, where: 'method app.info' },
      { error, where: 'method connections.test' },
    ]);
  });

  it('that nobody answers in time ends with timeout, and the handler learns of it', async () => {
    const slow = createSlowMethod<null>();
    const { client, clientTimers } = await openSession(links, { methods: { 'connections.retry': slow.handler } });
    const ends: string[] = [];
    const call = client.call('connections.retry', { id: 'fake' }).then((result) => {
      ends.push('ended');
      return result;
    });
    const { context } = await slow.asked.next();
    const aborted = new Promise<void>((resolve) => {
      context.signal.addEventListener('abort', resolve);
    });
    clientTimers.advance(methods['connections.retry'].timeoutMs - 1);
    await client.call('app.info', {});
    expect(ends).toEqual([]);
    clientTimers.advance(1);
    expect(await call).toMatchObject({ ok: false, error: { code: 'timeout', retryable: true } });
    await aborted;
    expect(clientTimers.pendingCount()).toBe(0);
  });

  it('may wait as long as its caller says, instead of as long as the contract does', async () => {
    const slow = createSlowMethod<null>();
    const { client, clientTimers } = await openSession(links, { methods: { 'connections.retry': slow.handler } });
    const call = client.call('connections.retry', { id: 'fake' }, { timeoutMs: 5 });
    await slow.asked.next();
    clientTimers.advance(5);
    expect(await call).toMatchObject({ ok: false, error: { code: 'timeout' } });
  });

  it('that is cancelled ends at once, aborts its handler, and ignores the late answer', async () => {
    const slow = createSlowMethod<null>();
    const { client, settle, clientProtocolErrors } = await openSession(links, {
      methods: { 'connections.retry': slow.handler },
    });
    const controller = new AbortController();
    const call = client.call('connections.retry', { id: 'fake' }, { signal: controller.signal });
    const { context, answer } = await slow.asked.next();
    expect(context.signal.aborted).toBe(false);
    controller.abort();
    expect(await call).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    await settle();
    expect(context.signal.aborted).toBe(true);
    answer(ok(null));
    await settle();
    expect(clientProtocolErrors.items).toEqual([]);
  });

  it('that is cancelled before it begins never reaches the engine', async () => {
    const slow = createSlowMethod<null>();
    const { client, settle } = await openSession(links, { methods: { 'connections.retry': slow.handler } });
    const result = await client.call('connections.retry', { id: 'fake' }, { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    await settle();
    expect(slow.asked.items).toEqual([]);
  });

  it('that has been answered no longer listens to its signal or its timer', async () => {
    const { client, window, clientTimers } = await openSession(links);
    const sent: unknown[] = [];
    const send = window.send.bind(window);
    window.send = (message) => {
      sent.push(message);
      send(message);
    };
    const controller = new AbortController();
    await client.call('app.info', {}, { signal: controller.signal });
    controller.abort();
    clientTimers.advance(1_000_000);
    expect(sent).toHaveLength(1);
  });

  it('ends with engine-restarted when the engine goes away, as do all that follow', async () => {
    const slow = createSlowMethod<null>();
    const { client, session, clientTimers } = await openSession(links, {
      methods: { 'connections.retry': slow.handler, 'connections.remove': slow.handler },
    });
    const calls = [client.call('connections.retry', { id: 'a' }), client.call('connections.remove', { id: 'b' })];
    await slow.asked.next();
    await slow.asked.next();
    const closed = new Promise<string>((resolve) => {
      client.onClose(resolve);
    });
    session.close();
    for (const call of calls) {
      expect(await call).toMatchObject({ ok: false, error: { code: 'engine-restarted', retryable: true } });
    }
    expect(await closed).not.toBe('');
    expect(await client.call('app.info', {})).toMatchObject({ ok: false, error: { code: 'engine-restarted' } });
    expect(clientTimers.pendingCount()).toBe(0);
  });

  it('is aborted in the engine when its window goes away', async () => {
    const slow = createSlowMethod<null>();
    const { client, clientTimers } = await openSession(links, { methods: { 'connections.retry': slow.handler } });
    const call = client.call('connections.retry', { id: 'fake' });
    const { context, answer } = await slow.asked.next();
    const aborted = new Promise<void>((resolve) => {
      context.signal.addEventListener('abort', resolve);
    });
    client.close();
    await aborted;
    answer(ok(null));
    expect(await call).toMatchObject({ ok: false, error: { code: 'engine-restarted' } });
    expect(clientTimers.pendingCount()).toBe(0);
  });

  it('is refused when a window has a thousand open, and answered again when they have ended', async () => {
    const slow = createSlowMethod<null>();
    const { client } = await openSession(links, { methods: { 'connections.retry': slow.handler } });
    const controller = new AbortController();
    const open = Array.from({ length: maximumOpenCalls }, () =>
      client.call('connections.retry', { id: 'fake' }, { signal: controller.signal }),
    );
    expect(await client.call('app.info', {})).toMatchObject({ ok: false, error: { code: 'refused' } });
    controller.abort();
    await Promise.all(open);
    expect(await client.call('app.info', {})).toEqual(ok(fakeAppInfo));
  });

  it('is answered in its own session when two windows ask the same at once', async () => {
    const slow = createSlowMethod<null>();
    const one = await openSession(links, { methods: { 'connections.retry': slow.handler } });
    const two = await openSession(links, {
      methods: { 'connections.retry': () => fail('not-found', 'No such connection.') },
    });
    const waiting = one.client.call('connections.retry', { id: 'fake' });
    const { answer } = await slow.asked.next();
    expect(await two.client.call('connections.retry', { id: 'fake' })).toMatchObject({ error: { code: 'not-found' } });
    two.session.close();
    answer(ok(null));
    expect(await waiting).toEqual(ok(null));
  });
});

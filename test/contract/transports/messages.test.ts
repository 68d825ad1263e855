import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '../../../shared/contract/result.ts';
import { createCollector } from '../../support/collector.ts';
import { fakeAppInfo } from '../../support/fake-data.ts';
import { linkMakers, type LinkMaker } from './links.ts';
import { openSession } from './session.ts';

const hostile: readonly (readonly [what: string, message: unknown])[] = [
  ['nothing', null],
  ['a number', 7],
  ['text', 'call'],
  ['a list', [{ type: 'call', id: 1, method: 'app.info' }]],
  ['an object without a type', { id: 1 }],
  ['an unknown type', { type: 'eval', id: 1 }],
  ['a call without an id', { type: 'call', method: 'app.info', params: {} }],
  ['a call with text for an id', { type: 'call', id: '1', method: 'app.info', params: {} }],
  ['a call with half an id', { type: 'call', id: 1.5, method: 'app.info', params: {} }],
  ['a call with a number for a method', { type: 'call', id: 1, method: 1, params: {} }],
  ['a subscription without a topic', { type: 'subscribe', id: 1 }],
  ['an acknowledgement of nothing', { type: 'acknowledge', id: 1 }],
  ['an envelope in a prototype', JSON.parse('{"__proto__":{"type":"call","id":1,"method":"app.info"}}')],
  ['a column', new Float64Array(4)],
];

const notPlain: readonly (readonly [what: string, value: unknown])[] = [
  ['a function', () => undefined],
  ['a map', new Map([[1, 2]])],
  ['a date', new Date(0)],
  ['a big integer', 10n],
  ['an error', new Error('no')],
  ['a column of a type that the contract does not have', new Int32Array(1)],
];

describe.each(linkMakers)('messages over %s', (_kind, start) => {
  let links: LinkMaker;
  beforeEach(async () => {
    links = await start();
  });
  afterEach(() => links.stop());

  it('arrive with their columns unchanged, in memory of their own', async () => {
    const { window, engine } = await links.connect();
    const received = createCollector<unknown>();
    engine.onMessage(received.add);
    const pool = new Uint8Array(10_000).fill(0xee);
    const message = {
      bytes: Uint8Array.of(0, 1, 255),
      shorts: Uint16Array.of(0, 65_535),
      words: Uint32Array.of(0, 4_294_967_295),
      floats: Float32Array.of(1.5, Number.NaN, Number.NEGATIVE_INFINITY),
      doubles: Float64Array.of(-0, Number.MIN_VALUE, Number.MAX_VALUE, Number.NaN),
      // Three bytes at an odd place of a large buffer: the rest of it is nobody else's business.
      part: pool.subarray(4097, 4100),
      empty: new Float64Array(),
      text: 'Żółw 🚚 \u0000',
      numbers: [0, -1, 0.1, Number.MAX_SAFE_INTEGER, Number.NaN, Number.POSITIVE_INFINITY],
      nothing: null,
      nested: { list: [[], {}, [true, false]] },
    };
    window.send(message);
    const arrived = (await received.next()) as typeof message;
    expect(arrived).toEqual(message);
    expect(arrived.part.buffer.byteLength).toBe(3);
    expect(arrived.doubles.buffer.byteLength).toBe(32);
    expect(message.doubles.byteLength, 'the sender keeps its own').toBe(32);
    expect(pool.byteLength).toBe(10_000);
  });

  it('take no bytes of Node’s shared buffer pool along', async () => {
    const { window, engine } = await links.connect();
    const received = createCollector<unknown>();
    engine.onMessage(received.add);
    window.send({ payload: Buffer.from('open') });
    const { payload } = (await received.next()) as { readonly payload: Uint8Array };
    expect(payload.buffer.byteLength).toBe(4);
    expect(new TextDecoder().decode(payload)).toBe('open');
  });

  it('that arrive before anybody listens are kept, in order', async () => {
    const { window, engine } = await links.connect();
    const answered = createCollector<unknown>();
    window.onMessage(answered.add);
    const early = createCollector<unknown>();
    window.send('first');
    window.send('second');
    // Something the other way, so that both have certainly arrived.
    engine.send('sign of life');
    await answered.next();
    await new Promise((resolve) => setImmediate(resolve));
    engine.onMessage(early.add);
    window.send('third');
    expect([await early.next(), await early.next(), await early.next()]).toEqual(['first', 'second', 'third']);
  });

  it('no longer come after a listener has been taken away', async () => {
    const { window, engine } = await links.connect();
    const gone = createCollector<unknown>();
    const staying = createCollector<unknown>();
    const stop = engine.onMessage(gone.add);
    engine.onMessage(staying.add);
    window.send(1);
    await staying.next();
    stop();
    window.send(2);
    await staying.next();
    expect(gone.items).toEqual([1]);
  });

  it('after the close go nowhere, and both ends hear of the close once', async () => {
    const { window, engine } = await links.connect();
    const closes = createCollector<string>();
    const there = new Promise<void>((resolve) => {
      engine.onClose((reason) => {
        closes.add(`engine: ${reason}`);
        resolve();
      });
    });
    window.onClose((reason) => closes.add(`window: ${reason}`));
    window.close();
    window.close();
    window.send('too late');
    await there;
    engine.send('too late');
    engine.close();
    expect([...closes.items].sort()).toEqual([
      'engine: The other side closed the connection.',
      'window: Closed by this side.',
    ]);
    const late = createCollector<string>();
    window.onClose(late.add);
    expect(late.items).toEqual(['Closed by this side.']);
  });

  it.each(notPlain)('with %s in them are refused where they are sent', async (_what, value) => {
    const { window, client, settle, clientProtocolErrors } = await openSession(links);
    expect(() => {
      window.send({ value });
    }).toThrow(TypeError);
    // @ts-expect-error: not the contract's params
    const result = await client.call('commands.discard', { id: value });
    expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(clientProtocolErrors.items).toHaveLength(1);
    await settle();
  });

  it('with an answer that cannot be carried become a failure, and the session goes on', async () => {
    const { client, internalErrors } = await openSession(links, {
      // @ts-expect-error: not the contract's result
      methods: { 'connections.retry': () => ok(() => undefined) },
    });
    const result = await client.call('connections.retry', { id: 'fake' });
    expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(internalErrors.items).toMatchObject([{ where: 'answer of connections.retry' }]);
    expect(await client.call('app.info', {})).toEqual(ok(fakeAppInfo));
  });

  it('nested deeper than any of ours are refused where they are sent', async () => {
    const { window } = await links.connect();
    let nested: unknown = null;
    for (let depth = 0; depth < 100; depth += 1) nested = [nested];
    expect(() => {
      window.send(nested);
    }).toThrow();
  });

  it.each(hostile)('that are no envelope (%s) are dropped and reported by both ends', async (_what, message) => {
    const session = await openSession(links);
    session.window.send(message);
    session.engine.send(message);
    expect(await session.client.call('app.info', {})).toEqual(ok(fakeAppInfo));
    expect(session.serverProtocolErrors.items).toHaveLength(1);
    expect(session.clientProtocolErrors.items).toHaveLength(1);
  });

  it('of the engine that answer what nobody asked are dropped and reported', async () => {
    const session = await openSession(links);
    session.engine.send({ type: 'reply', id: 99, result: ok(null) });
    session.engine.send({ type: 'event', id: 99, number: 1, event: {} });
    session.engine.send({ type: 'reply', id: 99, result: { ok: false, error: { code: 'no-such-code' } } });
    await session.settle();
    expect(session.clientProtocolErrors.items).toHaveLength(3);
  });

  it('that use an id twice are dropped and reported', async () => {
    const session = await openSession(links);
    const replies = createCollector<unknown>();
    session.window.onMessage(replies.add);
    session.window.send({ type: 'call', id: 50, method: 'app.info', params: {} });
    session.window.send({ type: 'call', id: 50, method: 'app.info', params: {} });
    session.window.send({ type: 'call', id: 51, method: 'app.info', params: {} });
    expect(await replies.next()).toMatchObject({ id: 50 });
    expect(await replies.next()).toMatchObject({ id: 51 });
    expect(session.serverProtocolErrors.items).toEqual(['The window used an id twice']);
  });
});

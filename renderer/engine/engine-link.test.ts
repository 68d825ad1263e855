import { afterEach, describe, expect, it } from 'vitest';
import type { ConnectionsEvent } from '../../shared/contract/contract.ts';
import type { Timers } from '../../shared/contract/timers.ts';
import type { Transport } from '../../shared/contract/transport.ts';
import { createInMemoryTransports } from '../../shared/contract/transports/in-memory.ts';
import { EngineLink } from './engine-link.ts';
import type { Visibility } from './visibility.ts';

interface Message {
  readonly type?: unknown;
  readonly id?: unknown;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** The engine's end by hand: what arrived, and what is answered. */
const createEngineEnd = () => {
  const ends: { readonly transport: Transport; readonly received: Message[] }[] = [];
  let isReachable = true;
  return {
    ends,
    setReachable: (value: boolean) => {
      isReachable = value;
    },
    connect: () => {
      if (!isReachable) return Promise.reject(new Error('refused'));
      const [near, far] = createInMemoryTransports();
      const received: Message[] = [];
      far.onMessage((message) => received.push(message as Message));
      ends.push({ transport: far, received });
      return Promise.resolve(near);
    },
    latest: () => {
      const end = ends.at(-1);
      if (end === undefined) throw new Error('nobody has connected');
      return end;
    },
  };
};

const createTimers = () => {
  const waiting: { readonly delayMs: number; readonly callback: () => void }[] = [];
  const timers: Timers = {
    now: () => 0,
    after: (delayMs, callback) => {
      const entry = { delayMs, callback };
      waiting.push(entry);
      return () => {
        const index = waiting.indexOf(entry);
        if (index >= 0) waiting.splice(index, 1);
      };
    },
  };
  return {
    timers,
    waiting,
    fire: () => {
      for (const { callback } of waiting.splice(0)) callback();
    },
  };
};

const createVisibility = () => {
  const listeners = new Set<() => void>();
  let isHidden = false;
  const visibility: Visibility = {
    isHidden: () => isHidden,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    visibility,
    setHidden: (value: boolean) => {
      isHidden = value;
      for (const listener of listeners) listener();
    },
  };
};

const links: EngineLink[] = [];
const start = () => {
  const engine = createEngineEnd();
  const clock = createTimers();
  const window = createVisibility();
  const link = new EngineLink({ connect: engine.connect, timers: clock.timers, visibility: window.visibility });
  links.push(link);
  return { engine, clock, window, link };
};

afterEach(() => {
  for (const link of links.splice(0)) link.close();
});

const event = (sequence: number): ConnectionsEvent => ({ sequence, connections: [] });
const ofType = (received: readonly Message[], type: string) => received.filter((message) => message.type === type);

describe('the link to the engine', () => {
  it('holds a call that is made before the engine answers, and sends it then', async () => {
    const { engine, link } = start();
    const call = link.call('app.info', {});
    await turn();
    const { transport, received } = engine.latest();
    expect(received).toMatchObject([{ type: 'call', method: 'app.info' }]);
    transport.send({ type: 'reply', id: received[0]?.id, result: { ok: true, value: 'it' } });
    expect(await call).toEqual({ ok: true, value: 'it' });
    expect(link.state).toBe('ready');
  });

  it('answers a call at once with engine-restarted while the engine is lost', async () => {
    const { engine, link } = start();
    engine.setReachable(false);
    await turn();
    engine.ends[0]?.transport.close();
    await turn();
    expect(link.state).toBe('lost');
    expect(await link.call('app.info', {})).toMatchObject({ ok: false, error: { code: 'engine-restarted' } });
  });

  it('says so when the first attempt finds no engine, and does not leave a waiting call hanging', async () => {
    const engine = createEngineEnd();
    engine.setReachable(false);
    const link = new EngineLink({ connect: engine.connect, timers: createTimers().timers });
    links.push(link);
    expect(await link.call('app.info', {})).toMatchObject({ ok: false, error: { retryable: true } });
    expect(link.state).toBe('lost');
  });

  it('opens another way by itself and every subscription again, and delivers their snapshots', async () => {
    const { engine, clock, link } = start();
    const heard: number[] = [];
    const failures: unknown[] = [];
    link.subscribe(
      'connections',
      {},
      ({ sequence }) => heard.push(sequence),
      (failure) => failures.push(failure),
    );
    await turn();
    const first = engine.latest();
    first.transport.send({ type: 'event', id: first.received[0]?.id, number: 1, event: event(1) });
    await turn();
    first.transport.close();
    await turn();
    expect(link.state).toBe('lost');
    clock.fire();
    await turn();
    const second = engine.latest();
    expect(second).not.toBe(first);
    expect(ofType(second.received, 'subscribe')).toMatchObject([{ topic: 'connections' }]);
    second.transport.send({ type: 'event', id: second.received[0]?.id, number: 1, event: event(7) });
    await turn();
    expect(heard).toEqual([1, 7]);
    expect(failures).toEqual([]);
    expect(link.state).toBe('ready');
  });

  it('waits a little longer after each failed attempt and begins again after a good one', async () => {
    const { engine, clock, link } = start();
    await turn();
    engine.setReachable(false);
    engine.latest().transport.close();
    const delays: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await turn();
      delays.push(clock.waiting.at(-1)?.delayMs ?? 0);
      clock.fire();
    }
    expect(delays).toEqual([100, 250, 500, 1000, 2000, 2000]);
    await turn();
    engine.setReachable(true);
    clock.fire();
    await turn();
    expect(link.state).toBe('ready');
    engine.latest().transport.close();
    await turn();
    expect(clock.waiting.at(-1)?.delayMs).toBe(100);
  });

  it('stops acknowledging while the window is hidden and goes on when it is seen', async () => {
    const { engine, link, window } = start();
    link.subscribe('connections', {}, () => undefined);
    await turn();
    const { transport, received } = engine.latest();
    const id = received[0]?.id;
    window.setHidden(true);
    transport.send({ type: 'event', id, number: 1, event: event(1) });
    await turn();
    expect(ofType(received, 'acknowledge')).toEqual([]);
    window.setHidden(false);
    await turn();
    expect(ofType(received, 'acknowledge')).toMatchObject([{ id, number: 1 }]);
  });

  it('tells the engine when nobody listens any more, and does not open that subscription again', async () => {
    const { engine, clock, link } = start();
    const unsubscribe = link.subscribe('fleet', {}, () => undefined);
    await turn();
    unsubscribe();
    await turn();
    expect(ofType(engine.latest().received, 'unsubscribe')).toHaveLength(1);
    engine.latest().transport.close();
    await turn();
    clock.fire();
    await turn();
    expect(engine.latest().received).toEqual([]);
  });
});

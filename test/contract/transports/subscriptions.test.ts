import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TopicEvent } from '../../../shared/contract/contract.ts';
import type { Failure } from '../../../shared/contract/result.ts';
import { maximumOpenSubscriptions } from '../../../shared/contract/server.ts';
import { createCollector } from '../../support/collector.ts';
import { fakeFleetSnapshot, fakeVehicles } from '../../support/fake-data.ts';
import { createFakeTopic } from '../../support/fake-engine.ts';
import { linkMakers, type LinkMaker } from './links.ts';
import { openSession, type OpenSession } from './session.ts';

const intervalMs = 100;
const frame = (sequence: number) => fakeFleetSnapshot(fakeVehicles, sequence);
const createFleet = () => createFakeTopic<'fleet'>(frame(1), intervalMs);

const watchFleet = ({ client }: OpenSession) => {
  const events = createCollector<TopicEvent<'fleet'>>();
  const failures = createCollector<Failure>();
  const subscription = client.subscribe('fleet', {}, { onEvent: events.add, onError: failures.add });
  return { events, failures, subscription };
};

describe.each(linkMakers)('a subscription over %s', (_kind, start) => {
  let links: LinkMaker;
  beforeEach(async () => {
    links = await start();
  });
  afterEach(() => links.stop());

  it('starts with a snapshot whose columns arrive as they were sent', async () => {
    const fleet = createFleet();
    const session = await openSession(links, { topics: { fleet: fleet.open } });
    const { events } = watchFleet(session);
    expect(await events.next()).toEqual(frame(1));
  });

  it('brings what is new when its source wakes, and no sooner than the interval allows', async () => {
    const fleet = createFleet();
    const session = await openSession(links, { topics: { fleet: fleet.open } });
    const { events } = watchFleet(session);
    await events.next();
    fleet.publish(frame(2));
    session.serverTimers.advance(intervalMs - 1);
    await session.settle();
    expect(events.items).toHaveLength(1);
    session.serverTimers.advance(1);
    expect((await events.next()).sequence).toBe(2);
  });

  it('is asked for at most one event however often its source wakes', async () => {
    const fleet = createFleet();
    const session = await openSession(links, { topics: { fleet: fleet.open } });
    const { events } = watchFleet(session);
    await events.next();
    await session.settle();
    session.serverTimers.advance(intervalMs);
    await session.settle();
    const takenBefore = fleet.counts.taken;
    fleet.publish(frame(2));
    for (let count = 0; count < 1000; count += 1) fleet.wake();
    expect((await events.next()).sequence).toBe(2);
    expect(fleet.counts.taken).toBe(takenBefore + 1);
  });

  it('brings news at once when the last event is longer ago than the interval', async () => {
    const fleet = createFleet();
    const session = await openSession(links, { topics: { fleet: fleet.open } });
    const { events } = watchFleet(session);
    await events.next();
    await session.settle();
    session.serverTimers.advance(intervalMs);
    await session.settle();
    fleet.publish(frame(2));
    // No clock turns here.
    expect((await events.next()).sequence).toBe(2);
  });

  it('goes on at its usual pace when the wall clock is set back by an hour', async () => {
    const fleet = createFleet();
    const session = await openSession(links, { topics: { fleet: fleet.open } });
    const { events } = watchFleet(session);
    await events.next();
    session.serverTimers.setNow(session.serverTimers.now() - 3_600_000);
    fleet.publish(frame(2));
    await session.settle();
    session.serverTimers.advance(intervalMs);
    expect((await events.next()).sequence).toBe(2);
  });

  it('that stops acknowledging costs nothing, and the others go on', async () => {
    const fleet = createFleet();
    const other = createFleet();
    const paused = await openSession(links, { topics: { fleet: fleet.open } });
    const lively = await openSession(links, { topics: { fleet: other.open } });
    const silent = watchFleet(paused);
    silent.subscription.pause();
    const watching = watchFleet(lively);
    await silent.events.next();
    await watching.events.next();
    for (let sequence = 2; sequence <= 20; sequence += 1) {
      fleet.publish(frame(sequence));
      other.publish(frame(sequence));
      await paused.settle();
      await lively.settle();
      paused.serverTimers.advance(intervalMs);
      lively.serverTimers.advance(intervalMs);
      expect((await watching.events.next()).sequence).toBe(sequence);
    }
    await paused.settle();
    expect(fleet.counts.taken).toBe(1);
    expect(silent.events.items).toHaveLength(1);
    expect(paused.serverTimers.pendingCount()).toBe(0);
  });

  it('that is resumed brings the latest, and not what was missed one by one', async () => {
    const fleet = createFleet();
    const session = await openSession(links, { topics: { fleet: fleet.open } });
    const { events, subscription } = watchFleet(session);
    subscription.pause();
    await events.next();
    for (let sequence = 2; sequence <= 50; sequence += 1) fleet.publish(frame(sequence));
    session.serverTimers.advance(10 * intervalMs);
    await session.settle();
    subscription.resume();
    expect((await events.next()).sequence).toBe(50);
    await session.settle();
    session.serverTimers.advance(10 * intervalMs);
    await session.settle();
    expect(events.items.map(({ sequence }) => sequence)).toEqual([1, 50]);
  });

  it('that is closed closes its source once and brings nothing more', async () => {
    const fleet = createFleet();
    const session = await openSession(links, { topics: { fleet: fleet.open } });
    const { events, failures, subscription } = watchFleet(session);
    await events.next();
    subscription.close();
    subscription.close();
    await session.settle();
    fleet.publish(frame(2));
    session.serverTimers.advance(intervalMs);
    await session.settle();
    session.session.close();
    expect(fleet.counts).toEqual({ opened: 1, closed: 1, taken: 1 });
    expect(events.items).toHaveLength(1);
    expect(failures.items).toEqual([]);
    expect(session.serverTimers.pendingCount()).toBe(0);
  });

  it('ends with engine-restarted when the engine goes away, and one opened later does so at once', async () => {
    const fleet = createFleet();
    const session = await openSession(links, { topics: { fleet: fleet.open } });
    const { events, failures } = watchFleet(session);
    await events.next();
    session.session.close();
    expect(await failures.next()).toMatchObject({ code: 'engine-restarted', retryable: true });
    expect(await watchFleet(session).failures.next()).toMatchObject({ code: 'engine-restarted' });
    expect(failures.items).toHaveLength(1);
    expect(fleet.counts.closed).toBe(1);
  });

  it('closes its source once when its window goes away, and leaves other windows alone', async () => {
    const fleet = createFleet();
    const leaving = await openSession(links, { topics: { fleet: fleet.open } });
    const staying = await openSession(links, { topics: { fleet: fleet.open } });
    const left = new Promise((resolve) => {
      leaving.engine.onClose(resolve);
    });
    const watching = watchFleet(staying);
    await watchFleet(leaving).events.next();
    await watching.events.next();
    leaving.client.close();
    await left;
    expect(fleet.counts).toMatchObject({ opened: 2, closed: 1 });
    fleet.publish(frame(2));
    await staying.settle();
    staying.serverTimers.advance(intervalMs);
    expect((await watching.events.next()).sequence).toBe(2);
  });

  it('whose source throws ends with internal, and the session goes on', async () => {
    const error = new Error('row 7 has no name');
    const fleet = createFleet();
    const session = await openSession(links, { topics: { fleet: fleet.open } });
    const { events, failures } = watchFleet(session);
    await events.next();
    fleet.break(error);
    await session.settle();
    session.serverTimers.advance(intervalMs);
    const failure = await failures.next();
    expect(failure.code).toBe('internal');
    expect(failure.message).not.toContain('row 7');
    expect(session.internalErrors.items).toEqual([{ error, where: 'topic fleet' }]);
    expect(fleet.counts.closed).toBe(1);
    expect(await session.client.call('app.info', {})).toMatchObject({ ok: true });
    expect(failures.items).toHaveLength(1);
  });

  it('whose source cannot be opened ends with internal', async () => {
    const session = await openSession(links, {
      topics: {
        fleet: () => {
          throw new Error('no store');
        },
      },
    });
    expect(await watchFleet(session).failures.next()).toMatchObject({ code: 'internal' });
    expect(session.internalErrors.items).toHaveLength(1);
  });

  it.each(['no.such', '__proto__', 'constructor'])(
    'to the unknown topic %j ends with unknown-method',
    async (topic) => {
      const { client } = await openSession(links);
      const failures = createCollector<Failure>();
      // @ts-expect-error: the contract has no such topic
      client.subscribe(topic, {}, { onEvent: () => undefined, onError: failures.add });
      expect(await failures.next()).toMatchObject({ code: 'unknown-method' });
    },
  );

  it('with invalid params ends with the list of them', async () => {
    const { client } = await openSession(links);
    const failures = createCollector<Failure>();
    client.subscribe('commands', { limit: 0 }, { onEvent: () => undefined, onError: failures.add });
    expect(await failures.next()).toMatchObject({ code: 'invalid-params', details: [{ path: 'limit' }] });
  });

  it('whose listener throws says so and goes on', async () => {
    const fleet = createFleet();
    const session = await openSession(links, { topics: { fleet: fleet.open } });
    const heard = createCollector<number>();
    session.client.subscribe(
      'fleet',
      {},
      {
        onEvent: ({ sequence }) => {
          heard.add(sequence);
          throw new Error('broken panel');
        },
      },
    );
    await heard.next();
    fleet.publish(frame(2));
    await session.settle();
    session.serverTimers.advance(intervalMs);
    expect(await heard.next()).toBe(2);
    expect(session.clientProtocolErrors.items).toEqual([
      'The event listener of topic fleet threw',
      'The event listener of topic fleet threw',
    ]);
  });

  it('is refused when a window has hundreds open, and the open ones go on', async () => {
    const session = await openSession(links);
    const failures = createCollector<Failure>();
    for (let count = 0; count <= maximumOpenSubscriptions; count += 1) {
      session.client.subscribe('connections', {}, { onEvent: () => undefined, onError: failures.add });
    }
    expect(await failures.next()).toMatchObject({ code: 'refused' });
    await session.settle();
    expect(failures.items).toHaveLength(1);
  });
});

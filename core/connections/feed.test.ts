import { expect, test } from 'vitest';
import { plainMapping } from '../../test/support/engine-fixture.ts';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import type { Rejection } from '../telemetry/decoded.ts';
import type { BrokerMessage } from '../telemetry/message.ts';
import { silentLog } from '../log.ts';
import { Feed, type Acknowledgement } from './feed.ts';

const setUp = (ingest: () => readonly Rejection[] = () => []) => {
  const clock = createManualTimers();
  const ingested: string[] = [];
  const faults: unknown[] = [];
  const acknowledgements: Acknowledgement[] = [];
  const feed = new Feed(
    {
      ...plainMapping,
      routes: [
        ...plainMapping.routes,
        {
          kind: 'acknowledgement',
          topic: 'answers/{vehicle}',
          vehicle: '{vehicle}',
          requestId: 'id',
          completed: { from: 'is', equals: ['done'] },
          failed: { from: 'is', equals: ['failed'] },
        },
      ],
    },
    {
      connectionId: 'c1',
      clock,
      log: { ...silentLog, error: (_event, fields) => faults.push(fields) },
      fleet: {
        ingest: (_id, message) => {
          ingested.push(message.topic);
          return ingest();
        },
      },
      onAcknowledgement: (acknowledgement) => acknowledgements.push(acknowledgement),
    },
  );
  const message = (topic: string, body: string): BrokerMessage => ({
    topic,
    payload: new TextEncoder().encode(body),
    qos: 1,
    isRetained: false,
    receivedAtMs: clock.now(),
  });
  return { feed, clock, ingested, faults, acknowledgements, message };
};

test('a message reaches the fleet and is counted with its time', () => {
  const { feed, clock, ingested, message } = setUp();
  feed.handle(message('fleet/van', '{"speed":1}'));
  expect(ingested).toEqual(['fleet/van']);
  expect(feed).toMatchObject({ receivedCount: 1, rejectedCount: 0, newestAtMs: clock.now() });
});

test('a message that cannot be read is counted and kept with its reason', () => {
  const { feed, message } = setUp();
  feed.handle(message('fleet/van', 'no json'));
  expect(feed.rejectedCount).toBe(1);
  expect(feed.rejectedMessages()).toMatchObject([{ connectionId: 'c1', reason: 'not-json', excerpt: 'no json' }]);
});

test('what the fleet leaves out counts as rejected, too, once a message', () => {
  const { feed, message } = setUp(() => [{ reason: 'too-many-vehicles', explanation: 'full' }]);
  feed.handle(message('fleet/van', '{"speed":"fast"}'));
  expect(feed.rejectedCount).toBe(1);
  expect(feed.rejectedMessages()[0]?.explanation).toMatch(/speed.*; full/);
});

test("a vehicle's answer goes on to the commands", () => {
  const { feed, acknowledgements, message } = setUp();
  feed.handle(message('answers/van', '{"id":"r1","is":"done"}'));
  expect(acknowledgements).toMatchObject([{ requestId: 'r1', state: 'completed', vehicle: { vehicleId: 'van' } }]);
});

test('a fault in the console itself is counted, shown and logged, and the next message has its turn', () => {
  let isBroken = true;
  const { feed, clock, faults, message } = setUp(() => {
    if (isBroken) throw new Error('a bug');
    return [];
  });
  feed.handle(message('fleet/a', '{"speed":1}'));
  expect(feed.fault(clock.now())).toMatchObject({ code: 'engine-fault' });
  expect(faults).toMatchObject([{ connectionId: 'c1', topic: 'fleet/a', count: 1 }]);
  isBroken = false;
  feed.handle(message('fleet/b', '{"speed":1}'));
  expect(feed.receivedCount).toBe(2);
  expect(feed.fault(clock.now() + 60_001)).toBeNull();
});

test('a fault at every message does not fill the log', () => {
  const { feed, faults, message } = setUp(() => {
    throw new Error('a bug');
  });
  for (let index = 0; index < 1_500; index++) feed.handle(message('fleet/a', '{"speed":1}'));
  expect(faults).toHaveLength(2);
});

test('a new mapping takes over from the next message on', () => {
  const { feed, message } = setUp();
  feed.useMapping({ ...plainMapping, routes: [{ kind: 'ignore', topic: 'other' }] });
  feed.handle(message('fleet/van', '{"speed":1}'));
  expect(feed.rejectedMessages()).toMatchObject([{ reason: 'no-route' }]);
});

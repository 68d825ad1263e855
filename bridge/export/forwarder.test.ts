import { expect, test } from 'vitest';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import type { PublishOutcome } from '../broker/broker.ts';
import { createCounters } from '../webhook/counters.ts';
import { createForwarder } from './forwarder.ts';
import { createRouter } from './router.ts';
import { parseTemplate } from './topic-template.ts';

interface Publish {
  readonly topic: string;
  readonly signal: AbortSignal;
  readonly settle: (outcome: PublishOutcome) => void;
}

/** A forwarder whose broker is the test. */
const setUp = () => {
  const clock = createManualTimers();
  const publishes: Publish[] = [];
  const claims: string[] = [];
  const forward = createForwarder({
    publish: (topic, _payload, signal) =>
      new Promise((settle) => {
        publishes.push({ topic, signal, settle });
      }),
    route: createRouter(parseTemplate('fleet/{application}/{device}'), undefined),
    counters: createCounters(),
    clock,
    answerWithinMs: 5_000,
    onUnknown: (claim) => claims.push(claim),
  });
  return { clock, publishes, claims, forward: (messages: unknown) => forward(Buffer.from(JSON.stringify(messages))) };
};

const message = (deviceId: string) => ({ messageSource: 'telemetry', applicationId: 'app', deviceId });
const audit = { messageSource: 'audit', applicationId: 'app' };

test('a body is done when every message of it is acknowledged', async () => {
  const { publishes, claims, forward } = setUp();
  const { outcome, released } = forward([message('a'), audit, message('b'), { messageSource: 'weather' }]);
  expect(publishes.map(({ topic }) => topic)).toEqual(['fleet/app/a', 'fleet/app/b']);
  for (const { settle } of publishes) settle({ kind: 'acknowledged' });
  expect(await outcome).toEqual({ kind: 'done', published: 2, ignored: 2 });
  await released;
  expect(claims).toEqual(['weather']);
});

test('nothing of a body is published when one message of it has no topic', async () => {
  const { publishes, forward } = setUp();
  const { outcome } = forward([message('a'), { messageSource: 'telemetry', deviceId: 'b' }]);
  expect(await outcome).toEqual({
    kind: 'bad-body',
    problem: 'Message 2: The topic needs applicationId, and the message has none.',
  });
  expect(publishes).toEqual([]);
});

test.each([
  [{ kind: 'disconnected' }, 'try-again'],
  [{ kind: 'refused', reason: 'Not authorized' }, 'try-again'],
  [{ kind: 'too-large' }, 'too-large'],
] as const)('one message that is %j fails the body at once and calls off what still waits', async (failure, kind) => {
  const { publishes, forward } = setUp();
  const { outcome } = forward([message('a'), message('b')]);
  publishes[0]?.settle(failure);
  expect((await outcome).kind).toBe(kind);
  expect(publishes[1]?.signal.aborted).toBe(true);
});

test('a broker that is slow costs an answer in time, and the body is held until the broker is done with it', async () => {
  const { clock, publishes, forward } = setUp();
  const { outcome, released } = forward(message('a'));
  clock.advance(5_000);
  expect(await outcome).toEqual({ kind: 'try-again', problem: 'The broker did not acknowledge it within 5000 ms.' });
  let isReleased = false;
  void released.then(() => (isReleased = true));
  await Promise.resolve();
  expect(isReleased).toBe(false);
  publishes[0]?.settle({ kind: 'acknowledged' });
  await released;
});

test('an answer in time leaves no timer behind', async () => {
  const { clock, publishes, forward } = setUp();
  const { released } = forward(message('a'));
  publishes[0]?.settle({ kind: 'acknowledged' });
  await released;
  expect(clock.pendingCount()).toBe(0);
});

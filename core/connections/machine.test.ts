import { expect, test } from 'vitest';
import type { Problem } from '../../shared/connection/problem.ts';
import { advance, initialMachine, type Machine, type MachineEvent } from './machine.ts';

const refused: Problem = { code: 'refused', message: 'Refused.', willRetry: true };
const silence: Problem = { code: 'no-messages', message: 'Silent.', willRetry: true };
const oneTopicRefused: Problem = { code: 'topic-refused', message: 'One of two.', willRetry: false };

const run = (...steps: readonly (readonly [MachineEvent, number])[]): Machine =>
  steps.reduce((machine, [event, atMs]) => advance(machine, event, atMs), initialMachine(0));

const started = { type: 'attempt-started' } as const;
const ready = { type: 'ready', problem: null } as const;
const failed = { type: 'failed', problem: refused } as const;

test('a connection begins idle, and its first attempt shows as connecting', () => {
  expect(initialMachine(5)).toMatchObject({ state: 'idle', sinceMs: 5, problem: null });
  expect(run([started, 10])).toMatchObject({ state: 'connecting', sinceMs: 10, isAttempting: true });
});

test('a connection that is ready is live from then on', () => {
  expect(run([started, 10], [ready, 20])).toMatchObject({ state: 'live', sinceMs: 20, isAttempting: false });
});

test('a failed first attempt is offline with its reason and the time of the next', () => {
  const machine = run([started, 10], [failed, 20], [{ type: 'retry-planned', atMs: 520 }, 20]);
  expect(machine).toMatchObject({ state: 'offline', sinceMs: 20, problem: refused, retryAtMs: 520, failuresInARow: 1 });
});

test('while it tries again it stays offline, keeps the reason, and announces no further time', () => {
  const machine = run([started, 10], [failed, 20], [{ type: 'retry-planned', atMs: 520 }, 20], [started, 520]);
  expect(machine).toMatchObject({
    state: 'offline',
    sinceMs: 20,
    problem: refused,
    retryAtMs: null,
    isAttempting: true,
  });
});

test('offline lasts since the first failure, however many follow', () => {
  const machine = run([started, 10], [failed, 20], [started, 520], [failed, 530]);
  expect(machine).toMatchObject({ state: 'offline', sinceMs: 20, failuresInARow: 2 });
});

test('success clears the reason and the count of failures', () => {
  const machine = run([started, 10], [failed, 20], [started, 520], [ready, 530]);
  expect(machine).toMatchObject({ state: 'live', problem: null, failuresInARow: 0 });
});

test('silence makes a live connection stale, and a message makes it live again', () => {
  const quiet = run([started, 10], [ready, 20], [{ type: 'quiet', problem: silence }, 90_020]);
  expect(quiet).toMatchObject({ state: 'stale', sinceMs: 90_020, problem: silence });
  expect(advance(quiet, { type: 'message' }, 95_000)).toMatchObject({ state: 'live', sinceMs: 95_000, problem: null });
});

test('a topic that was refused stays known through silence and news', () => {
  const stale = run(
    [started, 10],
    [{ type: 'ready', problem: oneTopicRefused }, 20],
    [{ type: 'quiet', problem: silence }, 90_020],
  );
  expect(stale.problem).toBe(oneTopicRefused);
  expect(advance(stale, { type: 'message' }, 95_000).problem).toBe(oneTopicRefused);
});

test('a message to a live connection changes nothing, not even the object', () => {
  const live = run([started, 10], [ready, 20]);
  expect(advance(live, { type: 'message' }, 30)).toBe(live);
});

test('silence says nothing about a connection that is offline', () => {
  const offline = run([started, 10], [failed, 20]);
  expect(advance(offline, { type: 'quiet', problem: silence }, 90_000)).toBe(offline);
});

test('switching off forgets everything', () => {
  const machine = run([started, 10], [failed, 20], [{ type: 'disabled' }, 30]);
  expect(machine).toEqual(initialMachine(30));
});

test('a failure that arrives after switching off changes nothing', () => {
  const idle = run([started, 10], [{ type: 'disabled' }, 20]);
  expect(advance(idle, failed, 30)).toBe(idle);
});

test('losses within seconds of a connect are counted, and a connection that holds ends the count', () => {
  const quickLoss = [
    [started, 0],
    [ready, 100],
    [failed, 1_000],
  ] as const;
  expect(run(...quickLoss, ...quickLoss).quickLossesInARow).toBe(2);
  expect(run(...quickLoss, [started, 2_000], [failed, 2_001]).quickLossesInARow).toBe(1);
  expect(run(...quickLoss, [started, 2_000], [ready, 2_100], [failed, 60_000]).quickLossesInARow).toBe(0);
});

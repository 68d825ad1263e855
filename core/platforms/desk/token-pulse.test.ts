import { beforeEach, expect, test } from 'vitest';
import { createManualTimers, type ManualTimers } from '../../../test/support/manual-timers.ts';
import { ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import { failing, promised, revoked, settled } from './testing/scripted-platform.ts';
import { TokenPulse } from './token-pulse.ts';

let clock: ManualTimers;
let asked: AbortSignal[];
let failures: Failure[];
let answer: () => Promise<Result<unknown>>;
let pulse: TokenPulse;

const pass = async (ms: number): Promise<void> => {
  clock.advance(ms);
  await settled();
};

beforeEach(() => {
  clock = createManualTimers();
  asked = [];
  failures = [];
  answer = () => Promise.resolve(ok(null));
  pulse = new TokenPulse({
    ask: (signal) => {
      asked.push(signal);
      return answer();
    },
    onFailure: (failure) => failures.push(failure),
    clock,
  });
});

test('something small is asked every ten seconds while somebody has the console open, and nothing otherwise', async () => {
  pulse.start();
  await pass(60_000);
  expect(asked).toHaveLength(0);
  pulse.watch(true);
  for (let round = 0; round < 3; round += 1) await pass(10_000);
  expect(asked).toHaveLength(3);
  pulse.watch(false);
  await pass(60_000);
  expect(asked).toHaveLength(3);
  expect(clock.pendingCount()).toBe(0);
});

test('nothing is asked where other calls are answered anyway', async () => {
  pulse.watch(true);
  pulse.start();
  for (let round = 0; round < 10; round += 1) {
    await pass(9_000);
    pulse.heard();
  }
  expect(asked).toHaveLength(0);
  await pass(10_000);
  expect(asked).toHaveLength(1);
});

test('a question that is slow is not asked twice, and its failure is told', async () => {
  const { promise, keep } = promised<Result<unknown>>();
  answer = () => promise;
  pulse.watch(true);
  pulse.start();
  for (let round = 0; round < 5; round += 1) await pass(10_000);
  expect(asked).toHaveLength(1);
  keep(await failing(revoked));
  await settled();
  expect(failures).toEqual([revoked]);
});

test('it ends with the token: what is under way is called off, its answer is nobody’s, and no timer is left', async () => {
  const { promise, keep } = promised<Result<unknown>>();
  answer = () => promise;
  pulse.watch(true);
  pulse.start();
  await pass(10_000);
  pulse.stop();
  expect(asked.map(({ aborted }) => aborted)).toEqual([true]);
  keep(await failing(revoked));
  await settled();
  pulse.heard();
  await pass(60_000);
  expect([asked.length, failures.length, clock.pendingCount()]).toEqual([1, 0, 0]);
  pulse.start();
  await pass(10_000);
  expect(asked).toHaveLength(2);
});

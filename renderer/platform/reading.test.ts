import { describe, expect, it } from 'vitest';
import { fail, failureOf, ok, type Result } from '../../shared/contract/result.ts';
import type { Job } from '../../shared/platform/job.ts';
import type { EngineLink, LinkState } from '../engine/engine-link.ts';
import { mayHaveHappened } from './failure.ts';
import { createReading } from './reading.ts';

const job = (id: string): Job => ({
  connectionId: 'platform',
  id,
  name: id,
  action: 'Reboot',
  target: '2 vehicles',
  state: 'running',
  startedAtMs: null,
  endedAtMs: null,
  progress: null,
  controls: [],
});

/** An engine that answers when the test says so. */
const createEngine = () => {
  const waiting: ((result: Result<Job[]>) => void)[] = [];
  const listeners = new Set<() => void>();
  const engine = {
    state: 'ready' as LinkState,
    call: (() =>
      new Promise<Result<unknown>>((resolve) => {
        waiting.push(resolve);
      })) as EngineLink['call'],
    onStateChange: (listener: () => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
  return {
    engine,
    count: () => waiting.length,
    answer: async (result: Result<Job[]>, index = waiting.length - 1) => {
      waiting[index]?.(result);
      await Promise.resolve();
      await Promise.resolve();
    },
    tellLink: () => {
      for (const listener of listeners) listener();
    },
  };
};

const start = () => {
  const fake = createEngine();
  const reading = createReading(fake.engine, 'jobs.list', { connectionId: 'platform' });
  const stop = reading.subscribe(() => undefined);
  return { ...fake, reading, stop };
};

describe('a reading', () => {
  it('keeps what was read while it is read again, and when that fails', async () => {
    const { reading, answer } = start();
    await answer(ok([job('one')]));
    void reading.reload();
    expect(reading.getState()).toMatchObject({ isReading: true, value: [{ id: 'one' }] });
    await answer(fail('unreachable', 'The platform does not answer.'));
    expect(reading.getState()).toMatchObject({
      isReading: false,
      value: [{ id: 'one' }],
      failure: { message: 'The platform does not answer.' },
    });
    void reading.reload();
    await answer(ok([job('two')]));
    expect(reading.getState()).toEqual({ isReading: false, value: [job('two')], failure: null });
  });

  it('asks once, however often it is asked for while an answer is outstanding', () => {
    const { reading, count } = start();
    void reading.reload();
    void reading.reload();
    expect(count()).toBe(1);
  });

  it('drops an answer that is older than what replaced it', async () => {
    const { reading, answer } = start();
    reading.replace([job('new')]);
    await answer(ok([job('old')]));
    expect(reading.getState().value).toEqual([job('new')]);
  });

  it('is asked again when the engine is back, if it failed for want of it', async () => {
    const { answer, count, tellLink } = start();
    await answer(fail('engine-restarted', 'The engine is gone.'));
    tellLink();
    expect(count()).toBe(2);
    await answer(fail('not-authorised', 'No.'));
    tellLink();
    expect(count()).toBe(2);
  });

  it('is over when nobody listens, and begins anew with the next listener', async () => {
    const { reading, answer, count, stop } = start();
    stop();
    await answer(ok([job('late')]));
    expect(reading.getState().value).toBeUndefined();
    reading.subscribe(() => undefined);
    expect(count()).toBe(2);
  });
});

it('takes silence for doubt and an answer for an answer', () => {
  expect(mayHaveHappened(failureOf('timeout', 'No answer.'))).toBe(true);
  expect(mayHaveHappened(failureOf('unreachable', 'Cut off.', { mayHaveHappened: true }))).toBe(true);
  expect(mayHaveHappened(failureOf('unreachable', 'Nobody there.'))).toBe(false);
  expect(mayHaveHappened(failureOf('refused', 'No.'))).toBe(false);
});

import { describe, expect, it } from 'vitest';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import { startRereading } from './rereading.ts';

const turn = async (): Promise<void> => {
  for (let step = 0; step < 4; step += 1) await Promise.resolve();
};

const start = () => {
  const timers = createManualTimers();
  const listeners = new Set<() => void>();
  let isHidden = false;
  let readings = 0;
  const stop = startRereading({
    timers,
    visibility: {
      isHidden: () => isHidden,
      onChange: (listener) => {
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
        };
      },
    },
    delaysMs: [1000, 3000],
    read: () => {
      readings += 1;
      return Promise.resolve();
    },
  });
  return {
    timers,
    stop,
    readings: () => readings,
    setHidden: (hidden: boolean) => {
      isHidden = hidden;
      for (const listener of listeners) listener();
    },
    pass: async (ms: number) => {
      timers.advance(ms);
      await turn();
    },
  };
};

describe('reading again', () => {
  it('waits longer each time, up to the last wait', async () => {
    const { pass, readings } = start();
    await pass(1000);
    expect(readings()).toBe(1);
    await pass(2999);
    expect(readings()).toBe(1);
    await pass(1);
    expect(readings()).toBe(2);
    await pass(3000);
    expect(readings()).toBe(3);
  });

  it('asks nothing while the window is hidden, and at once when it is seen again', async () => {
    const { pass, readings, setHidden, timers } = start();
    setHidden(true);
    expect(timers.pendingCount()).toBe(0);
    await pass(60_000);
    expect(readings()).toBe(0);
    setHidden(false);
    await turn();
    expect(readings()).toBe(1);
    await pass(1000);
    expect(readings()).toBe(2);
  });

  it('ends when it is told to', async () => {
    const { pass, readings, stop, timers } = start();
    stop();
    expect(timers.pendingCount()).toBe(0);
    await pass(10_000);
    expect(readings()).toBe(0);
  });
});

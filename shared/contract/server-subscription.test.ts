import { describe, expect, it } from 'vitest';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import { openSubscription } from './server-subscription.ts';
import type { TopicSource } from './topic-source.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

const start = (open: (wake: () => void) => TopicSource<unknown>) => {
  const timers = createManualTimers();
  const sent: unknown[] = [];
  const faults: unknown[] = [];
  const ends: string[] = [];
  const subscription = openSubscription({
    open,
    timers,
    send: (number, event) => sent.push([number, event]),
    onFault: (error) => faults.push(error),
    onEnd: () => ends.push('ended'),
  });
  return { timers, sent, faults, ends, subscription };
};

describe('the engine’s end of a subscription', () => {
  it('never asks its source from within the wake', async () => {
    let isUpdating = true;
    const taken: boolean[] = [];
    const { sent } = start((wake) => {
      wake();
      isUpdating = false;
      return {
        minimumIntervalMs: 0,
        take: () => {
          taken.push(isUpdating);
          return 'snapshot';
        },
        close: () => undefined,
      };
    });
    expect(taken).toEqual([]);
    await turn();
    expect(taken).toEqual([false]);
    expect(sent).toEqual([[1, 'snapshot']]);
  });

  it('asks a source that wakes it over nothing no more often than its interval', async () => {
    let takes = 0;
    const { timers, sent } = start((wake) => ({
      minimumIntervalMs: 50,
      take: () => {
        takes += 1;
        wake();
        return undefined;
      },
      close: () => undefined,
    }));
    await turn();
    expect(takes).toBe(1);
    timers.advance(49);
    await turn();
    expect(takes).toBe(1);
    timers.advance(1);
    await turn();
    expect(takes).toBe(2);
    expect(sent).toEqual([]);
  });

  it('has one event on its way even when its source wakes it while it is asked', async () => {
    const { sent, timers, subscription } = start((wake) => ({
      minimumIntervalMs: 10,
      take: () => {
        wake();
        return 'event';
      },
      close: () => undefined,
    }));
    await turn();
    timers.advance(100);
    await turn();
    expect(sent).toEqual([[1, 'event']]);
    subscription.acknowledge(1);
    await turn();
    expect(sent).toHaveLength(2);
  });

  it('takes no acknowledgement but that of the event on its way', async () => {
    let takes = 0;
    const { subscription } = start(() => ({
      minimumIntervalMs: 0,
      take: () => {
        takes += 1;
        return takes;
      },
      close: () => undefined,
    }));
    await turn();
    for (const number of [0, 2, 99]) subscription.acknowledge(number);
    await turn();
    expect(takes).toBe(1);
    subscription.acknowledge(1);
    subscription.acknowledge(1);
    await turn();
    expect(takes).toBe(2);
  });

  it('stays silent after the close, whatever its source does', async () => {
    let wakeLater: () => void = () => undefined;
    const { subscription, sent, ends, timers } = start((wake) => {
      wakeLater = wake;
      return { minimumIntervalMs: 10, take: () => 'event', close: () => undefined };
    });
    subscription.close();
    wakeLater();
    timers.advance(100);
    await turn();
    expect(sent).toEqual([]);
    expect(ends).toEqual([]);
  });

  it('reports a source that throws while it takes and while it closes, and ends once', async () => {
    const { faults, ends, subscription } = start(() => ({
      minimumIntervalMs: 0,
      take: () => {
        throw new Error('take');
      },
      close: () => {
        throw new Error('close');
      },
    }));
    await turn();
    subscription.close();
    expect(faults).toEqual([new Error('take'), new Error('close')]);
    expect(ends).toEqual(['ended']);
  });
});

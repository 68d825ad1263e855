import { describe, expect, test } from 'vitest';
import { createManualTimers } from '../../../test/support/manual-timers.ts';
import { failureOf, ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import type { KeptMessage, LatestOfMany, RegisteredDevice } from '../platform.ts';
import { outOfReach, settled, vehicle } from './testing/scripted-platform.ts';
import { ValueReader, type ValueReaderNeeds } from './value-reader.ts';

const messageOf = (vehicleId: string): KeptMessage => ({ topic: vehicleId, payload: new Uint8Array() });

const openReader = (needs: Partial<ValueReaderNeeds> = {}) => {
  const clock = createManualTimers();
  const asked: string[] = [];
  const kept: string[] = [];
  const failures: Failure[] = [];
  const answers: ((answer: Result<readonly KeptMessage[]>) => void)[] = [];
  const reader = new ValueReader({
    isPolling: false,
    read: ({ vehicleId }) => {
      asked.push(vehicleId);
      return new Promise((resolve) => answers.push(resolve));
    },
    deviceOf: (id) => vehicle(id),
    isHeardSince: () => false,
    onKept: ({ topic }) => kept.push(topic),
    onFailure: (failure) => failures.push(failure),
    clock,
    random: () => 0.5,
    ...needs,
  });
  const answer = async (given: Result<readonly KeptMessage[]> = ok([])): Promise<void> => {
    answers.shift()?.(given);
    await settled();
  };
  const answerAll = async (): Promise<void> => {
    while (answers.length > 0) await answer();
  };
  return { reader, clock, asked, kept, failures, answer, answerAll };
};

const fleet = (count: number): RegisteredDevice[] => Array.from({ length: count }, (_, at) => vehicle(`v${at}`));

describe('values that fill the screen once', () => {
  test('are read four at a time, each vehicle once', async () => {
    const { reader, clock, asked, answerAll } = openReader();
    reader.follow(fleet(6));
    expect(asked).toEqual(['v0', 'v1', 'v2', 'v3']);
    expect(reader.pendingCount).toBe(6);
    await answerAll();
    clock.advance(600_000);
    expect(asked).toEqual(['v0', 'v1', 'v2', 'v3', 'v4', 'v5']);
    expect(reader.pendingCount).toBe(0);
    expect(clock.pendingCount()).toBe(0);
  });

  test('of what is on screen come first, also while the list is still being read', async () => {
    const { reader, asked, answer } = openReader();
    reader.look(['v7']);
    reader.add(fleet(5));
    expect(asked).toEqual([]);
    reader.add(fleet(9));
    expect(asked).toEqual(['v7']);
    await answer();
    expect(asked).toEqual(['v7']);
    reader.follow(fleet(9));
    expect(asked).toEqual(['v7', 'v0', 'v1', 'v2', 'v3']);
    reader.look(['v8']);
    await answer();
    expect(asked.at(-1)).toBe('v8');
  });

  test('are not read where the live feed was faster', () => {
    const { reader, asked } = openReader({ isHeardSince: (id) => id !== 'v2' });
    reader.follow(fleet(4));
    expect(asked).toEqual(['v2']);
    expect(reader.pendingCount).toBe(1);
  });

  test('that fail for now are tried again after a pause, behind all others, and not for ever', async () => {
    const { reader, clock, asked, failures, answer, answerAll } = openReader();
    reader.follow(fleet(2));
    await answer({ ok: false, error: outOfReach });
    await answer();
    expect(reader.pendingCount).toBe(1);
    for (let round = 0; round < 5; round += 1) {
      clock.advance(6_000);
      await answer({ ok: false, error: outOfReach });
    }
    expect(asked).toEqual(['v0', 'v1', 'v0', 'v0']);
    expect(failures).toHaveLength(3);
    expect(reader.pendingCount).toBe(0);
    await answerAll();
  });

  test('that fail for good are not asked for again', async () => {
    const { reader, clock, asked, answer } = openReader();
    reader.follow(fleet(1));
    await answer({ ok: false, error: failureOf('not-found', 'It is gone.') });
    clock.advance(600_000);
    expect(asked).toEqual(['v0']);
  });
});

describe('polling', () => {
  test('reads what is on screen every 15 s and the others every minute', async () => {
    const { reader, clock, asked, answerAll } = openReader({ isPolling: true });
    reader.look(['v1']);
    reader.follow(fleet(2));
    await answerAll();
    asked.length = 0;
    for (let second = 0; second < 61; second += 1) {
      clock.advance(1_000);
      await answerAll();
    }
    expect(asked.filter((id) => id === 'v1')).toHaveLength(4);
    expect(asked.filter((id) => id === 'v0')).toHaveLength(1);
  });

  test('forgets vehicles that left, and answers for them change nothing but the count', async () => {
    const { reader, asked, answerAll } = openReader({ isPolling: true });
    reader.follow(fleet(1));
    reader.follow([vehicle('other')]);
    expect(reader.pendingCount).toBe(1);
    await answerAll();
    expect(asked).toEqual(['v0', 'other']);
    expect(reader.pendingCount).toBe(0);
  });

  test('reads a vehicle at once when something was done to it', async () => {
    const { reader, asked, answerAll } = openReader({ isPolling: true });
    reader.follow(fleet(1));
    await answerAll();
    reader.readSoon('v0');
    expect(asked).toEqual(['v0', 'v0']);
    await answerAll();
  });
});

test('what was under way when it was stopped tells nothing, and leaves no timer', async () => {
  const { reader, clock, kept, failures, answer } = openReader({ isPolling: true });
  reader.follow(fleet(1));
  reader.stop();
  await answer(ok([messageOf('v0')]));
  expect(kept).toEqual([]);
  expect(failures).toEqual([]);
  expect(reader.pendingCount).toBe(0);
  expect(clock.pendingCount()).toBe(0);
});

describe('a platform that tells of many vehicles in one call', () => {
  const openMany = (answerMany: (devices: readonly RegisteredDevice[]) => Result<LatestOfMany>) => {
    const batches: string[][] = [];
    const opened = openReader({
      readMany: (devices) => {
        batches.push(devices.map(({ vehicleId }) => vehicleId));
        return Promise.resolve(answerMany(devices));
      },
    });
    return { ...opened, batches };
  };

  test('is asked for a hundred at a time, and those that it leaves out are read alone', async () => {
    const { reader, batches, asked, kept } = openMany((devices) =>
      ok({ messages: [messageOf('told')], missing: devices.filter(({ vehicleId }) => vehicleId === 'v1') }),
    );
    reader.follow(fleet(120));
    await settled();
    expect(batches.map(({ length }) => length)).toEqual([100, 20]);
    expect(asked).toEqual(['v1']);
    expect(kept).toEqual(['told', 'told']);
    expect(reader.pendingCount).toBe(1);
  });

  test('and refuses that call is asked for each alone', async () => {
    const { reader, batches, asked } = openMany(() => ({ ok: false, error: failureOf('unsupported', 'No queries.') }));
    reader.follow(fleet(2));
    await settled();
    expect(batches).toHaveLength(1);
    expect(asked).toEqual(['v0', 'v1']);
  });

  test('and cannot be reached is asked in the same way again', async () => {
    let isDown = true;
    const { reader, clock, batches, asked } = openMany(() =>
      isDown ? { ok: false, error: outOfReach } : ok({ messages: [], missing: [] }),
    );
    reader.follow(fleet(2));
    await settled();
    isDown = false;
    clock.advance(7_000);
    await settled();
    expect(batches).toEqual([
      ['v0', 'v1'],
      ['v0', 'v1'],
    ]);
    expect(asked).toEqual([]);
    expect(reader.pendingCount).toBe(0);
  });
});

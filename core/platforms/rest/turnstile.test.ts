import fc from 'fast-check';
import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, test } from 'vitest';
import { createManualTimers, type ManualTimers } from '../../../test/support/manual-timers.ts';
import { Turnstile, type NoTurn, type Turn } from './turnstile.ts';
import type { Lane } from './lane.ts';

let clock: ManualTimers;

beforeEach(() => {
  clock = createManualTimers();
});

interface Entry {
  readonly name: string;
  readonly atMs: number;
  readonly turn: Turn | NoTurn;
}

/** Lets requests in and writes down who got in, and when. Each is over at once unless it is said to stay. */
const enterBy = (turnstile: Turnstile, time: ManualTimers) => {
  const entries: Entry[] = [];
  const startMs = time.now();
  const enter = async (
    name: string,
    lane: Lane,
    { budget, signal = new AbortController().signal, stays = false, isRepeat = false }: EnterOptions = {},
  ): Promise<void> => {
    const turn = await turnstile.enter({ lane, budget, signal, isRepeat });
    entries.push({ name, atMs: time.now() - startMs, turn });
    if (turn.kind !== 'turn') return;
    turn.sent();
    if (!stays) turn.over();
  };
  return { entries, enter: (...request: Parameters<typeof enter>) => void enter(...request) };
};

interface EnterOptions {
  readonly budget?: string;
  readonly signal?: AbortSignal;
  readonly stays?: boolean;
  readonly isRepeat?: boolean;
}

/** Lets promises that are settled already run their course. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

const pass = async (time: ManualTimers, ms: number, stepMs = 10): Promise<void> => {
  await settle();
  for (let passed = 0; passed < ms; passed += stepMs) {
    time.advance(stepMs);
    await settle();
  }
};

const names = (entries: readonly Entry[]) => entries.map(({ name }) => name);
const mostInOneSecond = (times: readonly number[]) =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));

describe('the limit', () => {
  test('no second sees more requests than allowed, whatever comes when, in which lane, for which budget', async () => {
    const request = fc.record({
      afterMs: fc.integer({ min: 0, max: 400 }),
      lane: fc.constantFrom<Lane>('click', 'background'),
      budget: fc.constantFrom('query', undefined),
      count: fc.integer({ min: 1, max: 25 }),
    });
    const plan = fc.record({
      perSecond: fc.integer({ min: 1, max: 25 }),
      query: fc.integer({ min: 1, max: 3 }),
      requests: fc.array(request, { minLength: 1, maxLength: 12 }),
      pauseAfter: fc.integer({ min: 0, max: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ perSecond, query, requests, pauseAfter }) => {
        const time = createManualTimers();
        const turnstile = new Turnstile({ perSecond, budgets: { query } }, time);
        const { entries, enter } = enterBy(turnstile, time);
        for (const [index, { afterMs, lane, budget, count }] of requests.entries()) {
          if (index === pauseAfter) turnstile.holdBack(700);
          for (let each = 0; each < count; each++) {
            enter(budget ?? 'plain', lane, budget === undefined ? {} : { budget });
          }
          await pass(time, afterMs, 50);
        }
        expect(mostInOneSecond(entries.map(({ atMs }) => atMs))).toBeLessThanOrEqual(perSecond);
        const queries = entries.filter(({ name }) => name === 'query').map(({ atMs }) => atMs);
        expect(mostInOneSecond(queries)).toBeLessThanOrEqual(query);
      }),
      { numRuns: 60 },
    );
  });

  test('everything that waits is admitted in the end', async () => {
    const turnstile = new Turnstile({ perSecond: 10, budgets: { query: 1 } }, clock);
    const { entries, enter } = enterBy(turnstile, clock);
    for (let index = 0; index < 40; index++) enter(`b${String(index)}`, 'background');
    for (let index = 0; index < 3; index++) enter(`q${String(index)}`, 'background', { budget: 'query' });
    for (let index = 0; index < 20; index++) enter(`c${String(index)}`, 'click');
    await pass(clock, 12_000, 50);
    expect(entries).toHaveLength(63);
  });

  test('a place is taken until the request has left, not only until it was admitted', async () => {
    const turnstile = new Turnstile({ perSecond: 1 }, clock);
    const first = await turnstile.enter(clickVisitor());
    const { entries, enter } = enterBy(turnstile, clock);
    enter('second', 'click');
    await pass(clock, 5_000);
    expect(entries).toEqual([]);
    if (first.kind === 'turn') first.sent();
    await pass(clock, 1_000);
    expect(entries).toEqual([]);
    await pass(clock, 100);
    expect(names(entries)).toEqual(['second']);
  });

  test('a request that never left does not count', async () => {
    const turnstile = new Turnstile({ perSecond: 1 }, clock);
    const first = await turnstile.enter(clickVisitor());
    if (first.kind === 'turn') first.over();
    expect(await turnstile.enter(clickVisitor())).toMatchObject({ kind: 'turn' });
  });

  test('less than one a second is one in a longer time', async () => {
    const turnstile = new Turnstile({ perSecond: 0.5 }, clock);
    const { entries, enter } = enterBy(turnstile, clock);
    for (const name of ['a', 'b', 'c']) enter(name, 'background');
    await pass(clock, 5_000);
    expect(entries.map(({ atMs }) => atMs)).toEqual([0, 2100, 4200]);
  });

  test('a clock that is set back does not stop anything', async () => {
    const turnstile = new Turnstile({ perSecond: 1 }, clock);
    const { entries, enter } = enterBy(turnstile, clock);
    enter('a', 'click');
    enter('b', 'click');
    await settle();
    clock.setNow(clock.now() - 3_600_000);
    await pass(clock, 1_100);
    expect(names(entries)).toEqual(['a', 'b']);
  });
});

const clickVisitor = () => ({
  lane: 'click' as const,
  budget: undefined,
  signal: new AbortController().signal,
  isRepeat: false,
});

describe('clicks and background work', () => {
  test('five clicks enter at once in the middle of a sweep over 2,000 devices', async () => {
    const turnstile = new Turnstile({ perSecond: 20 }, clock);
    const { entries, enter } = enterBy(turnstile, clock);
    for (let index = 0; index < 2_000; index++) enter('sweep', 'background');
    for (let view = 0; view < 6; view++) {
      await pass(clock, 1_100);
      const before = entries.length;
      for (let click = 0; click < 5; click++) enter('click', 'click');
      await settle();
      expect(names(entries.slice(before))).toEqual(Array.from({ length: 5 }, () => 'click'));
    }
    // Three quarters of the limit, and what the longer window costs.
    const perSecond = entries.filter(({ name }) => name === 'sweep').length / 6.6;
    expect(perSecond).toBeGreaterThan(10);
  });

  test('background work has its share while somebody clicks without end', async () => {
    const turnstile = new Turnstile({ perSecond: 20 }, clock);
    const { entries, enter } = enterBy(turnstile, clock);
    for (let index = 0; index < 500; index++) enter('click', 'click');
    for (let index = 0; index < 100; index++) enter('sweep', 'background');
    await pass(clock, 10_000, 50);
    const sweeps = entries.filter(({ name }) => name === 'sweep').length;
    expect(sweeps).toBeGreaterThanOrEqual(30);
    expect(sweeps).toBeLessThan(entries.length / 3);
  });

  test('both have their share of a budget of one a second', async () => {
    const turnstile = new Turnstile({ perSecond: 20, budgets: { query: 1 } }, clock);
    const { entries, enter } = enterBy(turnstile, clock);
    for (let index = 0; index < 20; index++) enter('click', 'click', { budget: 'query' });
    for (let index = 0; index < 20; index++) enter('sweep', 'background', { budget: 'query' });
    await pass(clock, 10_200, 50);
    expect(names(entries)).toEqual([
      ...['click', 'click', 'click', 'click', 'click', 'sweep'],
      ...['click', 'click', 'click', 'click'],
    ]);
  });

  test('what waits for a narrow budget does not stop what does not need it', async () => {
    const turnstile = new Turnstile({ perSecond: 20, budgets: { query: 1 } }, clock);
    const { entries, enter } = enterBy(turnstile, clock);
    for (let index = 0; index < 5; index++) enter('query', 'background', { budget: 'query' });
    enter('list', 'background');
    await settle();
    expect(names(entries)).toEqual(['query', 'list']);
  });

  test('a slow platform gets four background requests at a time, and clicks besides', async () => {
    const turnstile = new Turnstile({ perSecond: 20 }, clock);
    const { entries, enter } = enterBy(turnstile, clock);
    for (let index = 0; index < 10; index++) enter('sweep', 'background', { stays: true });
    await pass(clock, 3_000);
    enter('click', 'click', { stays: true });
    await settle();
    expect(names(entries)).toEqual(['sweep', 'sweep', 'sweep', 'sweep', 'click']);
    const [first] = entries;
    if (first?.turn.kind === 'turn') first.turn.over();
    await settle();
    expect(names(entries).at(-1)).toBe('sweep');
    expect(entries).toHaveLength(6);
  });

  test('a request that is repeated does not queue at the end again', async () => {
    const turnstile = new Turnstile({ perSecond: 1 }, clock);
    const { entries, enter } = enterBy(turnstile, clock);
    enter('first', 'background');
    enter('second', 'background');
    enter('again', 'background', { isRepeat: true });
    await pass(clock, 2_200);
    expect(names(entries)).toEqual(['first', 'again', 'second']);
  });

  test('a budget that does not exist is a mistake that shows', () => {
    const turnstile = new Turnstile({ perSecond: 1 }, clock);
    expect(() => turnstile.enter({ ...clickVisitor(), budget: 'qery' })).toThrow('There is no budget named qery.');
  });
});

describe('pauses', () => {
  test('hold everybody back, and half as many follow until it has gone well for a while', async () => {
    const turnstile = new Turnstile({ perSecond: 20 }, clock);
    const { entries, enter } = enterBy(turnstile, clock);
    turnstile.holdBack(3_000);
    turnstile.holdBack(1_000);
    expect(turnstile.heldUntilMs).toBe(clock.now() + 3_000);
    for (let index = 0; index < 400; index++) enter('click', 'click');
    await pass(clock, 2_990);
    expect(entries).toEqual([]);
    await pass(clock, 500);
    expect(entries).toHaveLength(10);
    expect(turnstile.heldUntilMs).toBeNull();
    await pass(clock, 15_000);
    expect(mostInOneSecond(entries.filter(({ atMs }) => atMs > 15_000).map(({ atMs }) => atMs))).toBe(20);
  });

  test('one after the other make it slower and slower, and the way back takes its time', async () => {
    const turnstile = new Turnstile({ perSecond: 20 }, clock);
    const { entries, enter } = enterBy(turnstile, clock);
    for (let pause = 0; pause < 3; pause++) {
      turnstile.holdBack(2_000);
      await pass(clock, 2_000);
    }
    for (let index = 0; index < 40; index++) enter('click', 'click');
    await settle();
    expect(entries).toHaveLength(2);
    await pass(clock, 3_200);
    expect(mostInOneSecond(entries.map(({ atMs }) => atMs))).toBe(5);
  });

  test('of more than a person waits end clicks, waiting and new, with how long it lasts', async () => {
    const turnstile = new Turnstile({ perSecond: 1 }, clock);
    const { entries, enter } = enterBy(turnstile, clock);
    enter('first', 'click');
    enter('waiting', 'click');
    enter('patient', 'background');
    await settle();
    turnstile.holdBack(60_000);
    enter('new', 'click');
    await settle();
    expect(entries.slice(1).map(({ name, turn }) => [name, turn])).toEqual([
      ['waiting', { kind: 'held-back', forMs: 60_000 }],
      ['new', { kind: 'held-back', forMs: 60_000 }],
    ]);
    await pass(clock, 50_000, 1_000);
    enter('soon enough', 'click');
    await pass(clock, 12_000, 1_000);
    expect(names(entries).slice(3)).toEqual(['soon enough', 'patient']);
  });
});

describe('calling off', () => {
  test('takes a request out of the queue, and leaves no listener', async () => {
    const turnstile = new Turnstile({ perSecond: 1 }, clock);
    const { entries, enter } = enterBy(turnstile, clock);
    const controller = new AbortController();
    enter('first', 'click', { signal: controller.signal });
    await settle();
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    enter('second', 'click', { signal: controller.signal });
    controller.abort();
    enter('third', 'click', { signal: controller.signal });
    enter('fourth', 'click');
    await pass(clock, 2_000);
    expect(entries.map(({ name, turn }) => [name, turn.kind])).toEqual([
      ['first', 'turn'],
      ['second', 'cancelled'],
      ['third', 'cancelled'],
      ['fourth', 'turn'],
    ]);
  });

  test('closing leaves no timer', async () => {
    const turnstile = new Turnstile({ perSecond: 20 }, clock);
    const { enter } = enterBy(turnstile, clock);
    for (let index = 0; index < 30; index++) enter('sweep', 'background');
    await pass(clock, 100);
    turnstile.holdBack(60_000);
    turnstile.close();
    expect(clock.pendingCount()).toBe(0);
  });
});

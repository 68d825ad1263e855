import { afterEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../shared/audit/entry.ts';
import type { MethodParams } from '../../shared/contract/contract.ts';
import { fail, ok } from '../../shared/contract/result.ts';
import { serveSession } from '../../shared/contract/server.ts';
import { createInMemoryTransports } from '../../shared/contract/transports/in-memory.ts';
import { fakeAuditEntry } from '../../test/support/fake-admin.ts';
import { createFakeTopic, fakeHandlers } from '../../test/support/fake-engine.ts';
import { EngineLink } from '../engine/engine-link.ts';
import { createAuditLog, type AuditLogState } from './audit-log.ts';

type Query = MethodParams<'audit.query'>;

const entryOf = (sequence: number): AuditEntry => ({ ...fakeAuditEntry, sequence });
const closings: (() => void)[] = [];
afterEach(() => {
  for (const close of closings.splice(0)) close();
});

/** A log of so many entries, behind a real session. */
const openLog = (count: number, filter: Parameters<typeof createAuditLog>[1] = {}) => {
  let last = count;
  let refusal: string | null = null;
  const queries: Query[] = [];
  const topic = createFakeTopic<'audit'>({ lastSequence: count });
  const handlers = fakeHandlers({
    methods: {
      'audit.query': (query) => {
        queries.push(query);
        if (refusal !== null) return fail('internal', refusal);
        const newest = Math.min(last, (query.beforeSequence ?? last + 1) - 1);
        const found = Array.from({ length: newest }, (_, index) => entryOf(newest - index)).filter(
          ({ sequence }) => query.kinds === undefined || sequence % 2 === 0,
        );
        return ok({ entries: found.slice(0, query.limit), hasMore: found.length > query.limit });
      },
    },
    topics: { audit: topic.open },
  });
  const engine = new EngineLink({
    connect: () => {
      const [windowEnd, engineEnd] = createInMemoryTransports();
      serveSession(engineEnd, handlers);
      return Promise.resolve(windowEnd);
    },
  });
  const log = createAuditLog(engine, filter);
  const until = (isSo: (state: AuditLogState) => boolean): Promise<AuditLogState> =>
    new Promise((resolve) => {
      const look = (): boolean => {
        if (!isSo(log.getState())) return false;
        resolve(log.getState());
        return true;
      };
      if (look()) return;
      const stop = log.subscribe(() => {
        if (look()) stop();
      });
    });
  closings.push(
    log.subscribe(() => undefined),
    () => {
      engine.close();
    },
  );
  return {
    ...{ log, until, queries },
    grow: (by: number) => {
      last += by;
      topic.publish({ lastSequence: last });
    },
    refuse: (words: string | null) => {
      refusal = words;
    },
  };
};

const sequencesOf = ({ entries }: AuditLogState) => entries.map(({ sequence }) => sequence);
const idle = ({ isRead, isReading }: AuditLogState) => isRead && !isReading;

describe('the log as it is read', () => {
  it('comes newest first, a page at a time, without a gap and without an entry twice', async () => {
    const { log, until, queries } = openLog(250);
    await until(idle);
    log.readOlder();
    log.readOlder();
    await until((state) => state.entries.length === 200 && !state.isReading);
    log.readOlder();
    const end = await until((state) => !state.hasOlder && !state.isReading);
    expect(sequencesOf(end)).toEqual(Array.from({ length: 250 }, (_, index) => 250 - index));
    log.readOlder();
    expect(queries.map(({ beforeSequence }) => beforeSequence)).toEqual([undefined, 151, 51]);
  });

  it('holds new entries back until they are wanted, and moves nothing meanwhile', async () => {
    const { log, until, grow } = openLog(5);
    await until(idle);
    grow(2);
    const grown = await until(({ waiting }) => waiting.length === 2);
    expect(sequencesOf(grown)).toEqual([5, 4, 3, 2, 1]);
    log.showWaiting();
    expect(sequencesOf(log.getState())).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(log.getState().waiting).toEqual([]);
  });

  it('counts only new entries that the filter lets through', async () => {
    const { until, grow, queries } = openLog(4, { kinds: ['vault'] });
    await until(idle);
    grow(3);
    const { waiting } = await until((state) => state.waiting.length > 0);
    expect(waiting.map(({ sequence }) => sequence)).toEqual([6]);
    expect(queries.every(({ kinds }) => kinds?.[0] === 'vault')).toBe(true);
  });

  it('is read anew from its end when more came than can be counted, so that no gap is left', async () => {
    const { log, until, grow } = openLog(5);
    await until(idle);
    grow(1000);
    await until(({ hasMoreWaiting }) => hasMoreWaiting);
    log.showWaiting();
    const anew = await until(({ entries, isReading }) => entries[0]?.sequence === 1005 && !isReading);
    expect(sequencesOf(anew)).toEqual(Array.from({ length: 100 }, (_, index) => 1005 - index));
    expect(anew.hasOlder).toBe(true);
  });

  it('keeps what was read when a later page fails, and goes on from there', async () => {
    const { log, until, refuse } = openLog(150);
    await until(idle);
    refuse('The disk does not answer.');
    log.readOlder();
    const failed = await until(({ failure }) => failure !== null);
    expect(failed.entries).toHaveLength(100);
    refuse(null);
    log.retry();
    expect((await until(({ entries }) => entries.length === 150)).failure).toBeNull();
  });
});

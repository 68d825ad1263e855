import type { AuditEntry } from '../../shared/audit/entry.ts';
import type { AuditFilter } from '../../shared/audit/query.ts';
import type { Failure } from '../../shared/contract/result.ts';
import type { EngineLink } from '../engine/engine-link.ts';

export interface AuditLogState {
  /** Newest first, without a gap inside what the filter lets through. A failure leaves them where they are. */
  readonly entries: readonly AuditEntry[];
  /** Whether anything has been read yet. */
  readonly isRead: boolean;
  readonly isReading: boolean;
  readonly hasOlder: boolean;
  /** Why the last reading brought nothing. */
  readonly failure: Failure | null;
  /** Entries that came since, and wait until the reader asks for them. */
  readonly waiting: readonly AuditEntry[];
  /** More have come than are counted in `waiting`. */
  readonly hasMoreWaiting: boolean;
}

/** A log as it is read: from the newest back, a page at a time, and never moved under the reader's eyes. */
export interface AuditLog {
  readonly getState: () => AuditLogState;
  /** The first listener begins the reading, the last one ends it. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly readOlder: () => void;
  /** Puts what waits at the top. */
  readonly showWaiting: () => void;
  /** Does again what failed. */
  readonly retry: () => void;
}

type EngineCalls = Pick<EngineLink, 'call' | 'subscribe'>;

const pageEntries = 100;
/** So many new entries are looked through at a time; behind that the log is read anew from its end. */
const waitingEntries = 200;

const unread: AuditLogState = {
  ...{ entries: [], isRead: false, isReading: false, hasOlder: false, failure: null },
  ...{ waiting: [], hasMoreWaiting: false },
};

export const createAuditLog = (engine: EngineCalls, filter: AuditFilter): AuditLog => {
  const listeners = new Set<() => void>();
  let state = unread;
  let controller = new AbortController();
  let unsubscribe: () => void = () => undefined;
  /** What the log is known to hold, whether or not the filter lets it through. */
  let seenSequence = 0;
  let grownTo = 0;
  let isLooking = false;

  const become = (change: Partial<AuditLogState>): void => {
    state = { ...state, ...change };
    for (const listener of [...listeners]) listener();
  };

  const query = async (limit: number, beforeSequence?: number) => {
    const { signal } = controller;
    const params = { ...filter, limit, ...(beforeSequence === undefined ? {} : { beforeSequence }) };
    const result = await engine.call('audit.query', params, { signal });
    return signal.aborted ? undefined : result;
  };

  const readNewest = async (): Promise<void> => {
    become({ isReading: true });
    const from = grownTo;
    const result = await query(pageEntries);
    if (result === undefined) return;
    if (!result.ok) {
      become({ isReading: false, failure: result.error });
      return;
    }
    const { entries, hasMore } = result.value;
    seenSequence = Math.max(from, entries[0]?.sequence ?? 0);
    become({
      ...{ entries, hasOlder: hasMore, isRead: true, isReading: false, failure: null },
      ...{ waiting: [], hasMoreWaiting: false },
    });
    void lookForNew();
  };

  const readOlder = async (): Promise<void> => {
    if (state.isReading || !state.hasOlder || state.failure !== null) return;
    const last = state.entries.at(-1)?.sequence;
    if (last === undefined) return;
    become({ isReading: true });
    const result = await query(pageEntries, last);
    if (result === undefined) return;
    if (!result.ok) {
      become({ isReading: false, failure: result.error });
      return;
    }
    become({
      entries: [...state.entries, ...result.value.entries],
      ...{ hasOlder: result.value.hasMore, isReading: false, failure: null },
    });
  };

  const lookForNew = async (): Promise<void> => {
    if (isLooking || !state.isRead || grownTo <= seenSequence) return;
    isLooking = true;
    const upTo = grownTo;
    const result = await query(waitingEntries);
    isLooking = false;
    if (result === undefined) return;
    if (!result.ok) {
      become({ failure: result.error });
      return;
    }
    seenSequence = upTo;
    const newest = state.entries[0]?.sequence ?? 0;
    const waiting = result.value.entries.filter(({ sequence }) => sequence > newest);
    become({ waiting, hasMoreWaiting: result.value.hasMore && waiting.length === result.value.entries.length });
    void lookForNew();
  };

  return {
    getState: () => state,
    readOlder: () => {
      void readOlder();
    },
    showWaiting: () => {
      if (state.hasMoreWaiting) {
        void readNewest();
        return;
      }
      become({ entries: [...state.waiting, ...state.entries], waiting: [] });
    },
    retry: () => {
      become({ failure: null });
      if (!state.isRead) void readNewest();
      else if (grownTo > seenSequence) void lookForNew();
      else void readOlder();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      if (listeners.size === 1) {
        controller = new AbortController();
        isLooking = false;
        unsubscribe = engine.subscribe('audit', {}, ({ lastSequence }) => {
          grownTo = lastSequence;
          // A lost engine tells the end of the log again when it is back.
          if (state.failure?.retryable === true) become({ failure: null });
          if (!state.isRead && !state.isReading) void readNewest();
          else void lookForNew();
        });
        if (!state.isRead) void readNewest();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        unsubscribe();
        controller.abort();
        state = { ...state, isReading: false };
      };
    },
  };
};

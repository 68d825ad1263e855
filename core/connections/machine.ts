import type { Problem } from '../../shared/connection/problem.ts';
import type { ConnectionState } from '../../shared/connection/status.ts';
import { quickLossMs } from './backoff.ts';

/**
 * One connection's state, as data. `advance` is the only way from one to the next; it does no I/O and sets no timer, so
 * every path can be written down in a test. Times are Unix milliseconds.
 */
export interface Machine {
  readonly state: ConnectionState;
  readonly sinceMs: number;
  readonly problem: Problem | null;
  /** Null while an attempt is under way, and where none will follow by itself. */
  readonly retryAtMs: number | null;
  readonly isAttempting: boolean;
  readonly failuresInARow: number;
  readonly quickLossesInARow: number;
  readonly readyAtMs: number | null;
}

export type MachineEvent =
  | { readonly type: 'disabled' }
  | { readonly type: 'attempt-started' }
  /** Signed in and subscribed; the problem is one that leaves something to watch, such as one topic of two refused. */
  | { readonly type: 'ready'; readonly problem: Problem | null }
  | { readonly type: 'message' }
  /** Nothing was heard for longer than the feed's interval allows. */
  | { readonly type: 'quiet'; readonly problem: Problem }
  /** The attempt failed, or the connection was lost. */
  | { readonly type: 'failed'; readonly problem: Problem }
  | { readonly type: 'retry-planned'; readonly atMs: number };

export const initialMachine = (nowMs: number): Machine => ({
  state: 'idle',
  sinceMs: nowMs,
  problem: null,
  retryAtMs: null,
  isAttempting: false,
  failuresInARow: 0,
  quickLossesInARow: 0,
  readyAtMs: null,
});

export const advance = (machine: Machine, event: MachineEvent, nowMs: number): Machine => {
  switch (event.type) {
    case 'disabled':
      return machine.state === 'idle' ? machine : initialMachine(nowMs);
    case 'attempt-started':
      return {
        ...into(machine, machine.state === 'idle' ? 'connecting' : machine.state, nowMs),
        isAttempting: true,
        retryAtMs: null,
      };
    case 'ready':
      return {
        ...into(machine, 'live', nowMs),
        problem: event.problem,
        retryAtMs: null,
        isAttempting: false,
        failuresInARow: 0,
        readyAtMs: nowMs,
      };
    case 'message':
      // A problem that came with `ready` stands; the silence is over.
      return machine.state === 'stale'
        ? {
            ...into(machine, 'live', nowMs),
            problem: machine.problem?.code === 'no-messages' ? null : machine.problem,
          }
        : machine;
    case 'quiet':
      return machine.state === 'live'
        ? { ...into(machine, 'stale', nowMs), problem: machine.problem ?? event.problem }
        : machine;
    case 'failed': {
      if (machine.state === 'idle') return machine;
      const isQuickLoss = machine.readyAtMs !== null && nowMs - machine.readyAtMs < quickLossMs;
      return {
        ...into(machine, 'offline', nowMs),
        problem: event.problem,
        retryAtMs: null,
        isAttempting: false,
        failuresInARow: machine.failuresInARow + 1,
        quickLossesInARow: nextQuickLosses(machine, isQuickLoss),
        readyAtMs: null,
      };
    }
    case 'retry-planned':
      return machine.state === 'offline' ? { ...machine, retryAtMs: event.atMs } : machine;
  }
};

/** A failed attempt says nothing about a contest; a connection that held ends one. */
const nextQuickLosses = (machine: Machine, isQuickLoss: boolean): number => {
  if (isQuickLoss) return machine.quickLossesInARow + 1;
  return machine.readyAtMs === null ? machine.quickLossesInARow : 0;
};

const into = (machine: Machine, state: ConnectionState, nowMs: number): Machine =>
  machine.state === state ? machine : { ...machine, state, sinceMs: nowMs };

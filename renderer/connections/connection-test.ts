import { createStore, type StoreApi } from 'zustand';
import type { MethodParams } from '../../shared/contract/contract.ts';
import type { ConnectionTest } from '../../shared/connection/status.ts';
import type { EngineLink } from '../engine/engine-link.ts';

export type TestState =
  | { readonly status: 'idle' }
  | { readonly status: 'running'; readonly startedAtMs: number }
  | { readonly status: 'done'; readonly outcome: ConnectionTest }
  | { readonly status: 'cancelled' }
  | { readonly status: 'failed'; readonly message: string };

/** One test at a time: a new one calls off the one before, and an answer that nobody waits for is dropped. */
export interface ConnectionTester {
  readonly store: StoreApi<TestState>;
  readonly run: (params: MethodParams<'connections.test'>, nowMs: number) => Promise<void>;
  readonly cancel: () => void;
  /** Forgets the outcome: what was tested is not what stands in the form any more. */
  readonly reset: () => void;
}

export const createConnectionTester = (engine: Pick<EngineLink, 'call'>): ConnectionTester => {
  const store = createStore<TestState>(() => ({ status: 'idle' }));
  let controller: AbortController | undefined;
  const become = (state: TestState): void => {
    store.setState(state, true);
  };
  const abort = (): void => {
    controller?.abort();
    controller = undefined;
  };

  return {
    store,
    run: async (params, nowMs) => {
      abort();
      const current = new AbortController();
      controller = current;
      become({ status: 'running', startedAtMs: nowMs });
      const result = await engine.call('connections.test', params, { signal: current.signal });
      if (current.signal.aborted) return;
      controller = undefined;
      become(
        result.ok ? { status: 'done', outcome: result.value } : { status: 'failed', message: result.error.message },
      );
    },
    cancel: () => {
      if (controller === undefined) return;
      abort();
      become({ status: 'cancelled' });
    },
    reset: () => {
      abort();
      become({ status: 'idle' });
    },
  };
};

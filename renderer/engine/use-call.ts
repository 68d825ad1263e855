import { useMemo, useSyncExternalStore } from 'react';
import type { MethodName, MethodParams, MethodResult } from '../../shared/contract/contract.ts';
import type { Failure } from '../../shared/contract/result.ts';
import { useEngine } from './engine-context.ts';
import type { EngineLink } from './engine-link.ts';

export type CallState<V> =
  | { readonly status: 'loading' }
  | { readonly status: 'ok'; readonly value: V }
  | { readonly status: 'failed'; readonly error: Failure };

export type Call<V> = CallState<V> & { readonly reload: () => void };

/** Asks when the component appears and when the params change; what failed for want of the engine is asked again when it is back. */
export const useCall = <M extends MethodName>(method: M, params: MethodParams<M>): Call<MethodResult<M>> => {
  const engine = useEngine();
  const key = JSON.stringify(params);
  const store = useMemo(
    () => createCallStore(engine, method, JSON.parse(key) as MethodParams<M>),
    [engine, method, key],
  );
  const state = useSyncExternalStore(store.subscribe, store.getState);
  return { ...state, reload: store.reload };
};

const createCallStore = <M extends MethodName>(engine: EngineLink, method: M, params: MethodParams<M>) => {
  const listeners = new Set<() => void>();
  let state: CallState<MethodResult<M>> = { status: 'loading' };
  let controller: AbortController | undefined;

  const reload = () => {
    controller?.abort();
    const asked = new AbortController();
    controller = asked;
    void engine.call(method, params, { signal: asked.signal }).then((result) => {
      if (asked.signal.aborted) return;
      controller = undefined;
      state = result.ok ? { status: 'ok', value: result.value } : { status: 'failed', error: result.error };
      for (const listener of listeners) listener();
    });
  };

  const askAgainWhenReady = () => {
    if (engine.state === 'ready' && state.status === 'failed' && state.error.retryable) reload();
  };
  let stopWatchingLink: () => void = () => undefined;

  return {
    reload,
    getState: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      if (listeners.size === 1) {
        stopWatchingLink = engine.onStateChange(askAgainWhenReady);
        reload();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stopWatchingLink();
        controller?.abort();
        controller = undefined;
      };
    },
  };
};

import type { MethodName, MethodParams, MethodResult } from '../../shared/contract/contract.ts';
import type { Failure } from '../../shared/contract/result.ts';
import type { EngineLink } from '../engine/engine-link.ts';

export interface ReadingState<V> {
  /** The last that was read; a later failure leaves it where it is. */
  readonly value: V | undefined;
  /** Why the last try brought nothing; null when it did, or none has ended yet. */
  readonly failure: Failure | null;
  readonly isReading: boolean;
}

/** What a platform was asked, kept while it is asked again: a list that is refreshed is never shown empty. */
export interface Reading<V> {
  readonly getState: () => ReadingState<V>;
  /** The first listener begins the reading, the last one ends it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Ends when the answer is there. A call while one is under way waits for that one. */
  readonly reload: () => Promise<void>;
  /** An answer that came another way, such as with a change; one that is still under way is older and is dropped. */
  readonly replace: (value: V) => void;
}

type EngineCalls = Pick<EngineLink, 'call' | 'state' | 'onStateChange'>;

export const createReading = <M extends MethodName>(
  engine: EngineCalls,
  method: M,
  params: MethodParams<M>,
): Reading<MethodResult<M>> => {
  const listeners = new Set<() => void>();
  let state: ReadingState<MethodResult<M>> = { value: undefined, failure: null, isReading: false };
  let underWay: { readonly controller: AbortController; readonly ended: Promise<void> } | undefined;
  let stopWatchingLink: () => void = () => undefined;

  const become = (change: Partial<ReadingState<MethodResult<M>>>): void => {
    state = { ...state, ...change };
    for (const listener of [...listeners]) listener();
  };
  const abort = (): void => {
    underWay?.controller.abort();
    underWay = undefined;
  };

  const ask = async (controller: AbortController): Promise<void> => {
    const result = await engine.call(method, params, { signal: controller.signal });
    if (controller.signal.aborted) return;
    underWay = undefined;
    become(
      result.ok
        ? { value: result.value, failure: null, isReading: false }
        : { failure: result.error, isReading: false },
    );
  };

  const reload = (): Promise<void> => {
    if (underWay !== undefined) return underWay.ended;
    const controller = new AbortController();
    const ended = ask(controller);
    underWay = { controller, ended };
    become({ isReading: true });
    return ended;
  };

  const askAgainWhenReady = (): void => {
    if (engine.state === 'ready' && state.failure?.retryable === true) void reload();
  };

  return {
    getState: () => state,
    reload,
    replace: (value) => {
      abort();
      become({ value, failure: null, isReading: false });
    },
    subscribe: (listener) => {
      listeners.add(listener);
      if (listeners.size === 1) {
        stopWatchingLink = engine.onStateChange(askAgainWhenReady);
        void reload();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stopWatchingLink();
        abort();
        state = { ...state, isReading: false };
      };
    },
  };
};

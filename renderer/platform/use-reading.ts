import { useMemo, useSyncExternalStore } from 'react';
import type { MethodName, MethodParams, MethodResult } from '../../shared/contract/contract.ts';
import { useEngine } from '../engine/engine-context.ts';
import { createReading, type Reading, type ReadingState } from './reading.ts';

export type UsedReading<V> = ReadingState<V> & Pick<Reading<V>, 'reload' | 'replace'>;

/** Asks when the component appears and when the params change. */
export const useReading = <M extends MethodName>(method: M, params: MethodParams<M>): UsedReading<MethodResult<M>> => {
  const engine = useEngine();
  const key = JSON.stringify(params);
  const reading = useMemo(
    () => createReading(engine, method, JSON.parse(key) as MethodParams<M>),
    [engine, method, key],
  );
  const state = useSyncExternalStore(reading.subscribe, reading.getState);
  return { ...state, reload: reading.reload, replace: reading.replace };
};

import { useState } from 'react';
import type { MethodName, MethodParams, MethodResult } from '../../shared/contract/contract.ts';
import type { Failure, Result } from '../../shared/contract/result.ts';
import { useEngine } from '../engine/engine-context.ts';

export interface Asking<M extends MethodName> {
  readonly isBusy: boolean;
  /** Of the last try; null while there is none, or it is being tried again. */
  readonly failure: Failure | null;
  /** Undefined when another try is under way: nothing was asked. */
  readonly ask: (params: MethodParams<M>) => Promise<Result<MethodResult<M>> | undefined>;
}

/** One change at a time, asked of the engine by a dialog that stays until it is known to have been made. */
export const useAsking = <M extends MethodName>(method: M): Asking<M> => {
  const engine = useEngine();
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  return {
    isBusy,
    failure,
    ask: async (params) => {
      if (isBusy) return undefined;
      setIsBusy(true);
      setFailure(null);
      const result = await engine.call(method, params);
      setIsBusy(false);
      if (!result.ok) setFailure(result.error);
      return result;
    },
  };
};

import { useEffect, useRef, useState } from 'react';
import type { AuditVerification } from '../../shared/audit/verification.ts';
import type { Failure } from '../../shared/contract/result.ts';
import { useEngine } from '../engine/engine-context.ts';

export interface Verification {
  /** When the check began; null while none is under way. Unix milliseconds. */
  readonly beganAtMs: number | null;
  readonly result: AuditVerification | null;
  readonly failure: Failure | null;
  readonly start: () => void;
  readonly stop: () => void;
  readonly forget: () => void;
}

/** One check of the whole log at a time; it ends when the view is left. */
export const useVerification = (): Verification => {
  const engine = useEngine();
  const [beganAtMs, setBeganAtMs] = useState<number | null>(null);
  const [outcome, setOutcome] = useState<Pick<Verification, 'result' | 'failure'>>({ result: null, failure: null });
  const controller = useRef<AbortController | null>(null);

  useEffect(
    () => () => {
      controller.current?.abort();
    },
    [],
  );

  const start = async (): Promise<void> => {
    if (controller.current !== null) return;
    const asked = new AbortController();
    controller.current = asked;
    setBeganAtMs(Date.now());
    setOutcome({ result: null, failure: null });
    const answer = await engine.call('audit.verify', {}, { signal: asked.signal });
    if (asked.signal.aborted) return;
    controller.current = null;
    setBeganAtMs(null);
    setOutcome(answer.ok ? { result: answer.value, failure: null } : { result: null, failure: answer.error });
  };

  return {
    beganAtMs,
    ...outcome,
    start: () => {
      void start();
    },
    stop: () => {
      controller.current?.abort();
      controller.current = null;
      setBeganAtMs(null);
    },
    forget: () => {
      setOutcome({ result: null, failure: null });
    },
  };
};

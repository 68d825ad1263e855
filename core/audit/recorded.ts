import { randomUUID } from 'node:crypto';
import type { AuditOutcome } from '../../shared/audit/entry.ts';
import { fail, type ErrorCode, type Result } from '../../shared/contract/result.ts';
import { AuditError, type Audit, type AuditEvent } from './audit-log.ts';

export type RecordedAction = Omit<AuditEvent, 'outcome' | 'operationId'>;

export interface RecordedEnd {
  readonly outcome: AuditOutcome;
  readonly detail: string;
}

/**
 * Does something that must be on record: `started` is on disk before `act` is called, and what became of it afterwards.
 * Where `started` cannot be written, `act` is not called. Where only the end cannot be written, the answer is still
 * given: what was done, was done; the log then shows an operation without an end.
 *
 * @param endOf what an answer means, where an answer is not yet a success.
 */
export const recorded = async <T>(
  audit: Pick<Audit, 'append'>,
  action: RecordedAction,
  act: () => Promise<Result<T>>,
  endOf: (value: T) => RecordedEnd = () => ({ outcome: 'succeeded', detail: action.detail ?? '' }),
): Promise<Result<T>> => {
  const operationId = randomUUID();
  try {
    audit.append({ ...action, operationId, outcome: 'started' });
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return fail('internal', error.message);
  }
  const end = ({ outcome, detail }: RecordedEnd): void => {
    try {
      audit.append({ ...action, operationId, outcome, detail });
    } catch (error) {
      // The log has said why in the engine's own log.
      if (!(error instanceof AuditError)) throw error;
    }
  };
  try {
    const result = await act();
    end(result.ok ? endOf(result.value) : { outcome: outcomeOf(result.error.code), detail: result.error.message });
    return result;
  } catch (error) {
    end({ outcome: 'unknown', detail: 'The console failed in the middle of it.' });
    throw error;
  }
};

const outcomes: Readonly<Partial<Record<ErrorCode, AuditOutcome>>> = {
  refused: 'refused',
  'not-authorised': 'refused',
  // Somebody stopped waiting; that does not say that nothing happened.
  timeout: 'unknown',
  cancelled: 'unknown',
  'engine-restarted': 'unknown',
};

/** What a failure of the contract is in the log. */
export const outcomeOf = (code: ErrorCode): AuditOutcome => outcomes[code] ?? 'failed';

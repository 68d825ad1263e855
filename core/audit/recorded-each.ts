import { randomUUID } from 'node:crypto';
import type { AuditOutcome } from '../../shared/audit/entry.ts';
import { fail, type Result } from '../../shared/contract/result.ts';
import { AuditError, type Audit } from './audit-log.ts';
import type { RecordedAction } from './recorded.ts';

export interface RecordedEnd {
  readonly outcome: AuditOutcome;
  readonly detail: string;
}

/**
 * Does one thing to many, each of which is on record for itself: all are `started` before `act` is called, and how each
 * ended is written afterwards. Where one cannot be written, nothing is done.
 *
 * @param endsOf one for each action, in their order; of a failure all ended alike.
 */
export const recordedEach = async <T>(
  audit: Pick<Audit, 'append'>,
  actions: readonly RecordedAction[],
  act: () => Promise<Result<T>>,
  endsOf: (result: Result<T>) => readonly RecordedEnd[],
): Promise<Result<T>> => {
  const operations = actions.map((action) => ({ ...action, operationId: randomUUID() }));
  const write = (events: readonly Parameters<Audit['append']>[0][]): string | null => {
    try {
      for (const event of events) audit.append(event);
      return null;
    } catch (error) {
      // The log has said why in the engine's own log.
      if (!(error instanceof AuditError)) throw error;
      return error.message;
    }
  };
  const problem = write(operations.map((operation) => ({ ...operation, outcome: 'started' })));
  if (problem !== null) return fail('internal', problem);
  const end = (ends: readonly RecordedEnd[]): void => {
    write(
      operations.map((operation, index) => ({
        ...operation,
        ...(ends[index] ?? { outcome: 'unknown', detail: 'Nothing was said of it.' }),
      })),
    );
  };
  try {
    const result = await act();
    end(endsOf(result));
    return result;
  } catch (error) {
    end(operations.map(() => ({ outcome: 'unknown', detail: 'The console failed in the middle of it.' })));
    throw error;
  }
};

import { connectionProblems, type ConnectionProblem, type Problem } from '../../../shared/connection/problem.ts';
import type { Failure } from '../../../shared/contract/result.ts';
import { platformDetails } from '../rest/rest-client.ts';

const known: ReadonlySet<string> = new Set(connectionProblems);
const isConnectionProblem = (reason: string): reason is ConnectionProblem => known.has(reason);

/** A failed call as the connection's problem. Only what may go away by itself is tried again by itself. */
export const problemOf = (failure: Failure): Problem => {
  const details = platformDetails(failure);
  const reason = details?.reason;
  return {
    code: reason !== undefined && isConnectionProblem(reason) ? reason : codeOf(failure),
    message: failure.message,
    ...(details?.technical === undefined ? {} : { technical: details.technical }),
    willRetry: failure.retryable || failure.code === 'unreachable' || failure.code === 'timeout',
  };
};

const codes: Readonly<Partial<Record<Failure['code'], ConnectionProblem>>> = {
  'not-authorised': 'not-authorised',
  timeout: 'timeout',
  'vault-locked': 'secret-locked',
  'not-found': 'invalid-settings',
  'invalid-params': 'invalid-settings',
};

const codeOf = ({ code }: Failure): ConnectionProblem => codes[code] ?? 'broker-unavailable';

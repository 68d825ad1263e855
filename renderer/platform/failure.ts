import type { Failure } from '../../shared/contract/result.ts';

/** No answer is not a no: what was asked may have happened before the engine or the platform fell silent. */
export const mayHaveHappened = ({ code, details }: Failure): boolean =>
  code === 'timeout' ||
  code === 'engine-restarted' ||
  code === 'cancelled' ||
  code === 'internal' ||
  (typeof details === 'object' && details !== null && 'mayHaveHappened' in details && details.mayHaveHappened === true);

import type { Failure } from '../../../shared/contract/result.ts';

/** What is wrong with a refused token, where that is known; in a failure's details as `tokenProblem`. */
export type TokenProblem =
  | 'not-a-token'
  /** Not all of it came along with the copy. */
  | 'damaged'
  /** It is whole as far as its form tells, and it is not what the platform gave out. */
  | 'wrong'
  | 'expired'
  | 'revoked'
  | 'wrong-application'
  | 'wrong-organisation'
  | 'wrong-audience'
  | 'wrong-directory'
  /** The platform answers both alike, and nothing else tells. */
  | 'wrong-or-revoked'
  | 'wrong-or-expired';

/** Whether whoever may look at the platform's tokens could say more. */
export const isUndecided = (problem: TokenProblem | undefined): boolean =>
  problem === 'wrong-or-revoked' || problem === 'wrong-or-expired';

export const tokenProblemOf = ({ details }: Failure): TokenProblem | undefined =>
  typeof details === 'object' && details !== null && 'tokenProblem' in details
    ? (details.tokenProblem as TokenProblem)
    : undefined;

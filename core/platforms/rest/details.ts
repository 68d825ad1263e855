import type { Failure } from '../../../shared/contract/result.ts';
import { connectionProblems, type ConnectionProblem } from '../../../shared/connection/problem.ts';

const ownReasons = [
  /** 403: the token is known, and may not do this. */
  'forbidden',
  /** 429: the platform's limit is used up, by this console or by others that share it. */
  'rate-limited',
  /** 5xx. */
  'platform-fault',
  /** 3xx; never followed. */
  'redirect',
  /** A next-page link that leads away from the platform. */
  'foreign-link',
  /** The answer stopped in the middle. */
  'cut',
  /** The answer is no JSON: often a proxy's or sign-in page. */
  'not-json',
  /** The token holds characters that cannot be sent. */
  'unusable-token',
] as const;

/** Why, where the code alone does not say it: one of its own, or what stood in the way of the connection. */
export type FailureReason = (typeof ownReasons)[number] | ConnectionProblem;

const reasons: ReadonlySet<string> = new Set([...ownReasons, ...connectionProblems]);

/** What a failure of the REST client carries as `details`. No text in it holds a token. */
export interface PlatformDetails {
  /** HTTP status of the platform's last answer. */
  readonly status?: number;
  /** In the platform's own words. */
  readonly platformMessage?: string;
  readonly platformCode?: string;
  /** What the platform's support asks for. */
  readonly requestId?: string;
  readonly reason?: FailureReason;
  /** The library's words, for whoever runs the platform. */
  readonly technical?: string;
  /** Of a request that changes something: false when surely nothing was done, true when nobody knows. */
  readonly mayHaveHappened?: boolean;
  /** How long the platform asks to be left alone. */
  readonly retryAfterMs?: number;
}

/** The details of a failure from the REST client; undefined for any other failure. */
export const platformDetails = (failure: Failure): PlatformDetails | undefined => {
  const { details } = failure;
  if (typeof details !== 'object' || details === null || !('mayHaveHappened' in details)) return undefined;
  const member = (name: keyof PlatformDetails): unknown => (name in details ? Reflect.get(details, name) : undefined);
  const text = (name: 'platformMessage' | 'platformCode' | 'requestId' | 'technical') => {
    const value = member(name);
    return typeof value === 'string' ? { [name]: value } : {};
  };
  const number = (name: 'status' | 'retryAfterMs') => {
    const value = member(name);
    return typeof value === 'number' ? { [name]: value } : {};
  };
  const reason = member('reason');
  return {
    ...number('status'),
    ...text('platformMessage'),
    ...text('platformCode'),
    ...text('requestId'),
    ...(isReason(reason) ? { reason } : {}),
    ...text('technical'),
    mayHaveHappened: member('mayHaveHappened') === true,
    ...number('retryAfterMs'),
  };
};

const isReason = (value: unknown): value is FailureReason => typeof value === 'string' && reasons.has(value);

/** Every way a call can fail. The window chooses words and buttons by the code, never by the message. */
export const errorCodes = [
  'invalid-params',
  'unknown-method',
  'timeout',
  'cancelled',
  'engine-restarted',
  'not-found',
  'conflict',
  'refused',
  'not-authorised',
  'unreachable',
  'vault-locked',
  'too-large',
  'unsupported',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export interface Failure {
  readonly code: ErrorCode;
  /** Written for an operator: what happened and what to do. */
  readonly message: string;
  /** The same call may succeed later without the user changing anything. */
  readonly retryable: boolean;
  /** Plain data for the window, such as the issues of a rejected form. Never a secret. */
  readonly details?: unknown;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

const retryableCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['timeout', 'engine-restarted', 'unreachable']);

export const failureOf = (code: ErrorCode, message: string, details?: unknown): Failure => ({
  code,
  message,
  retryable: retryableCodes.has(code),
  ...(details === undefined ? {} : { details }),
});

export const fail = (code: ErrorCode, message: string, details?: unknown): Result<never> => ({
  ok: false,
  error: failureOf(code, message, details),
});

import { failureOf, type ErrorCode, type Failure } from '../../../shared/contract/result.ts';
import type { PlatformAddress } from './address.ts';
import type { PlatformDetails } from './details.ts';
import { describeNetworkError } from './network-words.ts';
import type { Redact } from './redact.ts';
import type { PlatformError } from './types.ts';

/** One attempt's failure, and what it means for the next. */
export interface AttemptFailure {
  readonly failure: Failure;
  /** Whether another attempt may go better. */
  readonly mayPass: boolean;
  /** Whether the platform may have done what was asked. */
  readonly mayHaveHappened: boolean;
}

interface Words {
  readonly code: ErrorCode;
  readonly message: string;
  readonly reason?: NonNullable<PlatformDetails['reason']>;
  /** Absent: as the code has it. */
  readonly mayPass?: boolean;
}

const longestQuote = 500;

const failed = (words: Words, details: PlatformDetails & { readonly mayHaveHappened: boolean }): AttemptFailure => {
  const failure = failureOf(words.code, words.message, {
    ...details,
    ...(words.reason === undefined ? {} : { reason: words.reason }),
  });
  const mayPass = words.mayPass ?? failure.retryable;
  return { failure: { ...failure, retryable: mayPass }, mayPass, mayHaveHappened: details.mayHaveHappened };
};

/** The platform answered, with a status that is no success. */
export const statusFailure = (
  address: PlatformAddress,
  status: number,
  error: PlatformError,
  more: {
    readonly redact: Redact;
    readonly location: string | undefined;
    readonly retryAfterMs: number | undefined;
  },
): AttemptFailure => {
  const clean = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : printable(more.redact(text)).slice(0, longestQuote);
  const platformMessage = clean(error.message);
  const platformCode = clean(error.code);
  const requestId = clean(error.requestId);
  const words = statusWords(address, status, more);
  const quote = platformMessage === undefined || platformMessage === '' ? '' : ` It says: “${platformMessage}”`;
  return failed(
    { ...words, message: `${words.message}${quote}` },
    {
      status,
      ...(platformMessage === undefined ? {} : { platformMessage }),
      ...(platformCode === undefined ? {} : { platformCode }),
      ...(requestId === undefined ? {} : { requestId }),
      ...(more.retryAfterMs === undefined ? {} : { retryAfterMs: more.retryAfterMs }),
      mayHaveHappened: isDoubtful(status, more.retryAfterMs !== undefined),
    },
  );
};

/**
 * A status of the 4xx kind is a refusal (RFC 9110, section 15.5), 408 aside. A gateway answers 5xx also when it lost the
 * platform after the request had gone through; only 503 with `Retry-After` is a platform that did not begin. 301 to 303
 * are also what is said after the deed.
 */
const isDoubtful = (status: number, hasRetryAfter: boolean): boolean =>
  (status >= 500 && !(status === 503 && hasRetryAfter)) || status === 408 || (status >= 300 && status <= 303);

const statusWords = (
  { label }: PlatformAddress,
  status: number,
  { location, retryAfterMs }: { readonly location: string | undefined; readonly retryAfterMs: number | undefined },
): Words => {
  if (status >= 500) {
    return {
      code: 'unreachable',
      reason: 'platform-fault',
      message: `${label} has trouble of its own (HTTP status ${status}). Try again in a moment; if it lasts, tell whoever runs the platform.`,
    };
  }
  if (status < 400) {
    return {
      code: 'refused',
      reason: 'redirect',
      message: `${label} sends the console on to ${location ?? 'another address'} (HTTP status ${status}). The console does not go there, because the access token would go along. Check the address of this connection.`,
    };
  }
  switch (status) {
    case 400:
    case 422:
      return {
        code: 'invalid-params',
        message: `${label} did not accept what was sent. Check the values that were entered.`,
      };
    case 401:
      return {
        code: 'not-authorised',
        message: `${label} does not accept the access token of this connection: it may have expired, have been revoked, or belong elsewhere. Renew the token, or enter another.`,
      };
    case 403:
      return {
        code: 'not-authorised',
        reason: 'forbidden',
        message: `The access token of this connection may not do this at ${label}. Use a token whose role allows it, or ask whoever administers the platform.`,
      };
    case 404:
    case 410:
      return { code: 'not-found', message: `${label} does not have what was asked for. It may have been removed.` };
    case 408:
      return { code: 'timeout', message: `${label} gave up waiting (HTTP status 408). Try again in a moment.` };
    case 409:
    case 412:
      return {
        code: 'conflict',
        message: `${label} refused the change, because it does not fit the present state: somebody else may have changed the same thing, or it exists already. Load it again and look.`,
      };
    case 413:
      return { code: 'too-large', message: `${label} finds the request too large. Send less at once.` };
    // Not 'refused': waiting helps, and nobody has to change anything.
    case 429:
      return {
        code: 'unreachable',
        reason: 'rate-limited',
        message: `${label} takes no more requests at present: its limit is used up, by this console or by others that share it. Try again ${inAbout(retryAfterMs)}.`,
      };
    default:
      return {
        code: 'refused',
        message: `${label} refused the request (HTTP status ${status}). Check the address of this connection, and that the platform offers this.`,
      };
  }
};

/** Not sent at all, because the platform asked to be left alone for longer than a person waits. */
export const heldBackFailure = ({ label }: PlatformAddress, forMs: number): AttemptFailure =>
  failed(
    {
      code: 'unreachable',
      reason: 'rate-limited',
      message: `${label} asked for a pause, because its request limit is used up. Nothing was sent. Try again ${inAbout(forMs)}.`,
    },
    { retryAfterMs: Math.ceil(forMs), mayHaveHappened: false },
  );

const inAbout = (ms: number | undefined): string =>
  ms === undefined ? 'in a moment' : `in ${Math.max(1, Math.ceil(ms / 1000))} s`;

export const networkFailure = (
  address: PlatformAddress,
  error: Error,
  hasLeft: boolean,
  redact: Redact,
): AttemptFailure => {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code.startsWith('ERR_INVALID_') && !error.message.includes('authorization')) {
    return failed(
      { code: 'invalid-params', message: 'A value in this request cannot be sent. Check what was entered.' },
      { mayHaveHappened: false },
    );
  }
  if (code === 'ERR_INVALID_CHAR') {
    return failed(
      {
        code: 'not-authorised',
        reason: 'unusable-token',
        message:
          'The access token of this connection holds characters that cannot be sent. Copy it again, and enter it anew.',
      },
      { mayHaveHappened: false },
    );
  }
  const { reason, message, technical, mayPass } = describeNetworkError(address, error);
  return failed(
    { code: reason === 'timeout' ? 'timeout' : 'unreachable', reason, message, mayPass },
    { ...(technical === undefined ? {} : { technical: redact(technical) }), mayHaveHappened: hasLeft },
  );
};

export const timeoutFailure = ({ label }: PlatformAddress, timeoutMs: number, hasLeft: boolean): AttemptFailure =>
  failed(
    {
      code: 'timeout',
      message: `${label} did not answer within ${Math.round(timeoutMs / 1000)} s. It may be overloaded, or something on the way holds the answer back. Try again in a moment.`,
    },
    { mayHaveHappened: hasLeft },
  );

export const cancelledFailure = (mayHaveHappened: boolean): AttemptFailure =>
  failed({ code: 'cancelled', message: 'The request was called off.' }, { mayHaveHappened });

export const cutFailure = ({ label }: PlatformAddress, status: number): AttemptFailure =>
  failed(
    {
      code: 'unreachable',
      reason: 'cut',
      message: `The answer of ${label} stopped in the middle. Something on the way may have cut it. Try again in a moment.`,
    },
    { status, mayHaveHappened: true },
  );

export const notJsonFailure = ({ label }: PlatformAddress, status: number, contentType: string): AttemptFailure =>
  failed(
    {
      code: 'unreachable',
      reason: 'not-json',
      message: /html/i.test(contentType)
        ? `What answered in place of ${label} is a web page. A proxy or a sign-in page of this network may stand in between: check the network, and the address of this connection.`
        : `The answer of ${label} is not in the platform's format. Check the address of this connection; if it is right, tell whoever runs the platform.`,
    },
    { status, mayHaveHappened: true },
  );

export const tooLargeFailure = ({ label }: PlatformAddress, status: number): AttemptFailure =>
  failed(
    {
      code: 'too-large',
      message: `The answer of ${label} is larger than 16 MiB and was not read to its end. Ask for less at once.`,
    },
    { status, mayHaveHappened: true },
  );

/** Control characters have no place in a sentence for a person or in a log line. */
const printable = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ').trim();

import type { PlatformAddress } from './address.ts';
import { readJson } from './answer.ts';
import { readRetryAfterMs } from './back-off.ts';
import {
  cancelledFailure,
  cutFailure,
  networkFailure,
  notJsonFailure,
  statusFailure,
  timeoutFailure,
  tooLargeFailure,
  type AttemptFailure,
} from './failures.ts';
import type { Redact } from './redact.ts';
import type { RestAnswer, RestClientNeeds } from './types.ts';
import type { ExchangeEnd } from './wire.ts';

/** What an exchange came to. */
export type Judgement =
  | { readonly kind: 'done'; readonly answer: RestAnswer }
  | {
      readonly kind: 'failed';
      readonly failed: AttemptFailure;
      readonly isRateLimited: boolean;
      readonly retryAfterMs: number | undefined;
    };

export interface JudgementContext extends Pick<RestClientNeeds, 'readError' | 'clock'> {
  readonly address: PlatformAddress;
  readonly timeoutMs: number;
  readonly redact: Redact;
}

export const judge = (end: ExchangeEnd, context: JudgementContext): Judgement => {
  const { address, timeoutMs, redact } = context;
  switch (end.kind) {
    case 'cancelled':
      return failed(cancelledFailure(end.hasLeft));
    case 'timeout':
      return failed(timeoutFailure(address, timeoutMs, end.hasLeft));
    case 'network':
      return failed(networkFailure(address, end.error, end.hasLeft, redact));
    case 'cut':
      return failed(cutFailure(address, end.status));
    case 'too-large':
      return failed(tooLargeFailure(address, end.status));
    case 'answer':
      return end.status >= 200 && end.status < 300 ? judgeSuccess(end, context) : judgeRefusal(end, context);
  }
};

type Answer = Extract<ExchangeEnd, { readonly kind: 'answer' }>;

const failed = (failure: AttemptFailure): Judgement => ({
  kind: 'failed',
  failed: failure,
  isRateLimited: false,
  retryAfterMs: undefined,
});

const judgeSuccess = ({ status, headers, bytes }: Answer, { address }: JudgementContext): Judgement => {
  const reading = readJson(bytes);
  switch (reading.kind) {
    case 'json':
      return { kind: 'done', answer: { status, body: reading.value, headers } };
    case 'cut':
      return failed(cutFailure(address, status));
    case 'not-json':
      return failed(notJsonFailure(address, status, headers['content-type'] ?? ''));
  }
};

const judgeRefusal = ({ status, headers, bytes }: Answer, context: JudgementContext): Judgement => {
  const { address, clock, redact, readError } = context;
  const reading = readJson(bytes);
  const retryAfterMs = readRetryAfterMs(headers, clock.now());
  const error = readError(status, reading.kind === 'json' ? reading.value : undefined, headers);
  return {
    kind: 'failed',
    failed: statusFailure(address, status, error, { redact, location: hostOf(headers.location), retryAfterMs }),
    isRateLimited: status === 429,
    retryAfterMs,
  };
};

/** A redirect's path and query may hold what was asked for; where it leads is enough. */
const hostOf = (location: string | undefined): string | undefined => {
  const url = location === undefined ? null : URL.parse(location);
  return url === null || url.host === '' ? undefined : url.host;
};

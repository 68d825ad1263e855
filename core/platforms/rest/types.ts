import type { Result } from '../../../shared/contract/result.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Lane } from './lane.ts';
import type { TurnstileLimits } from './turnstile.ts';
import type { Turnstiles } from './turnstiles.ts';

/**
 * `safe`: doing it twice is the same as doing it once, so it may be tried again whatever happened. `if-surely-not-done`:
 * again only where the platform did nothing: it was not reached, answered 429, or answered 503 with a `Retry-After`.
 * `never`: a command to a vehicle; it leaves once at most.
 */
export type RetryRule = 'safe' | 'if-surely-not-done' | 'never';

export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base address, each segment already percent-encoded: '/devices/abc/properties'. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Beside `authorization`, `content-type` and the like, which the client sets and which cannot be set here. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly lane: Lane;
  /** Name of an additional, narrower budget, such as 'query'. */
  readonly budget?: string;
  /** Absent: GET, PUT and DELETE are `safe`, POST and PATCH are repeated `if-surely-not-done`. */
  readonly retry?: RetryRule;
  /** Of one attempt, without the time spent waiting for a turn; 30 s where absent. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface RestAnswer {
  /** 200 to 299; 404 where a DELETE that had to be repeated finds its work done. */
  readonly status: number;
  /** Parsed JSON, not yet checked against anything; undefined where the platform sent nothing. */
  readonly body: unknown;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface RestClient {
  /** Never rejects. The failure's details are read with `platformDetails`. */
  call(request: RestRequest): Promise<Result<RestAnswer>>;
  /** A next-page link is the platform's text: only the platform's own origin and base path are followed. */
  follow(
    link: string,
    request: Pick<RestRequest, 'lane' | 'signal' | 'timeoutMs' | 'budget'>,
  ): Promise<Result<RestAnswer>>;
  /** Requests that wait for a turn or for their next attempt, and until when (Unix milliseconds) the platform asked to be left alone. */
  readonly pressure: { readonly waiting: number; readonly backingOffUntilMs: number | null };
  /** Calls that wait or run end with `cancelled`, and so does every later one. */
  close(): void;
}

/** What a platform's error body says. */
export interface PlatformError {
  readonly message: string | undefined;
  readonly code: string | undefined;
  readonly requestId: string | undefined;
}

export interface RestClientNeeds {
  /** 'https://contoso.azureiotcentral.com/api'. `http` is for this computer only. */
  readonly baseUrl: string;
  /** The header's value. Asked before each request, so that a token that was renewed or replaced is used at once. */
  readonly authorization: () => Promise<Result<string>>;
  /** Trusted instead of the usual authorities. */
  readonly caPem?: string;
  readonly limits: TurnstileLimits;
  /** Those of the console: clients of the same address share one. Absent: this client has one of its own. */
  readonly turnstiles?: Turnstiles;
  /** Reads the platform's own error body. */
  readonly readError: (status: number, body: unknown, headers: Readonly<Record<string, string>>) => PlatformError;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
}

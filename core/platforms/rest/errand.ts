import type { RestRequest, RetryRule } from './types.ts';

/** A call on its way through its attempts. */
export interface Errand {
  readonly request: Omit<RestRequest, 'path' | 'query' | 'retry'>;
  readonly url: URL;
  readonly repetition: RetryRule;
  readonly body: string | undefined;
  /** Of the caller and of the client's end. */
  readonly signal: AbortSignal;
}

export const repetitionOf = ({ method, retry }: RestRequest): RetryRule => {
  if (retry !== undefined) return retry;
  return method === 'POST' || method === 'PATCH' ? 'if-surely-not-done' : 'safe';
};

/** These are the client's to set: the first is the secret, the others would contradict what is sent. */
const ownHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'connection',
  'content-length',
  'host',
  'transfer-encoding',
]);

export const headersOf = ({ request, body }: Errand, authorization: string): Readonly<Record<string, string>> => ({
  accept: 'application/json',
  ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  ...Object.fromEntries(
    Object.entries(request.headers ?? {})
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => !ownHeaders.has(name)),
  ),
  ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
  authorization,
});

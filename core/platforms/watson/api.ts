import type { z } from 'zod';
import { failureOf, ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import type { CallContext } from '../platform.ts';
import type { PlatformDetails, RestAnswer, RestClient, RestRequest } from '../rest/rest-client.ts';

export type Query = NonNullable<RestRequest['query']>;

/** Calls to one host of the platform, with answers that are checked where they enter. */
export interface WatsonApi {
  /** For people: the host. */
  readonly label: string;
  get<T>(path: string, schema: z.ZodType<T>, context: CallContext, query?: Query): Promise<Result<T>>;
  send(
    request: Pick<RestRequest, 'method' | 'path' | 'query' | 'body' | 'retry'>,
    context: CallContext,
  ): Promise<Result<RestAnswer>>;
  /** Reads the answer of a request that was sent. */
  read<T>(answer: RestAnswer, schema: z.ZodType<T>, method: RestRequest['method']): Result<T>;
}

export const callContext = ({ lane, signal }: CallContext): Pick<RestRequest, 'lane' | 'signal'> => ({
  lane,
  ...(signal === undefined ? {} : { signal }),
});

export const createWatsonApi = (client: RestClient, label: string): WatsonApi => {
  const read: WatsonApi['read'] = (answer, schema, method) => {
    const parsed = schema.safeParse(answer.body);
    return parsed.success ? ok(parsed.data) : { ok: false, error: unreadableAnswer(label, answer.status, method) };
  };
  return {
    label,
    get: async (path, schema, context, query) => {
      const answer = await client.call({ method: 'GET', path, ...(query && { query }), ...callContext(context) });
      return answer.ok ? read(answer.value, schema, 'GET') : answer;
    },
    send: (request, context) => client.call({ ...request, ...callContext(context) }),
    read,
  };
};

export const unreadableAnswer = (label: string, status: number, method: RestRequest['method']): Failure =>
  failureOf(
    'unreachable',
    `What ${label} answered is not what its API is known to answer. It may have been updated: try again, and if it lasts, tell whoever runs the platform.`,
    { status, mayHaveHappened: method !== 'GET' } satisfies PlatformDetails,
  );

/** A client that tells when it was let in, and whose failures are explained further. */
export const withOutcomes = (
  client: RestClient,
  { onAnswer, explain }: { readonly onAnswer: () => void; readonly explain: (failure: Failure) => Failure },
): RestClient => {
  const explained = async (answer: Promise<Result<RestAnswer>>): Promise<Result<RestAnswer>> => {
    const result = await answer;
    if (!result.ok) return { ok: false, error: explain(result.error) };
    onAnswer();
    return result;
  };
  return {
    call: (request) => explained(client.call(request)),
    follow: (link, request) => explained(client.follow(link, request)),
    get pressure() {
      return client.pressure;
    },
    close: () => {
      client.close();
    },
  };
};

/** Ids are free text of the platform's: each becomes one segment of a path. */
export const pathOf = (...segments: readonly string[]): string => `/${segments.map(encodeURIComponent).join('/')}`;

export const devicePath = (
  device: { readonly typeId: string; readonly deviceId: string },
  ...more: readonly string[]
): string => pathOf('device', 'types', device.typeId, 'devices', device.deviceId, ...more);

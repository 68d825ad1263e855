import type { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { PlatformAction } from '../../../shared/platform/rights.ts';
import type { Log } from '../../log.ts';
import type { CallContext } from '../platform.ts';
import {
  platformDetails,
  type PlatformDetails,
  type PlatformError,
  type RestAnswer,
  type RestClient,
  type RestRequest,
} from '../rest/rest-client.ts';
import type { Access } from './access.ts';
import type { RightsBook } from './rights-book.ts';

export const stableVersion = '2022-07-31';
export const previewVersion = '2022-10-31-preview';

export interface ApiCall extends Pick<RestRequest, 'method' | 'path' | 'body' | 'retry' | 'timeoutMs' | 'budget'> {
  /** The right that it needs; null where a refusal says nothing of a right. */
  readonly action: PlatformAction | null;
  readonly isPreview?: true;
}

/** As a segment of a path; a DTMI holds `:` and `;`. */
export const segment = (id: string): string => encodeURIComponent(id);

/**
 * IoT Central's REST API: its versions, its answers read by a schema, and what a refusal teaches about token and rights.
 */
export class IotCentralApi {
  readonly client: RestClient;
  readonly #access: Access;
  readonly #rights: RightsBook;
  readonly #label: string;
  readonly #log: Log;

  constructor(client: RestClient, access: Access, rights: RightsBook, label: string, log: Log) {
    this.client = client;
    this.#access = access;
    this.#rights = rights;
    this.#label = label;
    this.#log = log;
  }

  /** Fails with `unsupported` where the answer has another form than the schema. */
  async ask<T>(call: ApiCall, schema: z.ZodType<T>, context: CallContext): Promise<Result<T>> {
    return this.#read(await this.#send(call, context), schema, call);
  }

  /** For calls that answer nothing worth reading. */
  async tell(call: ApiCall, context: CallContext): Promise<Result<null>> {
    const answer = await this.#send(call, context);
    return answer.ok ? ok(null) : answer;
  }

  async askNextPage<T>(
    link: string,
    action: ApiCall['action'],
    schema: z.ZodType<T>,
    context: CallContext,
  ): Promise<Result<T>> {
    const answer = this.#learn(await this.client.follow(link, context), action);
    return this.#read(answer, schema, { action, method: 'GET', path: 'a next page' });
  }

  async #send({ action, isPreview, ...request }: ApiCall, context: CallContext): Promise<Result<RestAnswer>> {
    const query = { 'api-version': isPreview === true ? previewVersion : stableVersion };
    return this.#learn(await this.client.call({ ...request, query, ...context }), action);
  }

  #learn(answer: Result<RestAnswer>, action: ApiCall['action']): Result<RestAnswer> {
    if (answer.ok) {
      this.#access.noteAccepted();
      if (action !== null) this.#rights.note(action, 'allowed');
      return answer;
    }
    const error = this.#access.explain(answer.error);
    const isAsItWas = error === answer.error;
    if (isAsItWas && action !== null && platformDetails(error)?.reason === 'forbidden') {
      this.#access.noteAccepted();
      this.#rights.note(action, 'denied');
    }
    return { ok: false, error };
  }

  #read<T>(answer: Result<RestAnswer>, schema: z.ZodType<T>, { method, path }: ApiCall): Result<T> {
    if (!answer.ok) return answer;
    const parsed = schema.safeParse(answer.value.body);
    if (parsed.success) return ok(parsed.data);
    const where = parsed.error.issues.slice(0, 3).map((issue) => issue.path.join('.'));
    this.#log.warn('iot-central-answer-unreadable', { method, path, where });
    return fail(
      'unsupported',
      `The answer of ${this.#label} has another form than this console knows. If it stays so, the console needs an update.`,
      { status: answer.value.status, mayHaveHappened: method !== 'GET' } satisfies PlatformDetails,
    );
  }
}

/** IoT Central's error body: `{"error":{"code","message","requestId","time"}}`; older answers have only the first two. */
export const readIotCentralError = (
  _status: number,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): PlatformError => {
  const error = member(body, 'error');
  const text = (name: string): string | undefined => {
    const value = member(error, name);
    return typeof value === 'string' ? value : undefined;
  };
  const message = text('message');
  return {
    // The request id in it is kept apart; the rest is for writing to Microsoft.
    message: message?.replace(/\s*You can contact support at .*$/s, ''),
    code: text('code') ?? headers['x-ms-error-code'],
    requestId: text('requestId') ?? /Request ID: ([\w-]+)/.exec(message ?? '')?.[1],
  };
};

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

import { expect } from 'vitest';
import { z } from 'zod';
import type { PlatformOptions } from '../../../simulator/options.ts';
import type { PracticePlatform } from '../../../simulator/practice-platform.ts';
import { createManualTimers, type ManualTimers } from '../../support/manual-timers.ts';
import { startPlatform } from '../practice/platform.ts';
import { preview, stable } from './openapi.ts';

export const stableVersion = '2022-07-31';
export const previewVersion = '2022-10-31-preview';

export type RoleName = 'administrator' | 'builder' | 'operator';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed; undefined where there is none. */
  readonly body: unknown;
}

export interface CallOptions {
  /** A role, or the text of the Authorization header; the administrator unless told otherwise. */
  readonly as?: RoleName | { readonly authorization: string } | undefined;
  readonly body?: unknown;
  /** null: none is sent. */
  readonly version?: string | null;
  /** The answer is meant not to be what the document says. */
  readonly isSpoilt?: boolean;
}

export interface Api {
  readonly platform: PracticePlatform;
  readonly clock: ManualTimers;
  /** `GET /devices/VAN-002`. A tenth of a second passes before each call, which keeps within the limit. */
  call(request: string, options?: CallOptions): Promise<Reply>;
  /** The body of an answer that must have this status and form. */
  expect<T>(status: number, request: string, schema: z.ZodType<T>, options?: CallOptions): Promise<T>;
  /** Lets time pass until the platform has answered. */
  wait<T>(answer: Promise<T>): Promise<T>;
}

const parse = (text: string): unknown => {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Every answer that passes through here is held against the OpenAPI document of its version. */
const checkAnswer = (method: string, url: URL, { status, body, text }: Reply): void => {
  const document = url.searchParams.get('api-version') === previewVersion ? preview : stable;
  const operation = document?.operation(method, url.pathname.slice('/api'.length));
  if (operation === undefined) return;
  expect(operation.answerProblems(status, body), `${method} ${url.pathname} answered ${text}`).toEqual([]);
};

/** The practice platform's IoT Central side, with a clock that only the test turns. Three sound vehicles unless told otherwise. */
export const openApi = async (options: Partial<PlatformOptions> = {}): Promise<Api> => {
  const clock = createManualTimers();
  const platform = await startPlatform({ vehicles: 3, ...options }, { clock });
  const { restUrl, tokens } = platform.info.iotCentral;

  const call: Api['call'] = async (
    request,
    { as = 'administrator', body, version = stableVersion, isSpoilt = false } = {},
  ) => {
    clock.advance(100);
    const [method = '', path = ''] = request.split(' ');
    const url = new URL(path.startsWith('http') ? path : restUrl + path);
    if (version !== null && !path.startsWith('http')) url.searchParams.set('api-version', version);
    const response = await fetch(url, {
      method,
      headers: {
        ...(typeof as === 'string' ? { authorization: tokens[as] } : as),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const reply = { status: response.status, headers: response.headers, text, body: parse(text) };
    if (!isSpoilt) checkAnswer(method, url, reply);
    return reply;
  };

  return {
    platform,
    clock,
    call,
    expect: async (status, request, schema, callOptions) => {
      const reply = await call(request, callOptions);
      if (reply.status !== status) throw new Error(`${request}: ${reply.status} instead of ${status}: ${reply.text}`);
      return schema.parse(reply.body);
    },
    wait: async (answer) => {
      let isOver = false;
      void answer.catch(() => undefined).finally(() => (isOver = true));
      while (!isOver as boolean) {
        // Lets the two ends of the connection have their turn between two ticks.
        await new Promise((resolve) => setImmediate(resolve));
        clock.advance(50);
      }
      return answer;
    },
  };
};

export const list = z.object({ value: z.array(z.looseObject({ id: z.string() })), nextLink: z.string().optional() });
export const anything = z.unknown();

export const errorSchema = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string(), requestId: z.string(), time: z.string() }),
});

/** The code of an answer that must be the platform's error. */
export const errorCode = ({ body, headers }: Reply): string => {
  const { error } = errorSchema.parse(body);
  expect(headers.get('x-ms-error-code')).toBe(error.code);
  expect(error.message).toContain(`Request ID: ${error.requestId}, Time: ${error.time}`);
  return error.code;
};

import { z } from 'zod';
import type { PlatformOptions } from '../../../simulator/options.ts';
import type { PracticePlatform } from '../../../simulator/practice-platform.ts';
import type { RoleName } from '../../../simulator/watson/roles.ts';
import { createManualTimers, type ManualTimers } from '../../support/manual-timers.ts';
import { connect, startPlatform, type TestClient } from '../practice/platform.ts';

export interface Key {
  readonly apiKey: string;
  readonly apiToken: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed; undefined where there is none. */
  readonly body: unknown;
}

export interface CallOptions {
  readonly as?: RoleName | Key;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Api {
  readonly platform: PracticePlatform;
  readonly clock: ManualTimers;
  readonly org: string;
  /** `GET /device/types`; `as` is the standard role unless told otherwise. A tenth of a second passes before each call. */
  call(request: string, options?: CallOptions): Promise<Reply>;
  /** The body of an answer that must have this status. */
  expect<T>(status: number, request: string, schema: z.ZodType<T>, options?: CallOptions): Promise<T>;
  /** An MQTT application with the key of a role. */
  application(as: RoleName | Key, appId?: string): Promise<TestClient>;
  /** An MQTT device with a token. */
  device(typeId: string, deviceId: string, token: string): Promise<TestClient>;
}

export const basic = (user: string, password: string): Readonly<Record<string, string>> => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The practice platform's REST API, with a clock that only the test turns. */
export const openApi = async (options: Partial<PlatformOptions> = {}): Promise<Api> => {
  const clock = createManualTimers();
  const platform = await startPlatform(options, { clock });
  const { watson, mqttUrl } = platform.info;
  const keyOf = (as: RoleName | Key): Key => (typeof as === 'string' ? watson.keys[as] : as);

  const call: Api['call'] = async (request, { as = 'standard', body, headers } = {}) => {
    clock.advance(100);
    const [method = '', path = ''] = request.split(' ');
    const { apiKey, apiToken } = keyOf(as);
    const response = await fetch(`${watson.restUrl}${path}`, {
      method,
      headers: { ...basic(apiKey, apiToken), 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  };

  return {
    platform,
    clock,
    org: watson.org,
    call,
    expect: async (status, request, schema, callOptions) => {
      const reply = await call(request, callOptions);
      if (reply.status !== status) throw new Error(`${request}: ${reply.status} instead of ${status}: ${reply.text}`);
      return schema.parse(reply.body);
    },
    application: (as, appId = 'console') => {
      const { apiKey, apiToken } = keyOf(as);
      return connect(mqttUrl, { clientId: `a:${watson.org}:${appId}`, username: apiKey, password: apiToken });
    },
    device: (typeId, deviceId, token) =>
      connect(mqttUrl, {
        clientId: `d:${watson.org}:${typeId}:${deviceId}`,
        username: 'use-token-auth',
        password: token,
      }),
  };
};

const exceptionSchema = z.strictObject({ id: z.string().min(1), properties: z.array(z.string()) });

/** The platform's body for what it refuses. */
export const errorSchema = z.strictObject({
  message: z.string(),
  exception: exceptionSchema,
  violations: z.array(z.strictObject({ message: z.string(), exception: exceptionSchema })).optional(),
});

export const pageSchema = <T>(result: z.ZodType<T>) =>
  z.strictObject({
    bookmark: z.string().optional(),
    meta: z.strictObject({ facets: z.object({}), totalRows: z.number() }),
    results: z.array(result),
  });

export const deviceSchema = z.object({
  id: z.string(),
  typeId: z.string(),
  deviceId: z.string(),
  deviceInfo: z.record(z.string(), z.string()),
  metadata: z.record(z.string(), z.unknown()).optional(),
  registration: z.object({ auth: z.object({ id: z.string(), type: z.string() }), date: z.iso.datetime() }),
  status: z.object({ alert: z.object({ enabled: z.boolean(), timestamp: z.iso.datetime() }) }),
  location: z.object({ longitude: z.number(), latitude: z.number(), updatedDateTime: z.iso.datetime() }).optional(),
  authToken: z.string().optional(),
});

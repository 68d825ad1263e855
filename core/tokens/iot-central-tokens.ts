import { z } from 'zod';
import { fail, ok, type Failure, type Result } from '../../shared/contract/result.ts';
import { apiTokenSchema } from '../platforms/iot-central/answers.ts';
import { segment, stableVersion, type ApiCall, type IotCentralApi } from '../platforms/iot-central/api.ts';
import { pause, readPages } from '../platforms/iot-central/pages.ts';
import { builtInRoles } from '../platforms/iot-central/roles.ts';
import type { CallContext, Platform } from '../platforms/platform.ts';
import { platformDetails, type RestAnswer } from '../platforms/rest/rest-client.ts';
import type { Clock } from '../clock.ts';
import type { MadeToken, PlatformToken, TokenBook } from './token-book.ts';

const madeSchema = apiTokenSchema.extend({ token: z.string().min(1) });
type Answer = z.infer<typeof apiTokenSchema>;

/** Ids of the application's other things are of these; for tokens the OpenAPI document says nothing. */
const namePattern = '^[a-zA-Z0-9]([a-zA-Z0-9-]{0,48}[a-zA-Z0-9])?$';

/**
 * IoT Central's API tokens: made, looked at and deleted, never changed
 * (https://learn.microsoft.com/rest/api/iotcentral/dataplane/api-tokens).
 */
export const iotCentralTokens = (platform: Pick<Platform, 'client' | 'people'>, clock: Clock): TokenBook => {
  const { client } = platform;
  const version = { 'api-version': stableVersion };
  const read = <T>(answer: Result<RestAnswer>, schema: z.ZodType<T>): Result<T> => {
    if (!answer.ok) return answer;
    const parsed = schema.safeParse(answer.value.body);
    if (parsed.success) return ok(parsed.data);
    return fail('unsupported', 'The platform’s answer about its API tokens has another form than this console knows.', {
      status: answer.value.status,
      mayHaveHappened: true,
    });
  };
  const api: Pick<IotCentralApi, 'ask' | 'askNextPage'> = {
    ask: async ({ method, path, body, retry }: ApiCall, schema, context) =>
      read(
        await client.call({
          ...{ method, path, query: version, ...context },
          ...(body === undefined ? {} : { body }),
          ...(retry === undefined ? {} : { retry }),
        }),
        schema,
      ),
    askNextPage: async (link, _action, schema, context) => read(await client.follow(link, context), schema),
  };

  return {
    name: {
      pattern: namePattern,
      maximumLength: 50,
      explanation: 'Up to 50 letters, digits and hyphens; no hyphen at either end. It cannot be changed later.',
    },
    expiry: 'undocumented',
    hasOrganizations: true,

    list: async (context, { onPage, ...options } = {}) => {
      const call = { path: '/apiTokens', action: 'view-tokens', item: apiTokenSchema, what: 'API tokens' } as const;
      const pages = await readPages(api, clock, { ...call, ...options }, context, (items) => {
        onPage?.(items.map(tokenOf));
      });
      if (!pages.ok) return pages;
      const { items, ...end } = pages.value;
      return ok({ tokens: items.map(tokenOf), ...end });
    },

    // Its name is its id.
    find: async (name, context) => {
      const answer = await api.ask(callOf('GET', name), apiTokenSchema, context);
      if (answer.ok) return ok(answer.value.id);
      return answer.error.code === 'not-found' ? ok(null) : answer;
    },

    get: async (id, context) => {
      const answer = await api.ask(callOf('GET', id), apiTokenSchema, context);
      return answer.ok ? ok(tokenOf(answer.value)) : answer;
    },

    create: async ({ name, roles, expiresAtMs }, context): Promise<Result<MadeToken>> => {
      const body = {
        roles: roles.map(({ roleId, organization }) => ({
          role: roleId,
          ...(organization === null ? {} : { organization }),
        })),
        ...(expiresAtMs === null ? {} : { expiry: new Date(expiresAtMs).toISOString() }),
      };
      const ask = () => api.ask({ ...callOf('PUT', name), body, retry: 'never' }, madeSchema, context);
      let answer = await ask();
      for (const waitMs of waitsMs) {
        if (answer.ok || !isSurelyUndone(answer.error)) break;
        await pause(clock, platformDetails(answer.error)?.retryAfterMs ?? waitMs, context.signal);
        answer = await ask();
      }
      return answer.ok ? ok({ token: tokenOf(answer.value), secret: answer.value.token }) : answer;
    },

    remove: async (id, context) => {
      const answer = await api.ask(callOf('DELETE', id), z.unknown(), context);
      return answer.ok ? ok(null) : answer;
    },

    roles: async (context: CallContext) => {
      const listed = await platform.people?.roles?.(context);
      return listed?.ok === true ? listed.value : builtInRoles.map(({ id, name }) => ({ id, name }));
    },
  };
};

/** The client tries a PUT again whatever happened, which here would cost the first one's secret. Only these are harmless. */
const isSurelyUndone = (failure: Failure): boolean =>
  failure.retryable && platformDetails(failure)?.mayHaveHappened === false;
const waitsMs = [1_000, 2_000, 4_000];

const callOf = (method: ApiCall['method'], id: string): ApiCall => ({
  method,
  path: `/apiTokens/${segment(id)}`,
  action: null,
});

const tokenOf = ({ id, roles, expiry }: Answer): PlatformToken => {
  const expiresAtMs = Date.parse(expiry ?? '');
  return {
    id,
    name: id,
    roles: roles.map(({ role, organization }) => ({ roleId: role, organization: organization ?? null })),
    createdAtMs: null,
    expiresAtMs: Number.isNaN(expiresAtMs) ? null : expiresAtMs,
  };
};

import { z } from 'zod';
import { fail, failureOf, ok, type Result } from '../../shared/contract/result.ts';
import type { CallContext, Platform } from '../platforms/platform.ts';
import { keyRolesSchema, listSchema, readEach, timeOf } from '../platforms/watson/answers.ts';
import { createWatsonApi, pathOf } from '../platforms/watson/api.ts';
import { documentedRoles, roleName } from '../platforms/watson/roles.ts';
import type { ListOptions, PlatformToken, TokenBook, TokenListing } from './token-book.ts';

const optionalText = z.string().optional().catch(undefined);
const keySchema = z.object({
  key: z.string().min(1),
  comment: optionalText,
  /** As ids, or as objects with one; older answers have none. */
  roles: z
    .array(z.union([z.string(), z.object({ uid: z.string() }).transform(({ uid }) => uid)]))
    .optional()
    .catch(undefined),
  dateAdded: optionalText,
  expiresAt: optionalText,
});
const madeSchema = keySchema.extend({ token: z.string().min(1) });

const rolesToGroupsSchema = z
  .object({ rolesToGroups: z.record(z.string(), z.array(z.string())) })
  .transform(({ rolesToGroups }) => rolesToGroups)
  .catch({});

const keysPath = ['authorization', 'apikeys'] as const;

/** Watson IoT Platform's API keys, which can be changed: their names of parts are those of docs/practice-watson.md. */
export const watsonTokens = ({ client }: Pick<Platform, 'client'>, label: string): TokenBook => {
  const api = createWatsonApi(client, label);

  const readRoles = async (key: string, context: CallContext): Promise<Result<readonly string[]>> => {
    const answer = await api.get(pathOf(...keysPath, key, 'roles'), keyRolesSchema, context);
    if (!answer.ok) return answer;
    return ok(answer.value.roles.flatMap(({ roleId, roleStatus }) => (roleStatus === 0 ? [] : [roleId])));
  };

  /** A role may be limited to groups of devices: for the roles that stay, that stays. */
  const writeRoles = async (key: string, wanted: readonly string[], context: CallContext): Promise<Result<null>> => {
    const path = pathOf(...keysPath, key, 'roles');
    const before = await api.get(path, z.unknown(), context);
    if (!before.ok) return before;
    const former = keyRolesSchema.safeParse(before.value).data?.roles.map(({ roleId }) => roleId) ?? [];
    const groups = rolesToGroupsSchema.parse(before.value);
    const body = {
      roles: [
        ...wanted.map((roleId) => ({ roleId, roleStatus: 1 })),
        ...former.filter((roleId) => !wanted.includes(roleId)).map((roleId) => ({ roleId, roleStatus: 0 })),
      ],
      rolesToGroups: Object.fromEntries(wanted.map((roleId) => [roleId, groups[roleId] ?? []])),
    };
    const answer = await api.send({ method: 'PUT', path, body }, context);
    return answer.ok ? ok(null) : answer;
  };

  /** One page, however many there are. */
  const list = async (context: CallContext, { onPage }: ListOptions = {}): Promise<Result<TokenListing>> => {
    const answer = await api.get(pathOf(...keysPath), listSchema, context);
    if (!answer.ok) return answer;
    const { items, unreadable } = readEach(answer.value, keySchema);
    const problem =
      unreadable === 0 ? null : `${String(unreadable)} keys came in a form that this console does not know.`;
    const tokens = items.map(tokenOf);
    onPage?.(tokens);
    return ok({ tokens, problem });
  };

  return {
    name: {
      pattern: '^.{1,200}$',
      maximumLength: 200,
      explanation: 'A description, by which people find the key again. The platform gives the key itself its name.',
    },
    expiry: 'settable',
    hasOrganizations: false,

    list,

    find: async (name, context) => {
      const listing = await list(context);
      if (!listing.ok) return listing;
      const { tokens, problem } = listing.value;
      const found = tokens.find((token) => isSameText(token.name, name) || isSameText(token.id, name));
      if (found !== undefined) return ok(found.id);
      return problem === null ? ok(null) : fail('unreachable', `The list is not whole. ${problem}`);
    },

    get: async (key, context) => {
      const answer = await api.get(pathOf(...keysPath, key), keySchema, context);
      if (!answer.ok) return answer;
      const token = tokenOf(answer.value);
      if (token.roles !== null) return ok(token);
      const roles = await readRoles(key, context);
      return ok(roles.ok ? { ...token, roles: roles.value.map(grantOf) } : token);
    },

    create: async ({ name, roles, expiresAtMs }, context) => {
      const body = {
        comment: name,
        roles: roles.map(({ roleId }) => roleId),
        ...(expiresAtMs === null ? {} : { expiresAt: new Date(expiresAtMs).toISOString() }),
      };
      const answer = await api.send({ method: 'POST', path: pathOf(...keysPath), body }, context);
      if (!answer.ok) return answer;
      const made = api.read(answer.value, madeSchema, 'POST');
      if (!made.ok) return made;
      const token = tokenOf(made.value);
      return ok({ token: { ...token, roles: token.roles ?? roles }, secret: made.value.token });
    },

    edit: async (key, { name, roles, expiresAtMs }, context) => {
      const body = {
        ...(name === undefined ? {} : { comment: name }),
        ...(expiresAtMs === undefined
          ? {}
          : { expiresAt: expiresAtMs === null ? null : new Date(expiresAtMs).toISOString() }),
      };
      const isOtherwiseChanged = Object.keys(body).length > 0;
      if (isOtherwiseChanged) {
        const answer = await api.send({ method: 'PUT', path: pathOf(...keysPath, key), body }, context);
        if (!answer.ok) return answer;
      }
      if (roles === undefined) return ok(null);
      const answer = await writeRoles(key, [...new Set(roles.map(({ roleId }) => roleId))], context);
      if (answer.ok || !isOtherwiseChanged) return answer;
      const { code, message, details } = answer.error;
      return {
        ok: false,
        error: failureOf(code, `The description and the expiry were changed, the roles were not. ${message}`, details),
      };
    },

    remove: async (key, context) => {
      const answer = await api.send({ method: 'DELETE', path: pathOf(...keysPath, key) }, context);
      return answer.ok ? ok(null) : answer;
    },

    // The platform lists none, and the ids of most are not public.
    roles: () =>
      Promise.resolve(documentedRoles.flatMap(({ id }) => (id === null ? [] : [{ id, name: roleName(id) }]))),
  };
};

const isSameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const grantOf = (roleId: string) => ({ roleId, organization: null });

const tokenOf = ({ key, comment, roles, dateAdded, expiresAt }: z.infer<typeof keySchema>): PlatformToken => ({
  id: key,
  name: comment === undefined || comment.trim() === '' ? key : comment,
  roles: roles?.map(grantOf) ?? null,
  createdAtMs: timeOf(dateAdded),
  expiresAtMs: timeOf(expiresAt),
});

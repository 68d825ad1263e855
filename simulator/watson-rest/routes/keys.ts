import { z } from 'zod';
import type { ApiKey } from '../../watson/api-keys.ts';
import { isRoleId } from '../../watson/roles.ts';
import { isoTime } from '../describe.ts';
import { notFound } from '../errors.ts';
import { ok, param, readWith, type Call, type Routes } from '../route.ts';

const roleId = z.string().refine(isRoleId, 'This organization has no such role.');
const expiry = z.iso.datetime({ offset: true });
const wishSchema = z.object({
  comment: z.string().max(1000).default(''),
  roles: z.array(roleId).min(1),
  expiresAt: expiry.optional(),
});
const changeSchema = z.object({
  comment: z.string().max(1000).optional(),
  roles: z.array(roleId).min(1).optional(),
  /** null: it never expires. */
  expiresAt: expiry.nullable().optional(),
});
const rolesSchema = z.object({
  roles: z.array(z.object({ roleId, roleStatus: z.union([z.literal(0), z.literal(1)]).default(1) })).min(1),
  rolesToGroups: z.record(z.string(), z.array(z.string())).optional(),
});

const describeKey = ({ apiKey, comment, roleIds, addedAtMs, expiresAtMs }: ApiKey): object => ({
  key: apiKey,
  comment,
  roles: roleIds,
  dateAdded: isoTime(addedAtMs),
  ...(expiresAtMs !== null && { expiresAt: isoTime(expiresAtMs) }),
});

const describeRoles = ({ roleIds }: ApiKey): object => ({
  roles: roleIds.map((id) => ({ roleId: id, roleStatus: 1 })),
  rolesToGroups: Object.fromEntries(roleIds.map((id) => [id, []])),
});

/** API keys: the token is told once, when the key is made. A key that is deleted ends the connections it has. */
export const keyRoutes: Routes = ({ organisation }) => {
  const { keys } = organisation;
  const path = '/authorization/apikeys';
  const keyOf = (call: Call): ApiKey => {
    const key = keys.get(param(call, 'key'));
    if (key === undefined) throw notFound('API key', param(call, 'key'));
    return key;
  };

  return [
    {
      ...{ method: 'GET', path, permission: 'viewKeys' },
      answer: () => ok(keys.list().map(describeKey)),
    },
    {
      ...{ method: 'POST', path, permission: 'manageKeys' },
      answer: ({ body }) => {
        const { comment, roles, expiresAt } = readWith(wishSchema, body);
        const expiresAtMs = expiresAt === undefined ? null : Date.parse(expiresAt);
        const { apiKey, apiToken } = keys.create({ comment, roleIds: [...new Set(roles)], expiresAtMs });
        const key = keys.get(apiKey);
        return ok({ ...(key !== undefined && describeKey(key)), token: apiToken });
      },
    },
    {
      ...{ method: 'GET', path: `${path}/:key`, permission: 'viewKeys' },
      answer: (call) => ok(describeKey(keyOf(call))),
    },
    {
      ...{ method: 'PUT', path: `${path}/:key`, permission: 'manageKeys' },
      answer: (call) => {
        const { apiKey } = keyOf(call);
        const { comment, roles, expiresAt } = readWith(changeSchema, call.body);
        keys.change(apiKey, {
          ...(comment !== undefined && { comment }),
          ...(roles !== undefined && { roleIds: [...new Set(roles)] }),
          ...(expiresAt !== undefined && { expiresAtMs: expiresAt === null ? null : Date.parse(expiresAt) }),
        });
        return ok(describeKey(keyOf(call)));
      },
    },
    {
      ...{ method: 'DELETE', path: `${path}/:key`, permission: 'manageKeys' },
      answer: (call) => {
        const key = keyOf(call);
        organisation.removeKey(key.apiKey);
        return ok(describeKey(key));
      },
    },
    {
      ...{ method: 'GET', path: `${path}/:key/roles`, permission: 'viewKeys' },
      answer: (call) => ok(describeRoles(keyOf(call))),
    },
    {
      ...{ method: 'PUT', path: `${path}/:key/roles`, permission: 'manageKeys' },
      answer: (call) => {
        const { apiKey } = keyOf(call);
        const { roles } = readWith(rolesSchema, call.body);
        keys.change(apiKey, {
          roleIds: roles.filter(({ roleStatus }) => roleStatus === 1).map((role) => role.roleId),
        });
        return ok(describeRoles(keyOf(call)));
      },
    },
  ];
};

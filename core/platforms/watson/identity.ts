import { z } from 'zod';
import { ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import type { CallContext, PlatformIdentity } from '../platform.ts';
import {
  addressSchema,
  keyRolesSchema,
  keySchema,
  listSchema,
  organisationSchema,
  readEach,
  timeOf,
} from './answers.ts';
import { pathOf, type Query, type WatsonApi } from './api.ts';
import { isForbidden } from './error.ts';
import { rightsFrom } from './rights.ts';
import { areDocumented, roleName, type Permission } from './roles.ts';

/** Whether the API let it through; null where the answer does not tell. The failure is one that ends the whole attempt. */
interface Try {
  readonly isAllowed: boolean | null;
  readonly body: unknown;
  readonly failure: Failure | null;
}

/**
 * The organisation, the key's own description, and its roles. Most roles may not look at keys: what such a key may do is
 * learnt from what it may read.
 */
export const identify = async (
  api: WatsonApi,
  apiKey: string,
  context: CallContext,
): Promise<Result<PlatformIdentity>> => {
  const organisation = await api.get('/', organisationSchema, context);
  if (!organisation.ok && !isForbidden(organisation.error)) return organisation;
  const { name, id } = organisation.ok ? organisation.value : {};

  const observed = new Map<Permission, boolean>();
  const attempt = async (permission: Permission, path: string, query: Query = {}): Promise<Try> => {
    const answer = await api.get(path, z.unknown(), context, query);
    const isAllowed = answer.ok ? true : isForbidden(answer.error) ? false : null;
    if (isAllowed !== null) observed.set(permission, isAllowed);
    const isFinal = !answer.ok && answer.error.code === 'not-authorised' && !isForbidden(answer.error);
    return {
      isAllowed,
      body: answer.ok ? answer.value : undefined,
      failure: !answer.ok && (isFinal || answer.error.code === 'cancelled') ? answer.error : null,
    };
  };

  const keyPath = ['authorization', 'apikeys', apiKey] as const;
  const key = await attempt('view-keys', pathOf(...keyPath));
  if (key.failure !== null) return { ok: false, error: key.failure };
  const { comment, expiresAt } = keySchema.safeParse(key.body).data ?? {};

  const roles = key.isAllowed === true ? await api.get(pathOf(...keyPath, 'roles'), keyRolesSchema, context) : null;
  const roleIds =
    roles?.ok === true
      ? roles.value.roles.flatMap(({ roleId, roleStatus }) => (roleStatus === 0 ? [] : [roleId]))
      : null;

  if (roleIds === null || !areDocumented(roleIds)) {
    const types = await attempt('view-types', '/device/types', { _limit: 1 });
    const devices = await attempt('view-devices', '/bulk/devices', { _limit: 1 });
    const [device] = readEach(listSchema.safeParse(devices.body).data ?? [], addressSchema).items;
    const logs = device === undefined ? null : await attempt('view-logs', '/logs/connection', { ...device, limit: 1 });
    const failure = types.failure ?? devices.failure ?? logs?.failure ?? null;
    if (failure !== null) return { ok: false, error: failure };
  }
  return ok({
    application: name ?? id ?? null,
    token: { name: comment === undefined || comment === '' ? null : comment, expiresAtMs: timeOf(expiresAt) },
    roles: roleIds?.map((roleId) => ({ id: roleId, name: roleName(roleId), organization: null })) ?? null,
    rights: rightsFrom({ roleIds, observed }),
  });
};

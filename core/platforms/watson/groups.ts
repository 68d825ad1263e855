import { z } from 'zod';
import { ok } from '../../../shared/contract/result.ts';
import type { WatsonSettings } from '../../../shared/platform/settings.ts';
import type { PlatformGroups } from '../platform.ts';
import { addressKey, addressSchema, groupSchema } from './answers.ts';
import { pathOf, type WatsonApi } from './api.ts';
import type { VehicleIdOf } from './devices.ts';
import { readAll } from './pages.ts';

/** `{typeId, deviceId}`, or a client id `d:{org}:{type}:{device}`; gateways are `g:`. */
const memberSchema = z.union([
  addressSchema,
  z
    .string()
    .regex(/^[dg]:[^:]+:[^:]+:[^:]+$/)
    .transform((clientId) => {
      const [, , typeId = '', deviceId = ''] = clientId.split(':');
      return { typeId, deviceId };
    }),
]);

/** Resource groups: the members are named one by one, there is no rule. */
export const createGroups = (
  api: WatsonApi,
  watch: WatsonSettings['watch'],
  vehicleIdOf: VehicleIdOf,
): PlatformGroups => ({
  list: async (context) => {
    const groups = await readAll(api, '/groups', groupSchema, ({ id }) => id, context);
    if (!groups.ok) return groups;
    const watched = watch.groups === undefined ? null : new Set(watch.groups);
    return ok(
      groups.value.items
        .filter(({ id }) => watched === null || watched.has(id))
        .map(({ id, name, description }) => ({ id, name, description: description ?? null, rule: null })),
    );
  },
  members: async (groupId, context) => {
    const members = await readAll(api, pathOf('bulk', 'devices', groupId, 'ids'), memberSchema, addressKey, context);
    if (!members.ok) return members;
    return ok(members.value.items.map(({ typeId, deviceId }) => vehicleIdOf(typeId, deviceId)));
  },
});

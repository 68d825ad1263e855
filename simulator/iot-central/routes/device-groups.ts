import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { DeviceGroup, DeviceGroups } from '../device/device-groups.ts';
import { parseQuery } from '../query/parse.ts';
import { notFound } from '../rest/api-error.ts';
import { bodyOf, noContent, ok, page, parameter, type Call, type Route } from '../rest/route.ts';
import { describeDevice } from './devices.ts';

const changeSchema = z.object({
  displayName: z.string().min(1).optional(),
  filter: z.string().min(1).optional(),
  description: z.string().optional(),
  organizations: z.array(z.string()).max(1).optional(),
});
const groupSchema = changeSchema.required({ displayName: true, filter: true });

export const deviceGroupRoutes = (groups: DeviceGroups): readonly Route[] => {
  const idOf = (call: Call): string => parameter(call, 'deviceGroupId');
  const find = (call: Call): DeviceGroup => {
    const group = groups.get(idOf(call));
    if (group === undefined) throw notFound(`The device group ${idOf(call)}`);
    return group;
  };
  const save = (group: Omit<DeviceGroup, 'etag'>): DeviceGroup => {
    parseQuery(group.filter);
    const saved = { ...group, etag: randomUUID() };
    groups.set(saved);
    return saved;
  };
  return [
    {
      method: 'GET',
      path: '/deviceGroups',
      needs: 'deviceGroups:read',
      handle: (call) => page(call, groups.list(), (group) => group),
    },
    {
      method: 'GET',
      path: '/deviceGroups/{deviceGroupId}',
      needs: 'deviceGroups:read',
      handle: (call) => ok(find(call)),
    },
    {
      method: 'PUT',
      path: '/deviceGroups/{deviceGroupId}',
      needs: 'deviceGroups:write',
      handle: (call) => ok(save({ id: idOf(call), ...bodyOf(call, groupSchema) })),
    },
    {
      method: 'PATCH',
      path: '/deviceGroups/{deviceGroupId}',
      needs: 'deviceGroups:write',
      handle: (call) => {
        const { displayName, filter, ...rest } = bodyOf(call, changeSchema);
        const group = find(call);
        const names = { displayName: displayName ?? group.displayName, filter: filter ?? group.filter };
        return ok(save({ ...group, ...rest, ...names }));
      },
    },
    {
      method: 'DELETE',
      path: '/deviceGroups/{deviceGroupId}',
      needs: 'deviceGroups:write',
      handle: (call) => {
        groups.remove(find(call).id);
        return noContent;
      },
    },
    {
      method: 'GET',
      path: '/deviceGroups/{deviceGroupId}/devices',
      needs: 'deviceGroups:read',
      handle: (call) => page(call, groups.devicesOf(find(call), call.principal), describeDevice),
    },
  ];
};

import { z } from 'zod';
import { addressSchema, type Device } from '../../watson/device-record.ts';
import type { Group } from '../../watson/groups.ts';
import { describeDevice } from '../describe.ts';
import { conflict, invalid, notFound, PlatformError } from '../errors.ts';
import { checkId } from '../lookup.ts';
import { pageOf } from '../paging.ts';
import { created, ok, param, readWith, type Call, type Routes } from '../route.ts';
import { deviceFilters, newDeviceSchema, register } from './registry.ts';

const addressesSchema = z.array(addressSchema).min(1).max(5000);
const newDevicesSchema = z.array(z.unknown()).min(1).max(5000);
const bulkDeviceSchema = newDeviceSchema.extend({ typeId: z.string() });
const maximumBulkBytes = 512 * 1024;

const groupSchema = z.object({
  name: z.string(),
  description: z.string().max(1000).default(''),
  searchTags: z.array(z.string().max(100)).max(50).default([]),
});

/** All devices at once, and groups of them. */
export const bulkRoutes: Routes = ({ organisation }) => {
  const { registry, groups } = organisation;
  const idOf = (device: Device): string => organisation.clientIdOf(device);
  const describe = (device: Device): object => describeDevice(organisation, device);
  const groupOf = (call: Call): string => {
    const name = param(call, 'group');
    if (groups.get(name) === undefined) throw notFound('group', name);
    return name;
  };
  const membersOf = (name: string): readonly Device[] => registry.devices().filter((one) => groups.has(name, one));

  return [
    {
      ...{ method: 'GET', path: '/bulk/devices', permission: 'viewDevices' },
      answer: ({ query }) => ok(pageOf({ items: registry.devices(), idOf, describe, filters: deviceFilters }, query)),
    },
    {
      ...{ method: 'POST', path: '/bulk/devices/add', permission: 'manageDevices' },
      answer: ({ body, apiKey }) => {
        if (JSON.stringify(body ?? null).length > maximumBulkBytes) throw invalid('The list is longer than 512 kB.');
        const results = readWith(newDevicesSchema, body).map((entry) => {
          const { typeId, deviceId } = addressSchema.safeParse(entry).data ?? {};
          const attempt = attemptTo(() => {
            const { typeId: wantedType, ...wish } = readWith(bulkDeviceSchema, entry);
            return { authToken: register(organisation, wantedType, wish, apiKey).authToken };
          });
          return { typeId, deviceId, ...attempt };
        });
        return results.every(({ success }) => success) ? created(results) : { status: 202, body: results };
      },
    },
    {
      ...{ method: 'POST', path: '/bulk/devices/remove', permission: 'manageDevices' },
      answer: ({ body }) => {
        const results = readWith(addressesSchema, body).map((address) => ({
          ...address,
          ...attemptTo(() => {
            if (registry.device(address) === undefined) throw notFound('device', address.deviceId);
            organisation.removeDevice(address);
            return undefined;
          }),
        }));
        return results.every(({ success }) => success) ? created(results) : { status: 202, body: results };
      },
    },
    {
      ...{ method: 'GET', path: '/groups', permission: 'viewDevices' },
      answer: ({ query }) =>
        ok(
          pageOf({ items: groups.list(), idOf: ({ name }) => name, describe: describeGroup, filters: ['name'] }, query),
        ),
    },
    {
      ...{ method: 'POST', path: '/groups', permission: 'manageDevices' },
      answer: ({ body }) => {
        const group = readWith(groupSchema, body);
        checkId('name', group.name);
        if (groups.get(group.name) !== undefined) {
          throw conflict(`The group ${group.name} exists already.`, group.name);
        }
        groups.put(group);
        return created(describeGroup(group));
      },
    },
    {
      ...{ method: 'GET', path: '/groups/:group', permission: 'viewDevices' },
      answer: (call) => {
        const group = groups.get(groupOf(call));
        return ok(group === undefined ? undefined : describeGroup(group));
      },
    },
    {
      ...{ method: 'PUT', path: '/groups/:group', permission: 'manageDevices' },
      answer: (call) => {
        const name = groupOf(call);
        const group = { ...readWith(groupSchema.omit({ name: true }), call.body), name };
        groups.put(group);
        return ok(describeGroup(group));
      },
    },
    {
      ...{ method: 'DELETE', path: '/groups/:group', permission: 'manageDevices' },
      answer: (call) => {
        const name = groupOf(call);
        groups.remove(name);
        return ok({ name });
      },
    },
    {
      ...{ method: 'GET', path: '/bulk/devices/:group', permission: 'viewDevices' },
      answer: (call) =>
        ok(pageOf({ items: membersOf(groupOf(call)), idOf, describe, filters: deviceFilters }, call.query)),
    },
    {
      ...{ method: 'GET', path: '/bulk/devices/:group/ids', permission: 'viewDevices' },
      answer: (call) => {
        const describeId = ({ typeId, deviceId }: Device): object => ({ typeId, deviceId });
        return ok(pageOf({ items: membersOf(groupOf(call)), idOf, describe: describeId }, call.query));
      },
    },
    ...(['add', 'remove'] as const).map((verb) => ({
      ...({ method: 'PUT', path: `/bulk/devices/:group/${verb}`, permission: 'manageDevices' } as const),
      answer: (call: Call) => {
        const name = groupOf(call);
        const results = readWith(addressesSchema, call.body).map((address) => ({
          ...address,
          ...attemptTo(() => {
            if (registry.device(address) === undefined) throw notFound('device', address.deviceId);
            if (verb === 'add') groups.addTo(name, address);
            else if (!groups.removeFrom(name, address)) throw notFound('member', address.deviceId);
            return undefined;
          }),
        }));
        return ok(results);
      },
    })),
  ];
};

const describeGroup = ({ name, description, searchTags }: Group): object => ({
  name,
  description,
  searchTags,
});

/** One of many: what is refused is said of it alone. */
const attemptTo = (action: () => object | undefined): { readonly success: boolean } & object => {
  try {
    return { success: true, ...action() };
  } catch (error) {
    if (error instanceof PlatformError) return { success: false, ...error.body };
    throw error;
  }
};

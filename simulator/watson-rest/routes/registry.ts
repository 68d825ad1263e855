import { z } from 'zod';
import { createToken } from '../../watson/credentials.ts';
import { deviceInfoSchema, locationSchema, metadataSchema, type Device } from '../../watson/device-record.ts';
import type { Organisation } from '../../watson/organisation.ts';
import { describeDevice, describeManagement, describeType } from '../describe.ts';
import { conflict, notFound } from '../errors.ts';
import { checkId, deviceOf, typeOf } from '../lookup.ts';
import { pageOf } from '../paging.ts';
import { created, noContent, ok, readWith, type Routes } from '../route.ts';

const newTypeSchema = z.object({
  id: z.string(),
  classId: z.enum(['Device', 'Gateway']).optional(),
  description: z.string().max(1000).optional(),
  deviceInfo: deviceInfoSchema.optional(),
  metadata: metadataSchema.optional(),
});
const typeChangeSchema = newTypeSchema.pick({ description: true, deviceInfo: true, metadata: true });

/** As the platform's rules for tokens that one chooses oneself: 8 to 36 characters, without the odd ones. */
const tokenSchema = z.string().regex(/^[A-Za-z0-9_.!&@?*+()-]{8,36}$/, '8 to 36 letters, digits and _.!&@?*+()-');

export const newDeviceSchema = z.object({
  deviceId: z.string(),
  authToken: tokenSchema.optional(),
  deviceInfo: deviceInfoSchema.optional(),
  location: locationSchema.optional(),
  metadata: metadataSchema.optional(),
  /** A practice platform has no gateways that register what is behind them: one says it here. */
  gatewayTypeId: z.string().optional(),
  gatewayId: z.string().optional(),
});

const deviceChangeSchema = z.object({
  deviceInfo: deviceInfoSchema.optional(),
  metadata: metadataSchema.optional(),
  status: z.object({ alert: z.object({ enabled: z.boolean() }) }).optional(),
});

/** Registers a device. The answer is the only one that has its token. Throws 400, 404 or 409. */
export const register = (
  organisation: Organisation,
  typeId: string,
  wish: z.infer<typeof newDeviceSchema>,
  apiKey: string,
): { readonly authToken: string } & object => {
  const { registry } = organisation;
  const address = { typeId, deviceId: wish.deviceId };
  checkId('deviceId', wish.deviceId);
  if (registry.type(typeId) === undefined) throw notFound('device type', typeId);
  if (registry.device(address) !== undefined) {
    throw conflict(`The device ${typeId}/${wish.deviceId} exists already.`, wish.deviceId);
  }
  const { deviceInfo, metadata, location, gatewayTypeId, gatewayId } = wish;
  const gateway =
    gatewayTypeId === undefined || gatewayId === undefined ? undefined : { typeId: gatewayTypeId, deviceId: gatewayId };
  if (gateway !== undefined && registry.device(gateway) === undefined) throw notFound('gateway', gateway.deviceId);
  const token = wish.authToken ?? createToken();
  const device = registry.add({ ...address, deviceInfo, metadata, gateway, token, registeredBy: apiKey });
  if (location !== undefined) registry.setLocation(device, location);
  return { ...describeDevice(organisation, registry.device(device) ?? device), authToken: token };
};

/** Device types, devices, their location and what device management knows of them. */
export const registryRoutes: Routes = ({ organisation }) => {
  const { registry } = organisation;
  const now = (): number => organisation.clock.now();
  const describe = (device: Device): object => describeDevice(organisation, device);
  const fresh = (device: Device): Device => registry.device(device) ?? device;
  const type = '/device/types/:typeId';
  const device = `${type}/devices/:deviceId`;

  return [
    {
      ...{ method: 'GET', path: '/device/types', permission: 'viewTypes' },
      answer: ({ query }) =>
        ok(
          pageOf(
            {
              items: registry.types(),
              idOf: ({ id }) => id,
              describe: describeType,
              filters: ['id', 'classId', 'description', 'deviceInfo.*'],
            },
            query,
          ),
        ),
    },
    {
      ...{ method: 'POST', path: '/device/types', permission: 'manageTypes' },
      answer: ({ body }) => {
        const wish = readWith(newTypeSchema, body);
        checkId('id', wish.id);
        if (registry.type(wish.id) !== undefined) {
          throw conflict(`The device type ${wish.id} exists already.`, wish.id);
        }
        return created(describeType(registry.addType(wish)));
      },
    },
    {
      ...{ method: 'GET', path: type, permission: 'viewTypes' },
      answer: (call) => ok(describeType(typeOf(organisation, call))),
    },
    {
      ...{ method: 'PUT', path: type, permission: 'manageTypes' },
      answer: (call) => {
        const { id } = typeOf(organisation, call);
        const { description, deviceInfo, metadata } = readWith(typeChangeSchema, call.body);
        registry.changeType(id, {
          ...(description !== undefined && { description }),
          ...(deviceInfo !== undefined && { deviceInfo }),
          ...(metadata !== undefined && { metadata }),
        });
        return ok(describeType(typeOf(organisation, call)));
      },
    },
    {
      ...{ method: 'DELETE', path: type, permission: 'manageTypes' },
      answer: (call) => {
        const { id } = typeOf(organisation, call);
        if (registry.devices().some(({ typeId }) => typeId === id)) {
          throw conflict(`The device type ${id} still has devices.`, id);
        }
        registry.removeType(id);
        return noContent;
      },
    },
    {
      ...{ method: 'GET', path: `${type}/devices`, permission: 'viewDevices' },
      answer: (call) => {
        const { id } = typeOf(organisation, call);
        const items = registry.devices().filter(({ typeId }) => typeId === id);
        return ok(pageOf({ items, idOf: ({ deviceId }) => deviceId, describe, filters: deviceFilters }, call.query));
      },
    },
    {
      ...{ method: 'POST', path: `${type}/devices`, permission: 'manageDevices' },
      answer: (call) => {
        const { id } = typeOf(organisation, call);
        return created(register(organisation, id, readWith(newDeviceSchema, call.body), call.apiKey));
      },
    },
    {
      ...{ method: 'GET', path: device, permission: 'viewDevices' },
      answer: (call) => ok(describe(deviceOf(organisation, call))),
    },
    {
      ...{ method: 'PUT', path: device, permission: 'manageDevices' },
      answer: (call) => {
        const old = deviceOf(organisation, call);
        const { deviceInfo, metadata, status } = readWith(deviceChangeSchema, call.body);
        registry.change(old, {
          ...(deviceInfo !== undefined && { deviceInfo }),
          ...(metadata !== undefined && { metadata }),
          ...(status !== undefined && { alertEnabled: status.alert.enabled }),
        });
        return ok(describe(fresh(old)));
      },
    },
    {
      ...{ method: 'DELETE', path: device, permission: 'manageDevices' },
      answer: (call) => {
        organisation.removeDevice(deviceOf(organisation, call));
        return noContent;
      },
    },
    {
      ...{ method: 'GET', path: `${device}/devices`, permission: 'viewDevices' },
      answer: (call) => {
        const gateway = deviceOf(organisation, call);
        const items = registry
          .devices()
          .filter((one) => one.gateway?.typeId === gateway.typeId && one.gateway.deviceId === gateway.deviceId);
        return ok(pageOf({ items, idOf: (one) => organisation.clientIdOf(one), describe }, call.query));
      },
    },
    {
      ...{ method: 'GET', path: `${device}/location`, permission: 'viewDevices' },
      answer: (call) => {
        const location = organisation.locationOf(deviceOf(organisation, call));
        if (location === undefined) throw notFound('location of the device', call.params.deviceId ?? '');
        return ok(location);
      },
    },
    {
      ...{ method: 'PUT', path: `${device}/location`, permission: 'manageDevices' },
      answer: (call) => {
        const located = deviceOf(organisation, call);
        registry.setLocation(located, readWith(locationSchema, call.body));
        return ok(fresh(located).location);
      },
    },
    {
      ...{ method: 'GET', path: `${device}/mgmt`, permission: 'viewDevices' },
      answer: (call) => {
        const mgmt = describeManagement(deviceOf(organisation, call), now());
        if (mgmt === undefined) throw notFound('management of the device', call.params.deviceId ?? '');
        return ok(mgmt);
      },
    },
  ];
};

export const deviceFilters = [
  'typeId',
  'deviceId',
  'gatewayTypeId',
  'gatewayId',
  'deviceInfo.*',
  'mgmt.dormant',
  'mgmt.supports.deviceActions',
  'mgmt.supports.firmwareActions',
  'status.alert.enabled',
  'registration.date',
] as const;

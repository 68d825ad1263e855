import { z } from 'zod';
import { schemaOf, stateEvent, stateFrom, type LogicalInterface } from '../../watson/interfaces.ts';
import { readJson } from '../../watson/management/protocol.ts';
import type { DeviceAddress } from '../../watson/topic-rules.ts';
import { apiPath } from '../api-path.ts';
import { isoTime } from '../describe.ts';
import { notFound } from '../errors.ts';
import { deviceOf, typeOf } from '../lookup.ts';
import { pageOf } from '../paging.ts';
import { ok, param, readWith, type Call, type Routes } from '../route.ts';

const operationSchema = z.object({ operation: z.literal('reset-state') });

/** Device state as its type's active logical interface shows it. Drafts cannot be made on the practice platform. */
export const interfaceRoutes: Routes = ({ organisation }) => {
  const { interfaces, events, clock } = organisation;
  const dated = { created: isoTime(organisation.createdAtMs), updated: isoTime(organisation.createdAtMs) };
  const describe = ({ id, name, alias, schemaId }: LogicalInterface): object => ({
    ...{ id, name, alias, schemaId, version: 'active', ...dated },
    refs: { schema: `${apiPath}/schemas/${schemaId}`, rules: `${apiPath}/logicalinterfaces/${id}/rules` },
  });
  const describeMapping = ({ id, properties }: LogicalInterface): object => ({
    logicalInterfaceId: id,
    notificationStrategy: 'never',
    propertyMappings: {
      [stateEvent]: Object.fromEntries(
        Object.entries(properties).map(([property, { member }]) => [property, `$event.${member}`]),
      ),
    },
    version: 'active',
    ...dated,
  });
  const describeSchema = ({ schemaId, name, typeId }: LogicalInterface): object => ({
    ...{ id: schemaId, name, schemaType: 'json-schema', schemaFileName: `${typeId}.json` },
    ...{ contentType: 'application/json', version: 'active', ...dated },
    refs: { content: `${apiPath}/schemas/${schemaId}/content` },
  });
  const interfaceOf = (call: Call): LogicalInterface => {
    const found = interfaces.get(param(call, 'interfaceId'));
    if (found === undefined) throw notFound('logical interface', param(call, 'interfaceId'));
    return found;
  };
  const interfaceOfType = (typeId: string, call: Call): LogicalInterface => {
    const found = interfaceOf(call);
    if (found.typeId !== typeId) throw notFound('logical interface of the type', found.id);
    return found;
  };
  const schemaOwner = (call: Call): LogicalInterface => {
    const found = interfaces.list().find(({ schemaId }) => schemaId === param(call, 'schemaId'));
    if (found === undefined) throw notFound('schema', param(call, 'schemaId'));
    return found;
  };
  const stateOf = (device: DeviceAddress, logicalInterface: LogicalInterface): object => {
    const last = events.last(device, stateEvent);
    const resetAtMs = interfaces.resetAtMs(device);
    if (last !== undefined && last.receivedAtMs > (resetAtMs ?? -1)) {
      const received = isoTime(last.receivedAtMs);
      return {
        timestamp: received,
        updated: received,
        state: stateFrom(logicalInterface, readJson(last.payload)),
      };
    }
    if (resetAtMs === undefined) throw notFound('state of the device', device.deviceId);
    return {
      timestamp: isoTime(resetAtMs),
      updated: isoTime(resetAtMs),
      state: stateFrom(logicalInterface, undefined),
    };
  };
  const type = '/device/types/:typeId';
  const state = `${type}/devices/:deviceId/state/:interfaceId`;

  return [
    {
      ...{ method: 'GET', path: '/logicalinterfaces', permission: 'viewDevices' },
      answer: ({ query }) =>
        ok(
          pageOf(
            { items: interfaces.list(), idOf: ({ id }) => id, describe, filters: ['id', 'name', 'alias', 'schemaId'] },
            query,
          ),
        ),
    },
    {
      ...{ method: 'GET', path: '/logicalinterfaces/:interfaceId', permission: 'viewDevices' },
      answer: (call) => ok(describe(interfaceOf(call))),
    },
    {
      ...{ method: 'GET', path: '/logicalinterfaces/:interfaceId/rules', permission: 'viewDevices' },
      answer: (call) => {
        interfaceOf(call);
        return ok(pageOf({ items: [], idOf: String, describe: () => ({}) }, call.query));
      },
    },
    {
      ...{ method: 'GET', path: '/schemas', permission: 'viewDevices' },
      answer: ({ query }) => {
        const idOf = ({ schemaId }: LogicalInterface): string => schemaId;
        return ok(pageOf({ items: interfaces.list(), idOf, describe: describeSchema, filters: ['id', 'name'] }, query));
      },
    },
    {
      ...{ method: 'GET', path: '/schemas/:schemaId', permission: 'viewDevices' },
      answer: (call) => ok(describeSchema(schemaOwner(call))),
    },
    {
      ...{ method: 'GET', path: '/schemas/:schemaId/content', permission: 'viewDevices' },
      answer: (call) => ok(schemaOf(schemaOwner(call))),
    },
    {
      ...{ method: 'GET', path: `${type}/logicalinterfaces`, permission: 'viewDevices' },
      answer: (call) => ok(interfaces.ofType(typeOf(organisation, call).id).map(describe)),
    },
    {
      ...{ method: 'GET', path: `${type}/mappings`, permission: 'viewDevices' },
      answer: (call) => ok(interfaces.ofType(typeOf(organisation, call).id).map(describeMapping)),
    },
    {
      ...{ method: 'GET', path: `${type}/mappings/:interfaceId`, permission: 'viewDevices' },
      answer: (call) => ok(describeMapping(interfaceOfType(typeOf(organisation, call).id, call))),
    },
    {
      ...{ method: 'GET', path: state, permission: 'viewDevices' },
      answer: (call) => {
        const device = deviceOf(organisation, call);
        return ok(stateOf(device, interfaceOfType(device.typeId, call)));
      },
    },
    {
      ...{ method: 'PATCH', path: state, permission: 'manageDevices' },
      answer: (call) => {
        const device = deviceOf(organisation, call);
        const logicalInterface = interfaceOfType(device.typeId, call);
        readWith(operationSchema, call.body);
        interfaces.reset(device, clock.now());
        return ok(stateOf(device, logicalInterface));
      },
    },
  ];
};

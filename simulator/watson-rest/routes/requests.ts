import { z } from 'zod';
import { addressSchema, type Device } from '../../watson/device-record.ts';
import type { Job } from '../../watson/management/job.ts';
import { actions, type Action } from '../../watson/management/protocol.ts';
import { isComplete, type ManagementRequest } from '../../watson/management/requests.ts';
import { isoTime } from '../describe.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import { pageOf } from '../paging.ts';
import { noContent, ok, param, readWith, type Call, type Routes } from '../route.ts';

const requestSchema = z.object({
  action: z.enum(actions),
  parameters: z
    .array(z.object({ name: z.enum(['uri', 'name', 'verifier', 'version']), value: z.string().max(2000) }))
    .default([]),
  devices: z.array(addressSchema).min(1).max(5000),
});

const describeRequest = (request: ManagementRequest): object => ({
  id: request.id,
  action: request.order.action,
  parameters: Object.entries(request.order.parameters).map(([name, value]) => ({ name, value })),
  deviceCount: request.jobs.length,
  devices: request.jobs.map(({ device: { typeId, deviceId } }) => ({ typeId, deviceId })),
  initiatedDateTime: isoTime(request.initiatedAtMs),
  complete: isComplete(request),
});

const describeJob = ({ device, report }: Job): object => ({
  typeId: device.typeId,
  deviceId: device.deviceId,
  status: report.status,
  message: report.message,
  complete: report.isComplete,
  updatedDateTime: isoTime(report.updatedAtMs),
});

/** Device management requests: they go to managed devices, and are followed device by device. */
export const requestRoutes: Routes = ({ organisation }) => {
  const { registry, management } = organisation;
  const { requests } = management;
  const path = '/mgmt/requests/:id';
  const requestOf = (call: Call): ManagementRequest => {
    const request = requests.get(param(call, 'id'));
    if (request === undefined) throw notFound('request', param(call, 'id'));
    return request;
  };

  return [
    {
      ...{ method: 'GET', path: '/mgmt/requests', permission: 'viewDevices' },
      answer: ({ query }) =>
        ok(
          pageOf(
            {
              items: requests.list(),
              idOf: ({ id }) => id,
              describe: describeRequest,
              filters: ['action', 'complete'],
            },
            query,
          ),
        ),
    },
    {
      ...{ method: 'POST', path: '/mgmt/requests', permission: 'initiateActions' },
      answer: ({ body, query }) => {
        const { action, parameters, devices } = readWith(requestSchema, body);
        const distinct = [...new Map(devices.map((one) => [organisation.clientIdOf(one), one])).values()];
        const problems = distinct.flatMap((address) => {
          const why = whyNot(registry.device(address), action);
          return why === undefined ? [] : [`${address.typeId}/${address.deviceId}: ${why}`];
        });
        if (problems.length > 0) throw invalid(...problems);
        const busy = distinct.find((address) => requests.isBusy(address));
        if (busy !== undefined && query.override !== 'true') {
          throw conflict(`A request for the device ${busy.typeId}/${busy.deviceId} is under way.`, busy.deviceId);
        }
        const order = { action, parameters: Object.fromEntries(parameters.map(({ name, value }) => [name, value])) };
        const reqId = requests.initiate(order, distinct, (address) => organisation.isConnected(address));
        return { status: 202, body: { reqId } };
      },
    },
    {
      ...{ method: 'GET', path, permission: 'viewDevices' },
      answer: (call) => ok(describeRequest(requestOf(call))),
    },
    {
      ...{ method: 'DELETE', path, permission: 'initiateActions' },
      answer: (call) => {
        requests.remove(requestOf(call).id);
        return noContent;
      },
    },
    {
      ...{ method: 'POST', path: `${path}/cancel`, permission: 'initiateActions' },
      answer: (call) => {
        requests.cancel(requestOf(call).id);
        return ok(describeRequest(requestOf(call)));
      },
    },
    {
      ...{ method: 'GET', path: `${path}/deviceStatus`, permission: 'viewDevices' },
      answer: (call) => {
        const items = requestOf(call).jobs;
        const idOf = ({ device }: Job): string => organisation.clientIdOf(device);
        return ok(pageOf({ items, idOf, describe: describeJob, filters: ['status', 'complete'] }, call.query));
      },
    },
    {
      ...{ method: 'GET', path: `${path}/deviceStatus/:typeId/:deviceId`, permission: 'viewDevices' },
      answer: (call) => {
        const { typeId, deviceId } = call.params;
        const job = requestOf(call).jobs.find(({ device }) => device.typeId === typeId && device.deviceId === deviceId);
        if (job === undefined) throw notFound('device of the request', deviceId ?? '');
        return ok(describeJob(job));
      },
    },
  ];
};

const whyNot = (device: Device | undefined, action: Action): string | undefined => {
  if (device === undefined) return 'the device does not exist.';
  if (device.management === undefined) return 'the device is not managed.';
  const { deviceActions, firmwareActions } = device.management.supports;
  const isSupported = action.startsWith('firmware/') ? firmwareActions : deviceActions;
  return isSupported ? undefined : `the device does not support ${action}.`;
};

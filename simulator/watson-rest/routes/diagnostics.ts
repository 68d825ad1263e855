import { diagnosticLogSchema, errorCodeSchema, type DiagnosticLog } from '../../watson/device-record.ts';
import { notFound } from '../errors.ts';
import { deviceOf } from '../lookup.ts';
import { created, noContent, ok, param, readWith, type Call, type Routes } from '../route.ts';

/** What devices have said about their health, newest first. */
export const diagnosticRoutes: Routes = ({ organisation }) => {
  const { registry } = organisation;
  const logs = '/device/types/:typeId/devices/:deviceId/diag/logs';
  const codes = '/device/types/:typeId/devices/:deviceId/diag/errorCodes';
  const logOf = (call: Call): DiagnosticLog => {
    const id = param(call, 'logId');
    const log = deviceOf(organisation, call).diagnosticLogs.find((one) => one.id === id);
    if (log === undefined) throw notFound('log entry', id);
    return log;
  };

  return [
    {
      ...{ method: 'GET', path: logs, permission: 'viewLogs' },
      answer: (call) => ok(deviceOf(organisation, call).diagnosticLogs.toReversed()),
    },
    {
      ...{ method: 'POST', path: logs, permission: 'manageDevices' },
      answer: (call) => {
        const id = registry.addDiagnosticLog(deviceOf(organisation, call), readWith(diagnosticLogSchema, call.body));
        return created({ id });
      },
    },
    {
      ...{ method: 'DELETE', path: logs, permission: 'manageDevices' },
      answer: (call) => {
        registry.change(deviceOf(organisation, call), { diagnosticLogs: [] });
        return noContent;
      },
    },
    {
      ...{ method: 'GET', path: `${logs}/:logId`, permission: 'viewLogs' },
      answer: (call) => ok(logOf(call)),
    },
    {
      ...{ method: 'DELETE', path: `${logs}/:logId`, permission: 'manageDevices' },
      answer: (call) => {
        const { id } = logOf(call);
        const device = deviceOf(organisation, call);
        registry.change(device, { diagnosticLogs: device.diagnosticLogs.filter((log) => log.id !== id) });
        return noContent;
      },
    },
    {
      ...{ method: 'GET', path: codes, permission: 'viewLogs' },
      answer: (call) => ok(deviceOf(organisation, call).errorCodes.toReversed()),
    },
    {
      ...{ method: 'POST', path: codes, permission: 'manageDevices' },
      answer: (call) => {
        const report = readWith(errorCodeSchema, call.body);
        registry.addErrorCode(deviceOf(organisation, call), report);
        return created(report);
      },
    },
    {
      ...{ method: 'DELETE', path: codes, permission: 'manageDevices' },
      answer: (call) => {
        registry.change(deviceOf(organisation, call), { errorCodes: [] });
        return noContent;
      },
    },
  ];
};

import type { Device, DeviceType, Location } from '../watson/device-record.ts';
import type { Organisation } from '../watson/organisation.ts';
import { apiPath } from './api-path.ts';

export const isoTime = (atMs: number): string => new Date(atMs).toISOString();

/** A device type as the platform shows it. */
export const describeType = (type: DeviceType): object => ({
  id: type.id,
  ...(type.description !== undefined && { description: type.description }),
  classId: type.classId,
  deviceInfo: type.deviceInfo,
  ...(type.metadata !== undefined && { metadata: type.metadata }),
  createdDateTime: isoTime(type.createdAtMs),
  updatedDateTime: isoTime(type.updatedAtMs),
  refs: {
    logicalInterfaces: `${apiPath}/device/types/${type.id}/logicalinterfaces`,
    mappings: `${apiPath}/device/types/${type.id}/mappings`,
  },
});

export const describeManagement = (device: Device, nowMs: number): object | undefined => {
  const { management } = device;
  if (management === undefined) return undefined;
  const { dormantAtMs } = management;
  return {
    dormant: dormantAtMs !== null && dormantAtMs <= nowMs,
    ...(dormantAtMs !== null && { dormantDateTime: isoTime(dormantAtMs) }),
    lastActivityDateTime: isoTime(management.lastActivityMs),
    supports: management.supports,
    firmware: management.firmware,
  };
};

/** A device as the platform shows it; its token is never among it. */
export const describeDevice = (organisation: Organisation, device: Device): object => {
  const path = `${apiPath}/device/types/${device.typeId}/devices/${device.deviceId}`;
  const id = organisation.clientIdOf(device);
  const location: Location | undefined = organisation.locationOf(device);
  const mgmt = describeManagement(device, organisation.clock.now());
  return {
    id,
    clientId: id,
    typeId: device.typeId,
    deviceId: device.deviceId,
    deviceInfo: device.deviceInfo,
    ...(device.metadata !== undefined && { metadata: device.metadata }),
    registration: {
      auth: { id: device.registeredBy, type: 'app' },
      date: isoTime(device.registeredAtMs),
    },
    ...(device.gateway !== undefined && {
      gatewayTypeId: device.gateway.typeId,
      gatewayId: device.gateway.deviceId,
    }),
    ...(location !== undefined && { location }),
    ...(mgmt !== undefined && { mgmt }),
    status: { alert: { enabled: device.alertEnabled, timestamp: isoTime(device.registeredAtMs) } },
    refs: {
      diag: { errorCodes: `${path}/diag/errorCodes`, logs: `${path}/diag/logs` },
      location: `${path}/location`,
      ...(mgmt !== undefined && { mgmt: `${path}/mgmt` }),
    },
  };
};

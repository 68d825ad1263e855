import { z } from 'zod';
import { deviceInfoSchema, metadataSchema, withoutNulls } from '../device-record.ts';

/**
 * Messages of the device management protocol: a managed device publishes on `iotdevice-1/…` and hears `iotdm-1/…`.
 * Topics, fields and codes as in "Device management protocol" of the platform's documentation:
 * https://www.ibm.com/docs/en/masv-and-l/maximo-monitor/cd?topic=reference-device-management-protocol
 */
export const actions = ['device/reboot', 'device/factoryReset', 'firmware/download', 'firmware/update'] as const;
export type Action = (typeof actions)[number];

export const toDevice = {
  response: 'iotdm-1/response',
  update: 'iotdm-1/device/update',
  observe: 'iotdm-1/observe',
  cancel: 'iotdm-1/cancel',
  'device/reboot': 'iotdm-1/mgmt/initiate/device/reboot',
  'device/factoryReset': 'iotdm-1/mgmt/initiate/device/factory_reset',
  'firmware/download': 'iotdm-1/mgmt/initiate/firmware/download',
  'firmware/update': 'iotdm-1/mgmt/initiate/firmware/update',
} as const satisfies Readonly<Record<Action, string>> & Readonly<Record<string, string>>;

export const fromDevice = {
  response: 'iotdevice-1/response',
  notify: 'iotdevice-1/notify',
  manage: 'iotdevice-1/mgmt/manage',
  unmanage: 'iotdevice-1/mgmt/unmanage',
  updateLocation: 'iotdevice-1/device/update/location',
  addErrorCode: 'iotdevice-1/add/diag/errorCodes',
  clearErrorCodes: 'iotdevice-1/clear/diag/errorCodes',
  addLog: 'iotdevice-1/add/diag/log',
  clearLog: 'iotdevice-1/clear/diag/log',
} as const;

/** Response codes. */
export const rc = { ok: 200, accepted: 202, changed: 204, badRequest: 400, notFound: 404 } as const;

const reqId = z.string().max(200);

export const responseSchema = z.object({ reqId, rc: z.number().int(), message: z.string().max(1000).optional() });
export type DeviceResponse = z.infer<typeof responseSchema>;

/** Every request but a response: what it is about is in `d`. */
export const requestSchema = z.object({ reqId: reqId.optional(), d: z.unknown().optional() });

/** Lifetime in seconds, an hour at least; 0 or absent: the device never falls dormant. */
export const manageSchema = z.preprocess(
  withoutNulls,
  z.object({
    lifetime: z.union([z.literal(0), z.number().min(3600)]).optional(),
    supports: z
      .object({ deviceActions: z.boolean().default(false), firmwareActions: z.boolean().default(false) })
      .default({ deviceActions: false, firmwareActions: false }),
    deviceInfo: deviceInfoSchema.optional(),
    metadata: metadataSchema.optional(),
  }),
);

const firmwareReportSchema = z.object({
  version: z.string().optional(),
  name: z.string().optional(),
  uri: z.string().optional(),
  verifier: z.string().optional(),
  state: z.number().int().min(0).max(2).optional(),
  updateStatus: z.number().int().min(0).max(6).optional(),
});
export type FirmwareReport = z.infer<typeof firmwareReportSchema>;

export const firmwareField = 'mgmt.firmware';
const fieldsSchema = z.object({ fields: z.array(z.object({ field: z.string(), value: z.unknown().optional() })) });

/** The report of `mgmt.firmware` among the fields of a message; undefined when it is not there or cannot be read. */
export const findFirmware = (d: unknown): FirmwareReport | undefined => {
  const fields = fieldsSchema.safeParse(d).data?.fields ?? [];
  const value = fields.find(({ field }) => field === firmwareField)?.value;
  return firmwareReportSchema.safeParse(value).data;
};

/** Undefined for anything but JSON. */
export const readJson = (payload: Uint8Array | string): unknown => {
  try {
    return JSON.parse(typeof payload === 'string' ? payload : new TextDecoder().decode(payload));
  } catch {
    return undefined;
  }
};

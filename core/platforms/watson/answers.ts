import { z } from 'zod';

// What the platform answers, as far as it is used. Unknown members are passed over; one that is odd counts as missing, so
// that it hides nothing else.

const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const time = z.string().optional().catch(undefined);
const object = <T extends z.ZodRawShape>(shape: T) => z.object(shape).optional().catch(undefined);

export const addressSchema = z.object({ typeId: z.string().min(1), deviceId: z.string().min(1) });
export type DeviceAddress = z.infer<typeof addressSchema>;

/** Device ids are unique within their type only. */
export const addressKey = ({ typeId, deviceId }: DeviceAddress): string => JSON.stringify([typeId, deviceId]);

/** Degrees, WGS 84; metres. */
const locationSchema = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  elevation: z.number().optional().catch(undefined),
  measuredDateTime: time,
});

const managementSchema = object({
  dormant: flag,
  dormantDateTime: time,
  lastActivityDateTime: time,
  supports: object({ deviceActions: flag, firmwareActions: flag }),
  firmware: object({
    version: text,
    /** 0 idle, 1 downloading, 2 downloaded. */
    state: z.number().optional().catch(undefined),
    /** 0 success, 1 in progress; more: why it failed. */
    updateStatus: z.number().optional().catch(undefined),
  }),
});

export const deviceSchema = addressSchema.extend({
  deviceInfo: object({
    serialNumber: text,
    manufacturer: text,
    model: text,
    deviceClass: text,
    description: text,
    fwVersion: text,
    hwVersion: text,
    descriptiveLocation: text,
  }),
  metadata: z.record(z.string(), z.unknown()).optional().catch(undefined),
  registration: object({ auth: object({ id: text }), date: time }),
  status: object({ alert: object({ enabled: flag }) }),
  gatewayTypeId: text,
  gatewayId: text,
  location: locationSchema.optional().catch(undefined),
  mgmt: managementSchema,
  /** In the answer that registers it, and never again. */
  authToken: text,
});
export type WatsonDevice = z.infer<typeof deviceSchema>;

export const typeSchema = z.object({
  id: z.string().min(1),
  description: text,
  metadata: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

export const groupSchema = z
  .object({ name: text, id: text, description: text })
  .transform(({ name, id, description }) => ({ id: id ?? name ?? '', name: name ?? id ?? '', description }))
  .refine(({ id }) => id !== '');

export const organisationSchema = z.object({ id: text, name: text });

export const keySchema = z.object({ comment: text, expiresAt: time });
export const keyRolesSchema = z.object({
  roles: z.array(
    z.object({
      roleId: z.string().min(1),
      /** 0: taken away. */
      roleStatus: z.number().optional().catch(undefined),
    }),
  ),
});

export const lastEventSchema = z.object({
  eventId: z.string().min(1),
  format: z.string().min(1).catch('json'),
  /** Base64. */
  payload: z.string(),
  timestamp: time,
});
export type LastEvent = z.infer<typeof lastEventSchema>;

export const requestSchema = z.object({
  id: z.string().min(1),
  action: z.string().min(1),
  deviceCount: z.number().optional().catch(undefined),
  devices: z.array(z.unknown()).optional().catch(undefined),
  initiatedDateTime: time,
  startTime: time,
  complete: flag,
});
export type ManagementRequest = z.infer<typeof requestSchema>;

export const deviceStatusSchema = addressSchema.extend({
  status: z.number().optional().catch(undefined),
  message: text,
  complete: flag,
  updatedDateTime: time,
});
export type DeviceStatus = z.infer<typeof deviceStatusSchema>;

/** Some lists come bare, some as the page of one; entries are read one by one. */
export const listSchema = z.union([
  z.array(z.unknown()),
  z.object({ results: z.array(z.unknown()) }).transform(({ results }) => results),
]);

/** Those that can be read, and how many cannot. */
export const readEach = <T>(
  entries: readonly unknown[],
  schema: z.ZodType<T>,
): { readonly items: readonly T[]; readonly unreadable: number } => {
  const items = entries.flatMap((entry) => {
    const parsed = schema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
  return { items, unreadable: entries.length - items.length };
};

export const entries = (count: number): string => `${count} ${count === 1 ? 'entry' : 'entries'}`;

/** Unix milliseconds of an ISO 8601 time; null where it is none. */
export const timeOf = (text: string | undefined): number | null => {
  const atMs = Date.parse(text ?? '');
  return Number.isNaN(atMs) ? null : atMs;
};

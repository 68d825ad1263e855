import { z } from 'zod';

/** What the platform's registry says of one vehicle. */
export const deviceDetailSchema = z.strictObject({
  vehicleId: z.string(),
  /** As the platform writes it; a Watson device's is unique within its type only. */
  deviceId: z.string(),
  name: z.string(),
  /** DTMI of the template, or Watson's device type. */
  typeId: z.string().nullable(),
  typeTitle: z.string().nullable(),
  /** False: blocked. Null: the platform has no such switch. */
  isEnabled: z.boolean().nullable(),
  isProvisioned: z.boolean().nullable(),
  isSimulated: z.boolean().nullable(),
  organizations: z.array(z.string()),
  groups: z.array(z.string()),
  /** What else there is, as label and text: serial number, firmware, registered. */
  facts: z.array(z.strictObject({ label: z.string(), text: z.string() })),
  location: z
    .strictObject({
      latitude: z.number(),
      longitude: z.number(),
      /** Metres above the ellipsoid. */
      elevation: z.number().nullable(),
      measuredAtMs: z.number().nullable(),
    })
    .nullable(),
});
export type DeviceDetail = z.infer<typeof deviceDetailSchema>;

export const newDeviceSchema = z.strictObject({
  deviceId: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/, 'Letters, digits, dot, dash and underscore; at most 128.'),
  name: z.string().trim().max(148),
  typeId: z.string().min(1, 'Choose a type.').max(300),
  organizationId: z.string().max(48).optional(),
  isSimulated: z.boolean(),
});
export type NewDevice = z.infer<typeof newDeviceSchema>;

/** Keys of a device. Shown on demand, never kept: the one thing beside a new token that a window gets to see. */
export const deviceCredentialsSchema = z.strictObject({
  lines: z.array(z.strictObject({ label: z.string(), text: z.string(), isSecret: z.boolean() })),
  explanation: z.string(),
});
export type DeviceCredentials = z.infer<typeof deviceCredentialsSchema>;

export const deviceGroupSchema = z.strictObject({
  connectionId: z.string(),
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  /** The platform's own rule for who belongs to it, where it has one. */
  rule: z.string().nullable(),
  /** Null while the members are not read or could not be. */
  vehicleIds: z.array(z.string()).nullable(),
  problem: z.string().nullable(),
});
export type DeviceGroup = z.infer<typeof deviceGroupSchema>;

export const namedSchema = z.strictObject({ id: z.string(), name: z.string() });
export type Named = z.infer<typeof namedSchema>;

export const organizationSchema = namedSchema.extend({ parentId: z.string().nullable() });
export type Organization = z.infer<typeof organizationSchema>;

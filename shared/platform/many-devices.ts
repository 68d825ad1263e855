import { z } from 'zod';
import { deviceCredentialsSchema, newDeviceSchema } from './device.ts';

/** In one call. A window brings a longer list in parts, and says how far it is. */
export const mostDevicesAtOnce = 25;

/** In one check, which asks nobody. */
export const mostDevicesChecked = 2_000;

/** `unknown`: it may have happened. `not-sent`: an earlier one failed in a way that makes the next ones pointless. */
export const deviceOutcomeStates = ['done', 'refused', 'unknown', 'not-sent'] as const;
export type DeviceOutcomeState = (typeof deviceOutcomeStates)[number];

const outcomeSchema = z.strictObject({
  state: z.enum(deviceOutcomeStates),
  /** In words, why not; null: it was done, or the platform does not say. */
  message: z.string().nullable(),
});

export const createdDeviceSchema = outcomeSchema.extend({
  deviceId: z.string(),
  typeId: z.string(),
  /** Null: it was not made. */
  vehicleId: z.string().nullable(),
  /** Told once by a platform such as Watson; null: none came with it. */
  credentials: deviceCredentialsSchema.nullable(),
});
export type CreatedDevice = z.infer<typeof createdDeviceSchema>;

export const removedDeviceSchema = outcomeSchema.extend({ vehicleId: z.string() });
export type RemovedDevice = z.infer<typeof removedDeviceSchema>;

/** One outcome for each, in the order in which they were asked for. */
export const createdDevicesSchema = z.strictObject({
  outcomes: z.array(createdDeviceSchema),
  /** In words, why not all were sent or are known; null: each outcome says it all. */
  problem: z.string().nullable(),
});
export type CreatedDevices = z.infer<typeof createdDevicesSchema>;

export const removedDevicesSchema = z.strictObject({
  outcomes: z.array(removedDeviceSchema),
  problem: z.string().nullable(),
});
export type RemovedDevices = z.infer<typeof removedDevicesSchema>;

export const newDevicesSchema = z.array(newDeviceSchema).min(1);

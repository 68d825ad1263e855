import { z } from 'zod';
import { handOverFileSchema, handOverPassphraseSchema } from '../access/creation.ts';
import {
  createdDevicesSchema,
  mostDevicesAtOnce,
  mostDevicesChecked,
  newDevicesSchema,
  removedDevicesSchema,
} from '../platform/many-devices.ts';
import { id, method } from './method.ts';

const connection = z.strictObject({ connectionId: id });
/** One after the other, where the platform takes no list, and each may be several requests. */
const manyTimeoutMs = 180_000;

/** Many of a platform's devices at a time. Each has an outcome and audit entries of its own; none is tried twice. */
export const manyDeviceMethods = {
  /** In words, what is wrong with each; null: nothing that is known here. Asks nobody. */
  'manyDevices.check': method(
    connection.extend({ devices: newDevicesSchema.max(mostDevicesChecked) }),
    z.array(z.string().nullable()),
  ),
  /** Fails only where nothing was done. */
  'manyDevices.create': method(
    connection.extend({ devices: newDevicesSchema.max(mostDevicesAtOnce) }),
    createdDevicesSchema,
    manyTimeoutMs,
  ),
  'manyDevices.remove': method(
    connection.extend({ vehicleIds: z.array(id).min(1).max(mostDevicesAtOnce) }),
    removedDevicesSchema,
    manyTimeoutMs,
  ),
  /** Keys that a window was just given, as a file for somebody else. They are kept nowhere. */
  'manyDevices.seal': method(
    connection.extend({
      passphrase: handOverPassphraseSchema,
      keys: z.string().min(1).max(2_000_000),
      deviceCount: z.number().int().positive(),
    }),
    handOverFileSchema,
    60_000,
  ),
} as const;

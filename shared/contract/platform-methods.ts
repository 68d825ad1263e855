import { z } from 'zod';
import {
  deviceCredentialsSchema,
  deviceDetailSchema,
  deviceGroupSchema,
  namedSchema,
  newDeviceSchema,
  organizationSchema,
} from '../platform/device.ts';
import {
  jobActionSchema,
  jobControls,
  jobDeviceSchema,
  jobSchema,
  newJobSchema,
  scheduledJobSchema,
} from '../platform/job.ts';
import { recordKinds, recordsSchema } from '../platform/record.ts';
import { settingsReadingSchema, settingValueSchema } from '../platform/setting.ts';
import { done, id, method, nothing } from './method.ts';

const connection = z.strictObject({ connectionId: id });
const vehicle = z.strictObject({ connectionId: id, vehicleId: id });
/** A platform may hold requests back for a while, and one that is slow is waited for. */
const platformTimeoutMs = 60_000;

/** What a connection's platform can be asked, where it has one. What it cannot is `unsupported`; what the token may not, `not-authorised`. */
export const platformMethods = {
  /** Reads devices, types and groups again; what is known stays until the new list is whole. */
  'platforms.refresh': method(connection, done),
  'platforms.types': method(connection, z.array(namedSchema), platformTimeoutMs),
  'platforms.organizations': method(connection, z.array(organizationSchema), platformTimeoutMs),
  /** Of all connections, as last read; changes are told by the connections' `devices.listedAtMs`. */
  'platforms.groups': method(nothing, z.array(deviceGroupSchema)),

  /** What the window shows: its values are read first. */
  'vehicles.look': method(z.strictObject({ vehicles: z.array(vehicle).max(500) }), done),

  'settings.read': method(vehicle, settingsReadingSchema, platformTimeoutMs),
  /** By path; null takes a desired value or a cloud property back. Answers how they stand then: pending, as a rule. */
  'settings.change': method(
    vehicle.extend({ values: z.record(z.string().max(300), settingValueSchema.nullable()) }),
    settingsReadingSchema,
    platformTimeoutMs,
  ),

  'devices.get': method(vehicle, deviceDetailSchema, platformTimeoutMs),
  'devices.create': method(
    z.strictObject({ connectionId: id, device: newDeviceSchema }),
    z.strictObject({ vehicleId: z.string(), credentials: deviceCredentialsSchema.nullable() }),
    platformTimeoutMs,
  ),
  'devices.rename': method(
    vehicle.extend({ name: z.string().trim().min(1).max(148) }),
    deviceDetailSchema,
    platformTimeoutMs,
  ),
  'devices.setBlocked': method(vehicle.extend({ isBlocked: z.boolean() }), deviceDetailSchema, platformTimeoutMs),
  'devices.setLocation': method(
    vehicle.extend({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }),
    deviceDetailSchema,
    platformTimeoutMs,
  ),
  'devices.remove': method(vehicle, done, platformTimeoutMs),
  /** Device keys, for the moment in which somebody needs them. */
  'devices.credentials': method(vehicle, deviceCredentialsSchema, platformTimeoutMs),

  /** `subject`: the command whose history is asked for. */
  'records.read': method(
    vehicle.extend({ kind: z.enum(recordKinds), subject: z.string().max(300).optional() }),
    recordsSchema,
    platformTimeoutMs,
  ),
  'records.clear': method(vehicle.extend({ kind: z.enum(recordKinds) }), done, platformTimeoutMs),

  'jobs.list': method(connection, z.array(jobSchema), platformTimeoutMs),
  'jobs.devices': method(connection.extend({ jobId: id }), z.array(jobDeviceSchema), platformTimeoutMs),
  'jobs.actions': method(connection, z.array(jobActionSchema), platformTimeoutMs),
  'jobs.create': method(connection.extend({ job: newJobSchema }), jobSchema, platformTimeoutMs),
  'jobs.control': method(connection.extend({ jobId: id, control: z.enum(jobControls) }), done, platformTimeoutMs),
  'scheduledJobs.list': method(connection, z.array(scheduledJobSchema), platformTimeoutMs),
} as const;

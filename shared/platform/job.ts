import { z } from 'zod';
import { parameterDefinitionSchema } from '../command/definition.ts';
import { settingValueSchema } from './setting.ts';

/** IoT Central's jobs and Watson's device management requests: one action on many vehicles. */
export const jobStates = ['pending', 'running', 'complete', 'failed', 'stopped', 'cancelled', 'unknown'] as const;
export type JobState = (typeof jobStates)[number];

export const jobControls = ['stop', 'resume', 'rerun-failed', 'remove'] as const;
export type JobControl = (typeof jobControls)[number];

export const jobSchema = z.strictObject({
  connectionId: z.string(),
  id: z.string(),
  name: z.string(),
  /** In words: "Set Target temperature to 5 °C", "Reboot". */
  action: z.string(),
  /** In words: the group's name, or how many vehicles. */
  target: z.string(),
  state: z.enum(jobStates),
  startedAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  progress: z
    .strictObject({
      total: z.number(),
      pending: z.number(),
      completed: z.number(),
      failed: z.number(),
    })
    .nullable(),
  controls: z.array(z.enum(jobControls)),
});
export type Job = z.infer<typeof jobSchema>;

export const jobDeviceSchema = z.strictObject({
  vehicleId: z.string(),
  /** The id again where the platform does not list the vehicle any more. */
  name: z.string(),
  state: z.enum(jobStates),
  message: z.string().nullable(),
});
export type JobDevice = z.infer<typeof jobDeviceSchema>;

export const scheduledJobSchema = z.strictObject({
  connectionId: z.string(),
  id: z.string(),
  name: z.string(),
  action: z.string(),
  target: z.string(),
  /** In words: "Every week from 3 May 2026, 06:00". */
  schedule: z.string(),
  isEnabled: z.boolean(),
  isCompleted: z.boolean(),
});
export type ScheduledJob = z.infer<typeof scheduledJobSchema>;

/** What a job can do on a platform: a form's choices. */
export const jobActionSchema = z.strictObject({
  /** Hands back to the adapter what is chosen; unique in the list. */
  id: z.string(),
  title: z.string(),
  /** DTMI or device type that it is for; null: any. */
  typeId: z.string().nullable(),
  typeTitle: z.string().nullable(),
  risk: z.enum(['routine', 'disruptive']),
  parameters: z.array(parameterDefinitionSchema),
  /** Whom the platform lets it be for. */
  targets: z.array(z.enum(['group', 'vehicles'])).min(1),
});
export type JobAction = z.infer<typeof jobActionSchema>;

export const newJobSchema = z.strictObject({
  name: z.string().trim().min(1, 'Give the job a name.').max(148),
  actionId: z.string().min(1, 'Choose what to do.').max(1000),
  values: z.record(z.string(), settingValueSchema),
  /** A group of the platform, or chosen vehicles where it takes them. */
  target: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('group'), groupId: z.string().min(1, 'Choose a group.').max(300) }),
    z.strictObject({
      kind: z.literal('vehicles'),
      vehicleIds: z.array(z.string()).min(1, 'Choose vehicles.').max(5000),
    }),
  ]),
});
export type NewJob = z.infer<typeof newJobSchema>;

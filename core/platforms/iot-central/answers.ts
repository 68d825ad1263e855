import { z } from 'zod';

/**
 * What is read of the platform's answers (OpenAPI document of 2022-07-31). All that the console can do without is
 * optional: an answer with less in it is still worth something.
 */
export const collectionSchema = z.object({ value: z.array(z.unknown()), nextLink: z.string().nullish() });

export const deviceSchema = z.object({
  id: z.string().min(1),
  displayName: z.string().optional(),
  /** DTMI. */
  template: z.string().optional(),
  enabled: z.boolean().optional(),
  provisioned: z.boolean().optional(),
  simulated: z.boolean().optional(),
  organizations: z.array(z.string()).optional(),
});
export type DeviceAnswer = z.infer<typeof deviceSchema>;

/** Both are missing while nothing was ever sent. */
export const telemetrySchema = z.object({ value: z.unknown().optional(), timestamp: z.string().optional() });

export const commandSchema = z.object({
  id: z.string().optional(),
  request: z.unknown().optional(),
  response: z.unknown().optional(),
  /** The vehicle's own, in the manner of HTTP. */
  responseCode: z.number().optional(),
});

export const credentialsSchema = z.object({
  idScope: z.string(),
  symmetricKey: z.object({ primaryKey: z.string().optional(), secondaryKey: z.string().optional() }).optional(),
  x509: z.unknown().optional(),
  tpm: z.object({ endorsementKey: z.string().optional() }).optional(),
});

export const groupSchema = z.object({
  id: z.string().min(1),
  displayName: z.string().optional(),
  description: z.string().nullish(),
  filter: z.string().optional(),
});

export const roleAssignmentSchema = z.object({ role: z.string(), organization: z.string().optional() });

export const apiTokenSchema = z.object({
  id: z.string(),
  roles: z.array(roleAssignmentSchema),
  expiry: z.string().optional(),
});

export const roleSchema = z.object({ id: z.string().min(1), displayName: z.string().optional() });

export const organizationSchema = z.object({
  id: z.string().min(1),
  displayName: z.string().optional(),
  parent: z.string().nullish(),
});

export const userSchema = z.object({
  id: z.string().min(1),
  type: z.string(),
  email: z.string().optional(),
  objectId: z.string().optional(),
  roles: z.array(roleAssignmentSchema).default([]),
});

export const jobStepSchema = z.looseObject({
  /** `property`, `command`, `cloudProperty`, `deviceTemplateMigration`; older answers write `PropertyJobData`. */
  type: z.string(),
  target: z.string().optional(),
  path: z.string().optional(),
  value: z.unknown().optional(),
});
export type JobStep = z.infer<typeof jobStepSchema>;

export const jobSchema = z.object({
  id: z.string().min(1),
  displayName: z.string().optional(),
  group: z.string().optional(),
  data: z.array(jobStepSchema).default([]),
  status: z.string().optional(),
  start: z.string().optional(),
  end: z.string().optional(),
  progress: z
    .object({
      total: z.number().default(0),
      pending: z.number().default(0),
      completed: z.number().default(0),
      failed: z.number().default(0),
    })
    .optional(),
});
export type JobAnswer = z.infer<typeof jobSchema>;

export const jobDeviceSchema = z.object({ id: z.string().min(1), status: z.string().optional() });

export const scheduleSchema = z.object({
  start: z.string(),
  recurrence: z.string().optional(),
  end: z.object({ type: z.string(), date: z.string().optional(), occurrences: z.number().optional() }).optional(),
});
export type ScheduleAnswer = z.infer<typeof scheduleSchema>;

export const scheduledJobSchema = jobSchema.extend({
  schedule: scheduleSchema,
  enabled: z.boolean().default(true),
  completed: z.boolean().default(false),
});

export const querySchema = z.object({ results: z.array(z.record(z.string(), z.unknown())) });

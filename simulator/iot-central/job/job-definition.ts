import { z } from 'zod';

const share = z.object({ type: z.enum(['number', 'percentage']), value: z.number().min(0) });

const capability = { target: z.string().min(1), path: z.string().min(1), value: z.unknown().optional() };

const jobData = z.discriminatedUnion('type', [
  z.object({ type: z.literal('property'), ...capability }),
  z.object({ type: z.literal('cloudProperty'), ...capability }),
  z.object({ type: z.literal('command'), ...capability }),
  z.object({ type: z.literal('deviceTemplateMigration'), template: z.string().min(1) }),
]);
export type JobData = z.infer<typeof jobData>;

/** What a job does, as `Job` and `ScheduledJob` of the OpenAPI document have it in common. */
export const jobDefinition = {
  displayName: z.string().optional(),
  description: z.string().optional(),
  group: z.string().min(1),
  data: z.array(jobData).min(1),
  batch: share.optional(),
  cancellationThreshold: share.extend({ batch: z.boolean().optional() }).optional(),
  organizations: z.array(z.string()).length(1).optional(),
};
export const jobSchema = z.object(jobDefinition);
export type JobDefinition = z.infer<typeof jobSchema>;

/** How many of `total` a number or a percentage stands for. */
export const amountOf = ({ type, value }: z.infer<typeof share>, total: number): number =>
  type === 'number' ? value : (total * value) / 100;

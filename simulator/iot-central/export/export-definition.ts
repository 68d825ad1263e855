import { z } from 'zod';
import { exportSources } from './message.ts';

const customizations = z.record(
  z.string().regex(/^[\w-]{1,100}$/),
  z.object({ value: z.string(), secret: z.boolean().optional() }),
);

/** Of the platform's six kinds of destination the one that needs no cloud. */
export const destinationSchema = z.object({
  displayName: z.string().min(1),
  type: z.literal('webhook@v1', { error: 'only webhook@v1 is played here' }),
  url: z.url({ protocol: /^https?$/ }),
  headerCustomizations: customizations.optional(),
  queryCustomizations: customizations.optional(),
  authorization: z.object({ type: z.literal('header'), value: z.string().min(1) }).optional(),
});
export type Destination = z.infer<typeof destinationSchema>;

export const exportSchema = z.object({
  displayName: z.string().min(1),
  enabled: z.boolean(),
  source: z.enum(exportSources, { error: `only ${exportSources.join(', ')} are played here` }),
  filter: z.string().optional(),
  enrichments: z
    .record(
      z.string(),
      z.union([z.object({ value: z.unknown() }), z.object({ target: z.string().optional(), path: z.string() })]),
    )
    .optional(),
  destinations: z
    .array(
      z.object({
        id: z.string().min(1),
        transform: z.undefined({ error: 'transforms are not played here' }).optional(),
      }),
    )
    .max(10),
});
export type ExportDefinition = z.infer<typeof exportSchema>;

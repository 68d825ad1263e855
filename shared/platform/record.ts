import { z } from 'zod';

/** What a platform keeps about one vehicle beside its values. */
export const recordKinds = [
  'command-history',
  'connection-log',
  'diagnostic-log',
  'error-codes',
  'last-events',
  'device-state',
] as const;
export type RecordKind = (typeof recordKinds)[number];

export const recordRowSchema = z.strictObject({
  /** Unix milliseconds; null where the platform keeps no time (IoT Central's command history). */
  atMs: z.number().nullable(),
  title: z.string(),
  text: z.string(),
  severity: z.enum(['information', 'warning', 'error']),
});
export type RecordRow = z.infer<typeof recordRowSchema>;

export const recordsSchema = z.strictObject({
  kind: z.enum(recordKinds),
  rows: z.array(recordRowSchema),
  /** In words, what is not shown and why: "The newest 200 of more are shown." */
  cut: z.string().nullable(),
});
export type Records = z.infer<typeof recordsSchema>;

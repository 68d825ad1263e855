import { z } from 'zod';
import { auditEntrySchema, auditKinds, auditOutcomes } from './entry.ts';

export const auditFilterSchema = z.strictObject({
  /** Unix milliseconds; entries of that very moment are among them. */
  fromMs: z.number().int().optional(),
  /** Unix milliseconds; entries of that very moment are not among them. */
  toMs: z.number().int().optional(),
  kinds: z.array(z.enum(auditKinds)).max(auditKinds.length).optional(),
  connectionId: z.string().max(200).optional(),
  outcome: z.enum(auditOutcomes).optional(),
  /** Looked for in action, target, detail, user and the connection's name, without regard to A and a. */
  text: z.string().max(200).optional(),
  /** With `text`: what these say is found too. Their words on screen hold it, which the log does not know. */
  textActions: z.array(z.string().max(80)).max(200).optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

export const auditQuerySchema = auditFilterSchema.extend({
  limit: z.number().int().min(1).max(500),
  /** The last sequence of the page before. */
  beforeSequence: z.number().int().positive().optional(),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

export const auditPageSchema = z.strictObject({
  /** Newest first. */
  entries: z.array(auditEntrySchema),
  /** Whether there are older ones that fit. */
  hasMore: z.boolean(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;

/** JSON Lines keeps every character, for verification elsewhere; CSV is for spreadsheets. */
export const auditExportFormats = ['jsonl', 'csv'] as const;
export type AuditExportFormat = (typeof auditExportFormats)[number];

export const exportedAuditSchema = z.strictObject({
  fileName: z.string(),
  mediaType: z.string(),
  content: z.string(),
});
export type ExportedAudit = z.infer<typeof exportedAuditSchema>;

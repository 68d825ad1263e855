import { z } from 'zod';

/** What an entry is about. `other` is never written: it stands for a kind that this version does not know. */
export const auditKinds = [
  'token',
  'command',
  'vault',
  'connection',
  'backup',
  'device',
  'setting',
  'job',
  'audit',
  'other',
] as const;
export type AuditKind = (typeof auditKinds)[number];

/**
 * `started` is written before anything leaves this machine. One that has no successor of the same operation was under
 * way when the console ended; nobody here knows what became of it.
 */
export const auditOutcomes = ['started', 'succeeded', 'failed', 'refused', 'unknown'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** SHA-256, lower-case hexadecimal. */
export const auditHashSchema = z.string().regex(/^[0-9a-f]{64}$/);

export const auditEntrySchema = z.strictObject({
  /** 1, 2, 3, … without a gap. */
  sequence: z.number().int().positive(),
  /** Unix milliseconds, by this machine's clock. */
  atMs: z.number().int(),
  /** The operating system's name of whoever runs the console. */
  user: z.string(),
  kind: z.enum(auditKinds),
  connectionId: z.string().nullable(),
  /** As the connection was called then. */
  connectionName: z.string().nullable(),
  /** Such as `token.create`. */
  action: z.string(),
  /** What it was done to: a token's name, a vehicle's id. */
  target: z.string(),
  outcome: z.enum(auditOutcomes),
  /** In words; never a secret. */
  detail: z.string(),
  /** The same in all entries of one operation, such as a command's id; null where one entry says it all. */
  operationId: z.string().nullable(),
  previousHash: auditHashSchema,
  hash: auditHashSchema,
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

import { z } from 'zod';
import { auditHashSchema } from './entry.ts';

export const auditBreakSchema = z.strictObject({
  /** The first entry that is not what the chain asks for; one after the last where the end is missing. */
  sequence: z.number().int().positive(),
  /** For whoever reads the log: what was found. */
  explanation: z.string(),
});
export type AuditBreak = z.infer<typeof auditBreakSchema>;

export const auditVerificationSchema = z.strictObject({
  isIntact: z.boolean(),
  rowCount: z.number().int().nonnegative(),
  firstBroken: auditBreakSchema.optional(),
  /** The first ones; `breakCount` says how many there are. */
  breaks: z.array(auditBreakSchema),
  breakCount: z.number().int().nonnegative(),
  /** From this entry on everything fits again; null where the last entry itself does not, or there is none. */
  consistentFrom: z.number().int().positive().nullable(),
  /** The last entry. Write it down elsewhere to prove later that nothing before it was changed. */
  head: z.strictObject({ sequence: z.number().int().positive(), hash: auditHashSchema }).nullable(),
  /**
   * Whether the end is the one noted outside the log. `not-noted`: nothing says how far the log once went, so a cut end
   * could not be told.
   */
  end: z.enum(['as-noted', 'not-noted', 'differs']),
  checkedAtMs: z.number().int(),
});
export type AuditVerification = z.infer<typeof auditVerificationSchema>;

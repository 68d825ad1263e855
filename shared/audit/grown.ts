import { z } from 'zod';

/** Pushed when the log has grown: a window then asks for the page that it shows. */
export const auditGrownSchema = z.strictObject({
  /** Of the newest entry; 0 for an empty log. */
  lastSequence: z.number().int().nonnegative(),
});
export type AuditGrown = z.infer<typeof auditGrownSchema>;

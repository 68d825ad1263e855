import { z } from 'zod';
import { roleSchema } from '../platform/status.ts';

/**
 * A token that ends soon, or one whose successor has been in place for as long as was agreed. Told once for each threshold;
 * a dismissed one comes back at the next.
 */
export const tokenNoticeSchema = z.strictObject({
  id: z.string(),
  connectionId: z.string(),
  connectionName: z.string(),
  tokenId: z.string(),
  tokenName: z.string(),
  /** When it ends; of `overlap-ended`, when the agreed time was over. */
  expiresAtMs: z.number(),
  /** The smallest that it is within; `ended` when it has ended; `overlap-ended` when it can be revoked. */
  threshold: z.enum(['30-days', '7-days', '1-day', '10-minutes', '5-minutes', '1-minute', 'ended', 'overlap-ended']),
  /** Of `overlap-ended`: the rotation to go on with. */
  rotationId: z.string().nullable(),
  isOwn: z.boolean(),
  /** For an operator: what ends when, and what to do. */
  text: z.string(),
});
export type TokenNotice = z.infer<typeof tokenNoticeSchema>;

export const accessJobs = ['watch', 'operate', 'administer'] as const;
export type AccessJob = (typeof accessJobs)[number];

/** The smallest role for a job. */
export const roleProposalSchema = z.strictObject({
  job: z.enum(accessJobs),
  /** Null: no role that the console can name is known to suffice. */
  role: z
    .strictObject({
      /** Null: the platform's id of it is not public, so that only its own portal can give it. */
      id: z.string().nullable(),
      name: z.string(),
      mayDo: z.string(),
      needsOrganization: z.boolean(),
    })
    .nullable(),
  /** In words: why this one, and what a smaller one would lack. */
  why: z.string(),
  /** Smaller or other roles that may suit, and on what condition. */
  alternatives: z.array(z.string()),
});
export type RoleProposal = z.infer<typeof roleProposalSchema>;

/** What a connection's token may do beside what the console has used of it. */
export const privilegeSchema = z.strictObject({
  connectionId: z.string(),
  connectionName: z.string(),
  roles: z.array(roleSchema).nullable(),
  /** The largest job that the token is allowed; null: not known. */
  holds: z.enum(accessJobs).nullable(),
  /** The largest that it was used for since `sinceMs`. */
  used: z.enum(accessJobs),
  sinceMs: z.number(),
  /** On how many days the connection was in use since then. */
  daysUsed: z.number().int(),
  /** In words; null: nothing to say, or too early to say it. */
  warning: z.string().nullable(),
});
export type Privilege = z.infer<typeof privilegeSchema>;

import { z } from 'zod';
import { problemSchema } from '../connection/problem.ts';
import { platformKinds } from './kinds.ts';
import { rightsSchema } from './rights.ts';

export const roleSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** The organisation that it is limited to; null: the whole application. */
  organization: z.string().nullable(),
});
export type Role = z.infer<typeof roleSchema>;

/**
 * How a connection's platform API stands, beside its live feed. What was learnt stays when the platform is out of reach
 * or the token has ended: it ages, and is not deleted.
 */
export const platformStatusSchema = z.strictObject({
  kind: z.enum(platformKinds),
  address: z.string(),
  /** `checking`: not asked yet. `limited`: the token works, but may not list the devices. */
  state: z.enum(['off', 'checking', 'ready', 'limited', 'refused', 'unreachable']),
  problem: problemSchema.nullable(),
  /** The application's or organisation's name, as far as the token may see it. */
  application: z.string().nullable(),
  token: z.strictObject({
    name: z.string().nullable(),
    /** Unix milliseconds. */
    expiresAtMs: z.number().nullable(),
    /** `short`: a bearer token, which lives for an hour or so. `renewed`: fetched anew by itself. Absent: long. */
    lifetime: z.enum(['long', 'short', 'renewed']).optional(),
  }),
  /** Null: not learnt. */
  roles: z.array(roleSchema).nullable(),
  rights: rightsSchema,
  live: z.enum(['mqtt', 'polling']),
  devices: z.strictObject({
    count: z.number(),
    /** A list is being read; what was listed before stays until it is whole. */
    isListing: z.boolean(),
    /** When the last whole list was read. */
    listedAtMs: z.number().nullable(),
    /** In words, what of the list could not be read and when it is tried again. */
    problem: z.string().nullable(),
  }),
  /** In words, what the console cannot read of the platform's types: one line a type and thing left out. */
  leftOut: z.array(z.string()),
  /** Of polling or seeding: values still to be read. */
  pendingReads: z.number(),
  requests: z.strictObject({
    waiting: z.number(),
    /** Held back by the platform until then; null: not. */
    heldUntilMs: z.number().nullable(),
  }),
});
export type PlatformStatus = z.infer<typeof platformStatusSchema>;

import { z } from 'zod';
import { rightSchema } from '../platform/rights.ts';

/** What a token may, and for which part of the platform. */
export const tokenGrantSchema = z.strictObject({
  roleId: z.string().min(1).max(300),
  /** Id of the organisation that it is limited to; null: all of the application. */
  organization: z.string().min(1).max(300).nullable(),
});
export type TokenGrant = z.infer<typeof tokenGrantSchema>;

export const tokenStates = ['active', 'expiring', 'expired', 'unknown-to-platform'] as const;
/** `expiring`: within 30 days. `unknown-to-platform`: a connection signs in with it, and the platform does not list it. */
export type TokenState = (typeof tokenStates)[number];

/** A connection of this console that signs in with a token. */
export const tokenUserSchema = z.strictObject({ connectionId: z.string(), name: z.string() });
export type TokenUser = z.infer<typeof tokenUserSchema>;

/** A token as the platform lists it. Its secret is never among it. */
export const tokenRowSchema = z.strictObject({
  /** IoT Central's name of the token; Watson's API key. */
  id: z.string(),
  /** For people: IoT Central's name again; Watson's comment, or the key where there is none. */
  name: z.string(),
  /** Null: the platform does not say. */
  roles: z.array(tokenGrantSchema).nullable(),
  /** Unix milliseconds; null: the platform does not say. */
  createdAtMs: z.number().nullable(),
  /** Unix milliseconds; null: never, or the platform does not say. */
  expiresAtMs: z.number().nullable(),
  state: z.enum(tokenStates),
  usedBy: z.array(tokenUserSchema),
  /** The connection that was asked signs in with it. */
  isOwn: z.boolean(),
});
export type TokenRow = z.infer<typeof tokenRowSchema>;

/** A role as one can be given, or as one is found on a token. */
export const tokenRoleSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** In words, what it may do and what not; says so where that is not documented. */
  mayDo: z.string(),
  /** It is given together with an organisation. */
  needsOrganization: z.boolean(),
});
export type TokenRole = z.infer<typeof tokenRoleSchema>;

/** What the platform can, and what of it the connection's own token may. `unsupported` is not offered. */
export const tokenAbilitiesSchema = z.strictObject({
  create: rightSchema,
  edit: rightSchema,
  remove: rightSchema,
  hasOrganizations: z.boolean(),
  /** `undocumented`: it is asked for, and the platform may give another. */
  expiry: z.enum(['settable', 'undocumented']),
  /** Of a new token's name. */
  name: z.strictObject({ pattern: z.string(), maximumLength: z.number(), explanation: z.string() }),
});
export type TokenAbilities = z.infer<typeof tokenAbilitiesSchema>;

export const newTokenSchema = z.strictObject({
  name: z.string().trim().min(1, 'Give the token a name.').max(200),
  roles: z.array(tokenGrantSchema).min(1, 'Choose at least one role.').max(200),
  /** Unix milliseconds; null: as the platform has it. */
  expiresAtMs: z.number().int().positive().nullable(),
});
export type NewToken = z.infer<typeof newTokenSchema>;

/** What is absent stays as it is. */
export const tokenChangesSchema = z.strictObject({
  name: newTokenSchema.shape.name.optional(),
  roles: newTokenSchema.shape.roles.optional(),
  /** Null: never. */
  expiresAtMs: newTokenSchema.shape.expiresAtMs.optional(),
});
export type TokenChanges = z.infer<typeof tokenChangesSchema>;

export const consequenceCodes = [
  'own-token',
  'last-administrator',
  'administrators-not-known',
  'used-by-connections',
  'use-not-known',
  'used-elsewhere',
] as const;
export type ConsequenceCode = (typeof consequenceCodes)[number];

/** What stops working when a token is deleted. Each has to be acknowledged. */
export const consequenceSchema = z.strictObject({ code: z.enum(consequenceCodes), text: z.string() });
export type Consequence = z.infer<typeof consequenceSchema>;

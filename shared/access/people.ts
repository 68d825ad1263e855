import { z } from 'zod';
import { platformKinds } from '../platform/kinds.ts';
import { tokenGrantSchema, tokenRoleSchema, tokenUserSchema } from './token.ts';

/** Somebody, or something, that the platform lets in under a name of its own, beside the API tokens. */
export const platformUserSchema = z.strictObject({
  id: z.string(),
  /** A person's e-mail address; of others what the platform tells. */
  name: z.string(),
  /** In words: a person, a program, a group of the directory. */
  kind: z.string(),
  roles: z.array(tokenGrantSchema),
});
export type PlatformUser = z.infer<typeof platformUserSchema>;

/** Who may use the application, and what each role of it may do. A token that may not look at it is no failure. */
export const peopleSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('people'),
    platform: z.enum(platformKinds),
    readAtMs: z.number(),
    users: z.array(platformUserSchema),
    /** Those that the platform has, and those that users hold. */
    roles: z.array(tokenRoleSchema),
    /** In words, what is missing from the lists. */
    notes: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('not-permitted'),
    platform: z.enum(platformKinds),
    explanation: z.string(),
    whoCanHelp: z.string(),
    /** Connections of this console to the same platform whose token may look. */
    helpers: z.array(tokenUserSchema),
  }),
]);
export type People = z.infer<typeof peopleSchema>;

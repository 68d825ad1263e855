import { z } from 'zod';
import { newPassphraseSchema } from '../backup/passphrase.ts';
import { tokenRowSchema } from './token.ts';

/**
 * `held`: the console has its secret. `unknown`: nobody knows whether the platform made it. `without-secret`: it was
 * made, and its secret was lost on the way: it can only be deleted.
 */
export const creationStates = ['held', 'unknown', 'without-secret'] as const;
export type CreationState = (typeof creationStates)[number];

/** A token that was made here and not yet taken away. */
export const creationSchema = z.strictObject({
  id: z.string(),
  connectionId: z.string(),
  connectionName: z.string(),
  /** Null while nobody knows. */
  tokenId: z.string().nullable(),
  tokenName: z.string(),
  state: z.enum(creationStates),
  /** Where its secret went since: shown, into a connection, into a file. */
  takenBy: z.array(z.enum(['reveal', 'connection', 'file'])),
  beganAtMs: z.number(),
  /** When the console forgets the secret; null: it has none. */
  forgetAtMs: z.number().nullable(),
  /** In words: where it stands, and what to do next. */
  explanation: z.string(),
});
export type Creation = z.infer<typeof creationSchema>;

export const createdTokenSchema = z.strictObject({
  creation: creationSchema,
  token: tokenRowSchema,
  /** In words, where the platform did otherwise than it was asked. */
  notes: z.array(z.string()),
});
export type CreatedToken = z.infer<typeof createdTokenSchema>;

/** The one answer of the whole contract that has a secret in it. */
export const revealedTokenSchema = z.strictObject({
  tokenId: z.string(),
  secret: z.string(),
  /** In words, where it goes. */
  explanation: z.string(),
});
export type RevealedToken = z.infer<typeof revealedTokenSchema>;

export const tokenDestinationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('existing'), connectionId: z.string().min(1).max(300) }),
  z.strictObject({ kind: z.literal('new'), name: z.string().trim().min(1, 'Give the connection a name.').max(80) }),
]);
export type TokenDestination = z.infer<typeof tokenDestinationSchema>;

export const savedTokenSchema = z.strictObject({
  connectionId: z.string(),
  connectionName: z.string(),
  /** In words, what is still to be done there. */
  notes: z.array(z.string()),
});
export type SavedToken = z.infer<typeof savedTokenSchema>;

export const handOverPassphraseSchema = newPassphraseSchema;

/** For the window to save: text in age's armour, opened with `age --decrypt` and the passphrase. */
export const handOverFileSchema = z.strictObject({ fileName: z.string(), content: z.string() });
export type HandOverFile = z.infer<typeof handOverFileSchema>;

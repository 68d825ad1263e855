import { z } from 'zod';
import { platformKinds } from '../platform/kinds.ts';

/** In their order. `overlap`: both tokens are valid, and the connections are watched. */
export const rotationSteps = ['create', 'test', 'switch', 'overlap', 'revoke', 'done', 'abandoned'] as const;
export type RotationStep = (typeof rotationSteps)[number];

/** `live`: it works with the new token. `cannot`: the console may not change it. */
export const rotatedConnectionStates = ['waiting', 'switched', 'live', 'not-live', 'off', 'cannot', 'gone'] as const;

export const rotatedConnectionSchema = z.strictObject({
  connectionId: z.string(),
  name: z.string(),
  state: z.enum(rotatedConnectionStates),
  /** In words, where the state does not say it all. */
  explanation: z.string(),
});
export type RotatedConnection = z.infer<typeof rotatedConnectionSchema>;

/** A token's replacement under way. It is on disk before each step, and goes on after a crash. */
export const rotationSchema = z.strictObject({
  id: z.string(),
  /** The connection whose token makes and deletes. */
  connectionId: z.string(),
  connectionName: z.string(),
  platform: z.enum(platformKinds),
  old: z.strictObject({ id: z.string(), name: z.string() }),
  successor: z.strictObject({ id: z.string().nullable(), name: z.string() }),
  /** What comes next; `done` and `abandoned` are the ends. */
  step: z.enum(rotationSteps),
  /** It is being done at this moment. */
  isBusy: z.boolean(),
  beganAtMs: z.number(),
  overlapMs: z.number(),
  /** Null before the connections are switched. */
  overlapEndsAtMs: z.number().nullable(),
  connections: z.array(rotatedConnectionSchema),
  /** Why the last attempt at this step failed; null: it was not tried, or it is past. */
  problem: z.string().nullable(),
  /** In words: what has been done, what is next, and what abandoning would leave behind. */
  standsAt: z.string(),
  next: z.string(),
  ifAbandoned: z.string(),
});
export type Rotation = z.infer<typeof rotationSchema>;

export const newRotationSchema = z.strictObject({
  connectionId: z.string().min(1).max(300),
  tokenId: z.string().min(1).max(300),
  /** Of the successor. */
  name: z.string().trim().min(1).max(200),
  /** Of the successor, Unix milliseconds; null: as the platform has it. */
  expiresAtMs: z.number().int().positive().nullable(),
  /** How long both stay valid after the switch: up to 90 days. */
  overlapMs: z
    .number()
    .int()
    .min(0)
    .max(90 * 86_400_000),
});
export type NewRotation = z.infer<typeof newRotationSchema>;

import { z } from 'zod';

/**
 * A command's life. It only goes forward; the last four are final. `unknown` is for a command of which nobody can say
 * any more what became of it, such as one that was under way when the engine stopped.
 */
export const commandStates = [
  'drafted',
  'confirmed',
  'sent',
  'accepted',
  'completed',
  'failed',
  'expired',
  'unknown',
] as const;
export type CommandState = (typeof commandStates)[number];

const nextStates: Readonly<Record<CommandState, readonly CommandState[]>> = {
  drafted: ['confirmed', 'expired'],
  confirmed: ['sent', 'failed', 'expired', 'unknown'],
  sent: ['accepted', 'completed', 'failed', 'expired', 'unknown'],
  accepted: ['completed', 'failed', 'expired', 'unknown'],
  completed: [],
  failed: [],
  // An answer that comes after the deadline is news about the vehicle, and is kept beside the record; the record stays expired.
  expired: [],
  unknown: [],
};

export const canBecome = (from: CommandState, to: CommandState): boolean => nextStates[from].includes(to);

export const isFinal = (state: CommandState): boolean => nextStates[state].length === 0;

export const commandRecordSchema = z.strictObject({
  id: z.string(),
  connectionId: z.string(),
  vehicleId: z.string(),
  vehicleName: z.string(),
  name: z.string(),
  title: z.string(),
  parameters: z.record(z.string(), z.union([z.boolean(), z.number(), z.string()])),
  state: z.enum(commandStates),
  /** What the platform, the vehicle or the engine said of its end, in words. */
  message: z.string().nullable(),
  /** Unix milliseconds. */
  draftedAtMs: z.number(),
  confirmedAtMs: z.number().nullable(),
  sentAtMs: z.number().nullable(),
  acceptedAtMs: z.number().nullable(),
  finishedAtMs: z.number().nullable(),
  expiresAtMs: z.number(),
});
export type CommandRecord = z.infer<typeof commandRecordSchema>;

/** A command that waits for its confirmation: what will be sent, and what the operator should know first. */
export const commandDraftSchema = z.strictObject({
  record: commandRecordSchema,
  /** The confirmation must come by then, on data that was shown with it. */
  armedUntilMs: z.number(),
  checks: z.array(
    z.strictObject({
      explanation: z.string(),
      /** The deciding value as text with its unit and age, such as "0 km/h, 2 s ago". */
      evidence: z.string(),
      isMet: z.boolean(),
    }),
  ),
  /** Reasons for a second thought that do not forbid: "Last heard 12 min ago". */
  warnings: z.array(z.string()),
});
export type CommandDraft = z.infer<typeof commandDraftSchema>;

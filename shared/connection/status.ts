import { z } from 'zod';
import { namedSchema } from '../platform/device.ts';
import { rightsSchema } from '../platform/rights.ts';
import { platformStatusSchema, roleSchema } from '../platform/status.ts';
import { problemSchema } from './problem.ts';
import { connectionSettingsSchema, presetIds, secretStatuses } from './settings.ts';

/**
 * `idle`: switched off. `connecting`: first try. `live`: connected and heard. `stale`: connected, and nothing heard for
 * longer than the feed's interval allows. `offline`: not connected; the reason says whether it tries again by itself.
 */
export const connectionStates = ['idle', 'connecting', 'live', 'stale', 'offline'] as const;
export type ConnectionState = (typeof connectionStates)[number];

export const rejectionReasons = [
  'too-large',
  'not-json',
  'too-deep',
  'wrong-shape',
  'no-route',
  'no-vehicle-id',
  'not-a-number',
  'out-of-range',
  'unknown-value',
  'implausible-time',
  'too-many-vehicles',
  'too-many-signals',
] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

export const connectionStatusSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  presetId: z.enum(presetIds),
  url: z.string(),
  /** Made by the host for this run (practice fleet, replay): it can be switched off, not edited or removed. */
  isManaged: z.boolean(),
  isEnabled: z.boolean(),
  state: z.enum(connectionStates),
  sinceMs: z.number(),
  problem: problemSchema.nullable(),
  retryAtMs: z.number().nullable(),
  messagesPerSecond: z.number(),
  /** When the newest message was received. */
  newestAtMs: z.number().nullable(),
  receivedCount: z.number(),
  rejectedCount: z.number(),
  vehicleCount: z.number(),
  /** In words, what is left out at present and why: "2,113 vehicles beyond the limit of 20,000 are not shown". */
  cuts: z.array(z.string()),
  expectedIntervalMs: z.number(),
  /** The platform's API beside the live feed; null for a plain broker. */
  platform: platformStatusSchema.nullable(),
});
export type ConnectionStatus = z.infer<typeof connectionStatusSchema>;

/** A connection as its form sees it: settings, and of the secrets no more than whether they are there. */
export const connectionViewSchema = z.strictObject({
  id: z.string(),
  isManaged: z.boolean(),
  settings: connectionSettingsSchema,
  secrets: z.strictObject({
    password: z.enum(secretStatuses),
    clientKeyPem: z.enum(secretStatuses),
    platformToken: z.enum(secretStatuses),
  }),
});
export type ConnectionView = z.infer<typeof connectionViewSchema>;

export const rejectedMessageSchema = z.strictObject({
  connectionId: z.string(),
  receivedAtMs: z.number(),
  topic: z.string(),
  reason: z.enum(rejectionReasons),
  /** One sentence with the particular: 'latitude 1234 is outside -90 to 90'. */
  explanation: z.string(),
  /** The payload's beginning as text. */
  excerpt: z.string(),
  payloadBytes: z.number(),
  isCut: z.boolean(),
});
export type RejectedMessage = z.infer<typeof rejectedMessageSchema>;

/** What the platform's API told a test, as choices for what to watch. */
export const platformFindingsSchema = z.strictObject({
  application: z.string().nullable(),
  roles: z.array(roleSchema).nullable(),
  rights: rightsSchema,
  tokenExpiresAtMs: z.number().nullable(),
  types: z.array(namedSchema),
  groups: z.array(namedSchema),
  /** Null: more than were counted within the test. */
  deviceCount: z.number().nullable(),
});
export type PlatformFindings = z.infer<typeof platformFindingsSchema>;

export const connectionTestSchema = z.strictObject({
  isSuccess: z.boolean(),
  /** In order, as far as the test came. */
  steps: z.array(
    z.strictObject({
      title: z.string(),
      outcome: z.enum(['passed', 'failed', 'warning']),
      message: z.string(),
    }),
  ),
  problem: problemSchema.nullable(),
  messageCount: z.number(),
  vehicleCount: z.number(),
  rejectedCount: z.number(),
  /** The first messages' topics, for a user who looks for the right filter. */
  sampleTopics: z.array(z.string()),
  /** Null: no platform, or it did not answer. */
  platform: platformFindingsSchema.nullable(),
});
export type ConnectionTest = z.infer<typeof connectionTestSchema>;

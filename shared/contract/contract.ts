import { z } from 'zod';
import type { TokensEvent } from '../access/token-list.ts';
import type { AuditGrown } from '../audit/grown.ts';
import { commandDraftSchema, commandRecordSchema, type CommandRecord } from '../command/record.ts';
import { connectionPresetSchema, connectionSecretsSchema, connectionSettingsSchema } from '../connection/settings.ts';
import {
  connectionTestSchema,
  connectionViewSchema,
  rejectedMessageSchema,
  type ConnectionStatus,
} from '../connection/status.ts';
import type { FleetFrame } from '../fleet/frame.ts';
import type { LongWorkEvent } from './long-work.ts';
import { preferencesSchema } from '../preferences.ts';
import { adminMethods } from './admin-methods.ts';
import { manyDeviceMethods } from './many-device-methods.ts';
import { done, id, method, nothing } from './method.ts';
import { peopleMethods } from './people-methods.ts';
import { platformMethods } from './platform-methods.ts';
import { tokenMethods } from './token-methods.ts';
import type { VehicleEvent } from '../vehicle/detail.ts';

/**
 * All that a window can ask of the engine. Params are checked where they arrive; results are typed by the same schemas
 * and checked against them in the contract tests. There is a way to save a secret and none to read one.
 */
export const appInfoSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  host: z.enum(['desktop', 'browser']),
  vault: z.strictObject({
    backend: z.string(),
    /** False: secrets live until the console is closed. */
    isPersistent: z.boolean(),
    /** For an operator: where secrets are kept and what that means. */
    explanation: z.string(),
  }),
  dataFolder: z.string(),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

export const methods = {
  'app.info': method(nothing, appInfoSchema),
  'preferences.get': method(nothing, preferencesSchema),
  'preferences.save': method(preferencesSchema, done),

  'connections.presets': method(nothing, z.array(connectionPresetSchema)),
  'connections.get': method(z.strictObject({ id }), connectionViewSchema),
  /** Without an id a new connection is made; the answer carries its id. */
  'connections.save': method(
    z.strictObject({ id: id.optional(), settings: connectionSettingsSchema, secrets: connectionSecretsSchema }),
    connectionViewSchema,
  ),
  'connections.remove': method(z.strictObject({ id }), done),
  'connections.setEnabled': method(z.strictObject({ id, isEnabled: z.boolean() }), done),
  /** Tries at once instead of waiting for the back-off, or again after a final refusal. */
  'connections.retry': method(z.strictObject({ id }), done),
  /** With an id, secrets that are absent in the params are taken from the vault. Changes nothing. */
  'connections.test': method(
    z.strictObject({ id: id.optional(), settings: connectionSettingsSchema, secrets: connectionSecretsSchema }),
    connectionTestSchema,
    60_000,
  ),
  /** The last hundred, newest first; of one connection or of all. */
  'connections.rejected': method(z.strictObject({ id: id.optional() }), z.array(rejectedMessageSchema)),

  'commands.draft': method(
    z.strictObject({
      connectionId: id,
      vehicleId: id,
      name: z.string().min(1).max(200),
      parameters: z.record(z.string(), z.union([z.boolean(), z.number(), z.string()])),
    }),
    commandDraftSchema,
  ),
  'commands.confirm': method(z.strictObject({ id }), commandRecordSchema),
  'commands.discard': method(z.strictObject({ id }), done),

  ...platformMethods,
  ...manyDeviceMethods,
  ...peopleMethods,
  ...tokenMethods,
  ...adminMethods,
} as const;

export type Methods = typeof methods;
export type MethodName = keyof Methods;
export type MethodParams<M extends MethodName> = z.infer<Methods[M]['params']>;
export type MethodResult<M extends MethodName> = z.infer<Methods[M]['result']>;

export interface CommandsEvent {
  /** A snapshot holds the newest records, newest first, up to the limit; a delta those that changed. */
  readonly kind: 'snapshot' | 'delta';
  readonly sequence: number;
  readonly records: readonly CommandRecord[];
}

export interface ConnectionsEvent {
  readonly sequence: number;
  readonly connections: readonly ConnectionStatus[];
}

/** Params are checked where they arrive; events are the engine's own and are typed only. */
export const topics = {
  connections: z.strictObject({}),
  fleet: z.strictObject({}),
  /** That the log of what was done has grown. */
  audit: z.strictObject({}),
  /** How far the engine is with what takes long. */
  longWork: z.strictObject({}),
  /** The API tokens of a connection's platform, while their pages come and after. They are read for as long as anybody asks. */
  tokens: z.strictObject({ connectionId: id }),
  vehicle: z.strictObject({ connectionId: id, vehicleId: id }),
  commands: z.strictObject({
    connectionId: id.optional(),
    vehicleId: id.optional(),
    limit: z.number().int().min(1).max(1000),
  }),
} as const;

export type Topics = typeof topics;
export type TopicName = keyof Topics;
export type TopicParams<T extends TopicName> = z.infer<Topics[T]>;

export interface TopicEvents {
  readonly connections: ConnectionsEvent;
  readonly fleet: FleetFrame;
  readonly audit: AuditGrown;
  readonly longWork: LongWorkEvent;
  readonly tokens: TokensEvent;
  readonly vehicle: VehicleEvent;
  readonly commands: CommandsEvent;
}
export type TopicEvent<T extends TopicName> = TopicEvents[T];

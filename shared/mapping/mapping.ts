import { z } from 'zod';
import { commandDefinitionSchema } from '../command/definition.ts';
import { units } from '../vehicle/units.ts';

/**
 * A mapping says, as data, how a broker's topics and payloads become our vehicles and signals. One a connection.
 *
 * Topic patterns are MQTT filters in which `{name}` is a level that is captured: `fleet/{site}/{vehicle}/status`.
 * Templates (`vehicle`, `name`, `type`) put captures together, and values of the payload as `{$.path}`:
 * `{operator}/{vehicle}`, `{$.deviceId}`. A payload path is own property names with dots between them; a property whose
 * own name has a dot is found too.
 */
const topicPattern = z.string().min(1).max(1024);
const payloadPath = z.string().min(1).max(200);
const template = z.string().min(1).max(200);

export const conditionSchema = z.strictObject({
  from: payloadPath,
  equals: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1),
});
export type Condition = z.infer<typeof conditionSchema>;

export const signalMappingSchema = z.strictObject({
  from: payloadPath,
  /** A VSS path, or any name: what the catalogue does not know is shown under it. */
  to: z.string().min(1).max(200),
  /** The sender's unit; absent means the catalogue's own. */
  unit: z.enum(units).optional(),
  /** Their value, as text, to ours: `{"1": true, "0": false}`. A value not in the table is rejected. */
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
export type SignalMapping = z.infer<typeof signalMappingSchema>;

export const timeMappingSchema = z.strictObject({
  from: payloadPath,
  format: z.enum(['iso8601', 'unix-seconds', 'unix-milliseconds']),
});
export type TimeMapping = z.infer<typeof timeMappingSchema>;

const routeBase = {
  topic: topicPattern,
  vehicle: template,
  name: template.optional(),
  type: template.optional(),
  /** All must hold, or the next route is tried. */
  when: z.array(conditionSchema).max(10).optional(),
};

export const telemetryRouteSchema = z.strictObject({
  kind: z.literal('telemetry'),
  ...routeBase,
  /**
   * Where the fields are. `single-key`: inside the payload's only property, whatever its name (HSL's `{"VP":{…}}`);
   * otherwise a payload path that is entered where it exists (Watson's `{"d":{…}}`).
   */
  unwrap: z.string().min(1).max(200).optional(),
  /** Looked for among the fields, then beside them at the payload's root. A time without an offset is UTC. */
  time: timeMappingSchema.optional(),
  signals: z.array(signalMappingSchema).max(500),
  /** Fields that are neither mapped nor shown. */
  ignore: z.array(payloadPath).max(200).optional(),
});
export type TelemetryRoute = z.infer<typeof telemetryRouteSchema>;

export const connectivityRouteSchema = z.strictObject({
  kind: z.literal('connectivity'),
  ...routeBase,
  time: timeMappingSchema.optional(),
  connected: conditionSchema,
  disconnected: conditionSchema,
  /** A message that means neither, such as Watson's disconnect 288: the same client is back already. */
  ignoreWhen: conditionSchema.optional(),
});
export type ConnectivityRoute = z.infer<typeof connectivityRouteSchema>;

export const acknowledgementRouteSchema = z.strictObject({
  kind: z.literal('acknowledgement'),
  ...routeBase,
  requestId: payloadPath,
  accepted: conditionSchema.optional(),
  completed: conditionSchema,
  failed: conditionSchema,
  message: payloadPath.optional(),
});
export type AcknowledgementRoute = z.infer<typeof acknowledgementRouteSchema>;

/** Messages that belong to this topic tree and are known to carry nothing for us: counted, not rejected. */
export const ignoreRouteSchema = z.strictObject({
  kind: z.literal('ignore'),
  topic: topicPattern,
  when: z.array(conditionSchema).max(10).optional(),
});
export type IgnoreRoute = z.infer<typeof ignoreRouteSchema>;

export const routeSchema = z.discriminatedUnion('kind', [
  telemetryRouteSchema,
  connectivityRouteSchema,
  acknowledgementRouteSchema,
  ignoreRouteSchema,
]);
export type Route = z.infer<typeof routeSchema>;

export const commandRouteSchema = z.strictObject({
  /** Template over the captures of the vehicle's topic and `{command}`. */
  topic: template,
  /** The payload is the parameters as one JSON object, with the request's id under this name. */
  requestIdField: z.string().min(1).max(64),
  qos: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  /** The command that takes settings, where a description of the vehicle's type names some; absent: `settings`. */
  settingsCommand: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/, 'letters, digits, . _ and -')
    .optional(),
});
export type CommandRoute = z.infer<typeof commandRouteSchema>;

export const mappingSchema = z
  .strictObject({
    version: z.literal(1),
    title: z.string().min(1).max(80),
    /** How often a vehicle of this feed is expected to report. */
    expectedIntervalMs: z.number().int().min(100).max(86_400_000),
    /** Tried in order; the first whose topic and conditions match takes the message. */
    routes: z.array(routeSchema).min(1).max(50),
    commandRoute: commandRouteSchema.optional(),
    commands: z.array(commandDefinitionSchema).max(100).optional(),
  })
  .refine((mapping) => (mapping.commands?.length ?? 0) === 0 || mapping.commandRoute !== undefined, {
    path: ['commandRoute'],
    message: 'Commands need a commandRoute: the topic they are published on.',
  });
export type Mapping = z.infer<typeof mappingSchema>;

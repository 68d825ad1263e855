import { z } from 'zod';
import { mappingSchema } from '../mapping/mapping.ts';
import {
  iotCentralSettingsSchema,
  platformSettingsSchema,
  watsonSettingsSchema,
  type PlatformSettings,
} from '../platform/settings.ts';

export const presetIds = ['practice', 'watson', 'iot-central', 'iot-central-export', 'hsl', 'custom'] as const;
export type PresetId = (typeof presetIds)[number];

export const brokerUrlSchema = z
  .string()
  .max(500)
  .superRefine((text, context) => {
    const problem = brokerUrlProblem(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

const brokerUrlPattern =
  /^(mqtts?|wss?):\/\/(\[[0-9a-fA-F:.]+\]|[^\s/:@?#[\]]+)(:(\d{1,5}))?(\/[^\s?#]*)?(\?[^\s#]*)?$/;

/** In words, what is wrong with a broker's address; undefined when nothing is. */
export const brokerUrlProblem = (text: string): string | undefined => {
  if (!/^(mqtts?|wss?):\/\//.test(text)) return 'Start with mqtt://, mqtts://, ws:// or wss://.';
  if (/^[a-z]+:\/\/[^/]*@/.test(text)) {
    return 'Leave user name and password out of the address and enter them below: addresses end up in logs.';
  }
  const match = brokerUrlPattern.exec(text);
  if (match === null) return 'Enter an address such as mqtts://broker.example.com:8883.';
  const port = match[4];
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return 'A port is a number from 1 to 65535.';
  if (/^mqtts?:/.test(text) && match[5] !== undefined && match[5] !== '/') {
    return 'A path belongs to ws:// and wss:// addresses only.';
  }
  return undefined;
};

/** In words, what is wrong with an MQTT topic filter (MQTT 5.0, section 4.7); undefined when nothing is. */
export const topicFilterProblem = (filter: string): string | undefined => {
  if (filter.length === 0) return 'Enter a topic.';
  if (filter.includes('\u0000')) return 'A topic cannot hold a null character.';
  // MQTT allows 65,535 bytes; a character takes up to three of them here.
  if (filter.length > 20_000) return 'A topic has at most 20,000 characters.';
  const levels = filter.split('/');
  for (const [index, level] of levels.entries()) {
    if (level.includes('#') && (level !== '#' || index !== levels.length - 1)) {
      return '# stands alone, as the last level.';
    }
    if (level.includes('+') && level !== '+') return '+ stands for a whole level.';
  }
  return undefined;
};

export const topicFilterSchema = z.string().superRefine((filter, context) => {
  const problem = topicFilterProblem(filter);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

/** `{unique}` in a client id becomes a word that no other connection of any running console has, kept while the engine lives. */
export const uniquePlaceholder = '{unique}';

const pem = (label: string) =>
  z
    .string()
    .max(1_000_000)
    .regex(/-----BEGIN [A-Z0-9 ]+-----/, `${label} is not a PEM file: it should hold a line "-----BEGIN …-----".`);

const connectionShape = z.strictObject({
  name: z.string().trim().min(1, 'Give the connection a name.').max(80, 'At most 80 characters.'),
  isEnabled: z.boolean(),
  presetId: z.enum(presetIds),
  /** The broker's; empty where a platform's values are read over its API alone. */
  url: z.union([z.literal(''), brokerUrlSchema]),
  /** MQTT 3.1.1 says 4 on the wire. */
  protocolVersion: z.union([z.literal(4), z.literal(5)]),
  clientId: z.string().min(1, 'Enter a client id.').max(200, 'At most 200 characters.'),
  username: z.string().max(500).optional(),
  caPem: pem('The CA file').optional(),
  clientCertificatePem: pem('The client certificate').optional(),
  topics: z
    .array(z.strictObject({ filter: topicFilterSchema, qos: z.union([z.literal(0), z.literal(1), z.literal(2)]) }))
    .max(100, 'At most 100 topics.'),
  mapping: mappingSchema,
  /** Absent for a plain broker. */
  platform: platformSettingsSchema.optional(),
});

/** Whether values come over MQTT; otherwise the platform's API is read in turn. */
export const followsBroker = ({ platform }: { readonly platform?: PlatformSettings | undefined }): boolean =>
  platform?.kind !== 'iot-central' || platform.live === 'mqtt';

/** All that is kept of a connection outside the vault. No secret is ever among it. */
export const connectionSettingsSchema = connectionShape.superRefine((settings, context) => {
  if (settings.platform?.kind === 'watson' && (settings.username ?? '') === '') {
    context.addIssue({ code: 'custom', path: ['username'], message: 'Enter the API key.' });
  }
  if (!followsBroker(settings)) return;
  if (settings.url === '') context.addIssue({ code: 'custom', path: ['url'], message: 'Enter an address.' });
  if (settings.topics.length === 0) {
    context.addIssue({ code: 'custom', path: ['topics'], message: 'Enter at least one topic to watch.' });
  }
});
export type ConnectionSettings = z.infer<typeof connectionSettingsSchema>;

/** Absent: keep what is stored. Null: remove it. */
export const connectionSecretsSchema = z.strictObject({
  password: z.string().min(1).max(10_000).nullable().optional(),
  clientKeyPem: pem('The client key').nullable().optional(),
  /** IoT Central's API token or Entra bearer token. Watson's API takes the password. */
  platformToken: z.string().min(1).max(20_000).nullable().optional(),
});
export type ConnectionSecrets = z.infer<typeof connectionSecretsSchema>;

/** `locked` and `undecryptable` mean that the secret is still there: nothing may overwrite it unasked. */
export const secretStatuses = ['ok', 'absent', 'locked', 'undecryptable'] as const;
export type SecretStatus = (typeof secretStatuses)[number];

/** A platform's address starts as a placeholder that is no address. */
const presetPlatformSchema = z.discriminatedUnion('kind', [
  iotCentralSettingsSchema.extend({ address: z.string() }),
  watsonSettingsSchema.extend({ address: z.string() }),
]);

export const connectionPresetSchema = z.strictObject({
  id: z.enum(presetIds),
  title: z.string(),
  description: z.string(),
  /** What a new connection starts from. Parts the user must replace are in angle brackets. */
  settings: connectionShape.extend({ url: z.string(), platform: presetPlatformSchema.optional() }),
  passwordHint: z.string().optional(),
});
export type ConnectionPreset = z.infer<typeof connectionPresetSchema>;

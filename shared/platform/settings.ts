import { z } from 'zod';

/** Where a platform's API stands. The token would travel readable for anyone without encryption, so only this machine may do without. */
export const platformAddressProblem = (text: string): string | undefined => {
  const match = /^(https?):\/\/([^\s/:@?#[\]]+|\[[0-9a-fA-F:.]+\])(?::(\d{1,5}))?(\/[^\s?#]*)?$/.exec(text);
  if (match === null) {
    return /^https?:\/\/[^/]*@/.test(text)
      ? 'Leave user name and password out of the address: addresses end up in logs.'
      : 'Enter an address such as https://contoso.azureiotcentral.com.';
  }
  const [, scheme, host = '', port] = match;
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return 'A port is a number from 1 to 65535.';
  if (scheme === 'http' && !isLoopback(host)) return 'Start with https://: the token must not travel unencrypted.';
  return undefined;
};

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);

const address = z
  .string()
  .max(500)
  .superRefine((text, context) => {
    const problem = platformAddressProblem(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

/** Absent list: all of them. */
const watchSchema = z.strictObject({
  /** DTMIs of templates, or Watson's device types. */
  types: z.array(z.string().min(1).max(300)).min(1, 'Choose at least one type.').max(500).optional(),
  /** Ids of device groups. */
  groups: z.array(z.string().min(1).max(300)).min(1, 'Choose at least one group.').max(100).optional(),
});

export const iotCentralSettingsSchema = z.strictObject({
  kind: z.literal('iot-central'),
  /** The application's, with or without `/api`: `https://contoso.azureiotcentral.com`. */
  address,
  /** `azure-cli`: Entra bearer tokens are fetched from the `az` of this machine and renewed before they end. */
  auth: z.enum(['api-token', 'bearer', 'azure-cli']),
  /** `polling`: no MQTT route; values are read over REST inside the request budget. */
  live: z.enum(['mqtt', 'polling']),
  /** Query and data export of 2022-10-31-preview are used. */
  usesPreview: z.boolean(),
  watch: watchSchema,
});
export type IotCentralSettings = z.infer<typeof iotCentralSettingsSchema>;

export const watsonSettingsSchema = z.strictObject({
  kind: z.literal('watson'),
  /** The API's, with or without `/api/v0002`: `https://<organisation>.iot.<Maximo domain>`. The key is the connection's user name, its token the password. */
  address,
  /** Over MQTT with an acknowledgement event, or by HTTP messaging, which the platform alone answers. */
  commandRoute: z.enum(['mqtt', 'http']),
  /** Where HTTP messaging is served; absent: derived from the API's address as `{org}.messaging.{domain}`. */
  messagingAddress: address.optional(),
  watch: watchSchema,
});
export type WatsonSettings = z.infer<typeof watsonSettingsSchema>;

export const platformSettingsSchema = z.discriminatedUnion('kind', [iotCentralSettingsSchema, watsonSettingsSchema]);
export type PlatformSettings = z.infer<typeof platformSettingsSchema>;

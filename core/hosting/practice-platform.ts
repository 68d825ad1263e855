import { basename } from 'node:path';
import { z } from 'zod';
import type { ManagedConnection } from '../connections/managed-connection.ts';
import { presetForTopic } from '../presets/presets.ts';

/** What the practice platform says of itself when it is ready; scripts get it by `--json`. */
const practiceSchema = z.object({
  mqttUrl: z.string(),
  watson: z.object({
    org: z.string(),
    apiKey: z.string(),
    apiToken: z.string(),
    device: z.object({ typeId: z.string(), deviceId: z.string(), token: z.string() }),
    restUrl: z.string(),
    /** One for each role. */
    keys: z.record(z.string(), z.object({ apiKey: z.string(), apiToken: z.string() })),
  }),
  iotCentral: z.object({
    restUrl: z.string(),
    applicationId: z.string(),
    tokens: z.object({ administrator: z.string(), builder: z.string(), operator: z.string() }),
    bearerToken: z.string(),
    exportMqttUrl: z.string(),
  }),
  /** For the route that has the practice platform misbehave. */
  adminKey: z.string(),
  replay: z.object({ mqttUrl: z.string(), firstTopic: z.string() }).optional(),
});
export type PracticeInfo = z.infer<typeof practiceSchema>;

export interface PracticeWishes {
  readonly vehicles: number;
  readonly replay: { readonly file: string; readonly speed: number } | undefined;
}

/** What its process is told at its start; `restart` brings the predecessor's ports and credentials. */
export const practiceStartOptions = ({ vehicles, replay }: PracticeWishes, restart: unknown) => ({
  vehicles,
  rate: 1,
  seed: 1,
  ...(replay === undefined ? {} : { replay }),
  ...(typeof restart === 'object' && restart !== null ? restart : {}),
});

/** @throws when the answer is not that of a practice platform. */
export const readPractice = (answer: Readonly<Record<string, unknown>>): PracticeInfo =>
  practiceSchema.parse(answer.practice);

const originOf = (url: string): string => new URL(url).origin;

/** The connections that the console opens with: the practice fleet, and the recording where one is replayed. */
export const practiceConnections = (
  { mqttUrl, watson, iotCentral, replay }: PracticeInfo,
  wishes: PracticeWishes,
): readonly ManagedConnection[] => {
  const practice: ManagedConnection = {
    id: 'practice',
    name: 'Practice fleet',
    presetId: 'practice',
    url: mqttUrl,
    username: watson.apiKey,
    password: watson.apiToken,
    platform: { kind: 'watson', address: originOf(watson.restUrl), commandRoute: 'mqtt', watch: {} },
  };
  // The same vehicles as another platform shows them: to be switched on by whoever wants to see that.
  const asIotCentral: ManagedConnection = {
    id: 'practice-iot-central',
    name: 'Practice IoT Central',
    presetId: 'iot-central',
    url: iotCentral.exportMqttUrl,
    platform: {
      kind: 'iot-central',
      address: originOf(iotCentral.restUrl),
      auth: 'api-token',
      live: 'mqtt',
      usesPreview: false,
      watch: {},
    },
    platformToken: iotCentral.tokens.administrator,
    isInitiallyEnabled: false,
  };
  if (replay === undefined) return [practice, asIotCentral];
  return [
    practice,
    asIotCentral,
    {
      id: 'replay',
      name: `Replay: ${basename(wishes.replay?.file ?? '')}`,
      presetId: presetForTopic(replay.firstTopic),
      url: replay.mqttUrl,
    },
  ];
};

import { z } from 'zod';
import { presetIds, uniquePlaceholder, type ConnectionSettings } from '../../shared/connection/settings.ts';
import { platformSettingsSchema } from '../../shared/platform/settings.ts';
import { presetById, replayPartsFor } from '../presets/presets.ts';

/**
 * A connection that the host brings along for this run (practice fleet, replay). It is not stored, it can be switched
 * off and not edited, and its password is known to the two processes only.
 */
export const managedConnectionSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  presetId: z.enum(presetIds),
  url: z.string(),
  username: z.string().optional(),
  password: z.string().optional(),
  platform: platformSettingsSchema.optional(),
  platformToken: z.string().optional(),
  /** False: it is there to be switched on. */
  isInitiallyEnabled: z.boolean().optional(),
});
export type ManagedConnection = Readonly<z.infer<typeof managedConnectionSchema>>;

/**
 * The preset's settings with the host's address. Only the practice fleet is a platform; any other managed connection is
 * a recording on a plain broker, so nothing of the preset's way to sign in applies.
 */
export const managedSettings = (managed: ManagedConnection, isEnabled: boolean): ConnectionSettings => {
  const { id, name, presetId, url, username, platform } = managed;
  const common = {
    ...{ name, url, isEnabled, presetId },
    ...(username === undefined ? {} : { username }),
    ...(platform === undefined ? {} : { platform }),
  };
  if (platform?.kind === 'iot-central') {
    const { clientId, topics, mapping } = presetById('iot-central').settings;
    // The practice platform's broker speaks MQTT 3.1.1.
    return { ...common, protocolVersion: 4, clientId, topics, mapping };
  }
  if (presetId === 'practice') {
    const { protocolVersion, topics, mapping } = presetById(presetId).settings;
    const clientId = `a:${organisationOf(username)}:fleetdeck-${uniquePlaceholder}`;
    return { ...common, protocolVersion, clientId, topics, mapping };
  }
  const { filter, mapping } = replayPartsFor(presetId);
  return {
    ...common,
    protocolVersion: 4,
    clientId: `fleetdeck-${id}-${uniquePlaceholder}`,
    topics: [{ filter, qos: 0 }],
    mapping,
  };
};

/** Watson's API keys name their organisation: `a-{org}-{ten characters}`. */
const organisationOf = (apiKey: string | undefined): string => apiKey?.split('-')[1] ?? 'practice';

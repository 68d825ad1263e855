import type { ConnectionSecrets, ConnectionSettings } from '../../shared/connection/settings.ts';
import { uniquePlaceholder } from '../../shared/connection/settings.ts';

export interface SignIn {
  readonly tokenId: string;
  readonly secret: string;
}

export interface ConnectionChange {
  readonly settings: ConnectionSettings;
  readonly secrets: ConnectionSecrets;
}

/** A connection as it is when it signs in with this token. */
export const withToken = (settings: ConnectionSettings, { tokenId, secret }: SignIn): ConnectionChange => {
  const { platform } = settings;
  return platform?.kind === 'iot-central'
    ? { settings: { ...settings, platform: { ...platform, auth: 'api-token' } }, secrets: { platformToken: secret } }
    : { settings: { ...settings, username: tokenId }, secrets: { password: secret } };
};

/**
 * A new connection to the platform of this one. A broker beside IoT Central has a password of its own, which does not
 * come along: values are then read over the API, and the notes say so.
 */
export const newConnection = (
  template: ConnectionSettings,
  name: string,
  signIn: SignIn,
): ConnectionChange & { readonly notes: string[] } => {
  const { clientId, platform } = template;
  const named: ConnectionSettings = {
    ...template,
    name,
    isEnabled: true,
    clientId: clientId.includes(uniquePlaceholder) ? clientId : `${clientId}-${uniquePlaceholder}`,
  };
  if (platform?.kind !== 'iot-central') return { ...withToken(named, signIn), notes: [] };
  const polling: ConnectionSettings = { ...named, url: '', topics: [], platform: { ...platform, live: 'polling' } };
  delete polling.username;
  delete polling.clientCertificatePem;
  return {
    ...withToken(polling, signIn),
    notes:
      platform.live === 'polling'
        ? []
        : ['Its values are read over the platform’s API. For live values over MQTT, enter the broker in its settings.'],
  };
};

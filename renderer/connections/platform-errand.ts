import { create } from 'zustand';
import type { ConnectionPreset } from '../../shared/connection/settings.ts';
import type { PlatformKind } from '../../shared/platform/kinds.ts';
import { goTo } from '../app/routes.ts';
import { valuesOfPreset, type ConnectionFormValues, type SecretInput } from './connection-form.ts';
import { withWatsonAccess } from './platform-form.ts';
import { authOfToken } from './token-facts.ts';

/** What somebody has pasted on the way to the setup of a new platform. */
export interface PlatformErrand {
  readonly kind: PlatformKind;
  /** Of Watson; empty for IoT Central. */
  readonly apiKey: string;
  readonly token: string;
}

/** It holds a secret for the one step from view to view: the form takes it over, and empties it. */
export const usePlatformErrand = create<{
  readonly errand: PlatformErrand | null;
  /** How many there were: tells a new one from one that was taken, without keeping what was in it. */
  readonly count: number;
}>()(() => ({ errand: null, count: 0 }));

/** To the setup of a new connection, with what was pasted, from wherever one is. */
export const goToSetup = (errand: PlatformErrand): void => {
  usePlatformErrand.setState(({ count }) => ({ errand, count: count + 1 }));
  goTo({ view: 'connections' });
};

export const endPlatformErrand = (): void => {
  usePlatformErrand.setState({ errand: null });
};

export const isPresetFor = ({ settings }: ConnectionPreset, { kind }: PlatformErrand): boolean =>
  settings.platform?.kind === kind;

export const valuesOfErrand = (preset: ConnectionPreset, { apiKey, token }: PlatformErrand): ConnectionFormValues => {
  const values = valuesOfPreset(preset);
  const { platform } = values;
  const secret: SecretInput = { action: 'replace', text: token, fileName: null };
  if (platform?.kind !== 'iot-central') {
    return { ...withWatsonAccess(values, { username: apiKey.trim() }), password: secret };
  }
  return { ...values, platform: { ...platform, auth: authOfToken(token) ?? 'api-token' }, platformToken: secret };
};

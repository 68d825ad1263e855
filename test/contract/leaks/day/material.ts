import { randomBytes } from 'node:crypto';
import type { PracticeInfo } from '../../../../core/hosting/practice-platform.ts';
import type { ConnectionStatus } from '../../../../shared/connection/status.ts';
import type { PlatformKind } from '../../../../shared/platform/kinds.ts';
import type { RecordedWindow } from '../../../support/leaks/recorded-window.ts';
import type { SecretSearch } from '../../../support/leaks/secret-search.ts';

export interface DaysMaterial {
  readonly window: RecordedWindow;
  readonly practice: PracticeInfo;
  readonly search: SecretSearch;
}

/** A secret of a kind that has no form of its own: nothing but being known makes it findable. */
export const newSecret = (search: SecretSearch, name: string): string => {
  const secret = `${randomBytes(12).toString('base64url')}+/ "ü${randomBytes(3).toString('hex')}`;
  search.know(name, secret);
  return secret;
};

export const knowPractice = (search: SecretSearch, { watson, iotCentral, adminKey }: PracticeInfo): void => {
  for (const [role, token] of Object.entries(iotCentral.tokens)) search.know(`IoT Central's ${role} token`, token);
  search.know("IoT Central's bearer token", iotCentral.bearerToken);
  for (const [role, { apiToken }] of Object.entries(watson.keys)) search.know(`Watson's ${role} token`, apiToken);
  search.know("Watson's own token", watson.apiToken);
  search.know("the spare device's token", watson.device.token);
  search.know("the practice platform's admin key", adminKey);
};

export const kinds = ['iot-central', 'watson'] as const satisfies readonly PlatformKind[];

export const untilStatus = (
  { window }: Pick<DaysMaterial, 'window'>,
  id: string,
  isWanted: (status: ConnectionStatus) => boolean,
) => window.until('connections', ({ connections }) => connections.some((each) => each.id === id && isWanted(each)));

export const isReady = ({ platform }: ConnectionStatus): boolean => platform?.state === 'ready';
export const isListed = ({ platform }: ConnectionStatus): boolean => typeof platform?.devices.listedAtMs === 'number';

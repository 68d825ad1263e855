import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import type { PlatformSettings } from '../../shared/platform/settings.ts';
import { vehicleNaming } from './watson/vehicle-naming.ts';
import { organisationOfKey, watsonHostsOf } from '../../shared/platform/watson-hosts.ts';

type Described = Pick<ConnectionSettings, 'platform' | 'username' | 'mapping'>;

/** Whether what was learnt under the one holds under the other: the same vehicles of the same platform, whatever the token. */
export const isSamePlatform = (a: Described, b: Described): boolean =>
  a.platform?.kind === b.platform?.kind &&
  a.platform?.address === b.platform?.address &&
  JSON.stringify(watched(a)) === JSON.stringify(watched(b)) &&
  organisationOf(a) === organisationOf(b) &&
  vehicleNaming(a.mapping) === vehicleNaming(b.mapping);

/** Which platform a connection leads to, as text; undefined for a broker alone. */
export const placeOf = (settings: Described): string | undefined =>
  settings.platform === undefined
    ? undefined
    : `${platformKey(settings.platform)} ${organisationOf(settings) ?? ''}`.trim();

const watched = ({ platform }: Described) => [platform?.watch.types ?? null, platform?.watch.groups ?? null];

const organisationOf = ({ platform, username }: Described): string | null =>
  platform?.kind === 'watson' ? organisationOfKey(username ?? '') : null;

/** By address, as every connection to one platform has it. */
export const platformKey = (platform: Pick<PlatformSettings, 'kind' | 'address'>): string => {
  const address =
    platform.kind === 'watson'
      ? (watsonHostsOf(platform.address)?.apiUrl ?? platform.address)
      : platform.address.replace(/\/+$/, '').replace(/\/api$/, '');
  return `${platform.kind} ${address.toLowerCase()}`;
};

import type { Problem } from '../../../shared/connection/problem.ts';
import type { ConnectionStatus } from '../../../shared/connection/status.ts';
import type { Rights } from '../../../shared/platform/rights.ts';
import type { PlatformSettings } from '../../../shared/platform/settings.ts';
import type { PlatformStatus } from '../../../shared/platform/status.ts';
import type { Platform, PlatformIdentity } from '../platform.ts';
import type { Registry } from './registry.ts';
import type { ValueReader } from './value-reader.ts';

export interface Standing {
  readonly settings: PlatformSettings;
  readonly platform: Pick<Platform, 'client'>;
  readonly state: PlatformStatus['state'];
  readonly problem: Problem | null;
  readonly identity: PlatformIdentity | null;
  readonly rights: Rights;
  readonly registry: Pick<Registry, 'listing' | 'leftOut'>;
  readonly reader: Pick<ValueReader, 'pendingCount'>;
}

/** How a connection's platform API stands, as every window sees it. */
export const platformStatusOf = (standing: Standing, nowMs: number): PlatformStatus => {
  const { settings, platform, state, problem, identity, rights, registry, reader } = standing;
  const { waiting, backingOffUntilMs } = platform.client.pressure;
  const isHeld = backingOffUntilMs !== null && backingOffUntilMs > nowMs;
  return {
    kind: settings.kind,
    address: settings.address,
    state,
    problem,
    application: identity?.application ?? null,
    token: { ...(identity?.token ?? unknownToken), lifetime: lifetimeOf(settings) },
    roles: identity?.roles?.map((role) => ({ ...role })) ?? null,
    rights,
    live: settings.kind === 'iot-central' ? settings.live : 'mqtt',
    devices: state === 'ready' ? withNextTry(registry.listing) : registry.listing,
    leftOut: [...registry.leftOut],
    pendingReads: reader.pendingCount,
    requests: { waiting, heldUntilMs: isHeld ? backingOffUntilMs : null },
  };
};

/** {@link RefreshPlan} reads a list with a gap again soon. */
const withNextTry = (listing: PlatformStatus['devices']): PlatformStatus['devices'] =>
  listing.problem === null || listing.isListing
    ? listing
    : { ...listing, problem: `${listing.problem} It is read again by itself.` };

/** Of a connection that has no other feed. */
export const connectionStateOf = (state: PlatformStatus['state']): ConnectionStatus['state'] => states[state];

const states: Readonly<Record<PlatformStatus['state'], ConnectionStatus['state']>> = {
  off: 'idle',
  checking: 'connecting',
  ready: 'live',
  limited: 'live',
  refused: 'offline',
  unreachable: 'offline',
};

const unknownToken = { name: null, expiresAtMs: null };

const lifetimes = { 'api-token': 'long', bearer: 'short', 'azure-cli': 'renewed' } as const;
const lifetimeOf = (settings: PlatformSettings) => (settings.kind === 'watson' ? 'long' : lifetimes[settings.auth]);

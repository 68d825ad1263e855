import type { TelemetryRoute } from '../../../shared/mapping/mapping.ts';
import type { PlatformAction } from '../../../shared/platform/rights.ts';
import type { PlatformSettings } from '../../../shared/platform/settings.ts';
import type { Clock } from '../../clock.ts';
import type { FleetState } from '../../fleet/fleet-state.ts';
import type { Log } from '../../log.ts';
import type { KeptMessage, Platform } from '../platform.ts';
import type { RegistryMemory } from './registry.ts';

export interface PlatformConnectionNeeds {
  readonly id: string;
  readonly name: string;
  readonly settings: PlatformSettings;
  readonly platform: Platform;
  readonly fleet: Pick<FleetState, 'registerVehicles' | 'removeVehicles' | 'find'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** A value that the platform had kept, for the connection's decoder. */
  readonly onKept: (message: KeptMessage) => void;
  /** The types have been read: what their telemetry and commands are. */
  readonly onTypes: (routes: readonly TelemetryRoute[]) => void;
  readonly onChange: () => void;
  /** A call that somebody asked for leaves. */
  readonly onUse?: (action: PlatformAction) => void;
  /** What the former connection to the same platform had learnt; it goes on from there. */
  readonly memory?: PlatformMemory | undefined;
}

export interface PlatformMemory extends RegistryMemory {
  /** Of the application behind the address, where the platform names it. */
  readonly applicationId: string | undefined;
}

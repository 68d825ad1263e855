import type { CommandDefinition } from '../../shared/command/definition.ts';
import type { VehicleReference } from '../telemetry/decoded.ts';
import type { FleetLimits } from './limits.ts';
import type { TrendBudget } from './trend-ring.ts';

/** What all vehicles of a connection share, and each takes its part of and gives back. */
export interface SignalAllowance {
  readonly limits: FleetLimits;
  readonly trendBudget: TrendBudget;
  readonly usage: { signals: number; textLength: number; isTextCut: boolean };
}

/** What a vehicle knows of the connection it came by. */
export interface VehicleConnection extends SignalAllowance {
  readonly id: string;
  readonly name: string;
  readonly expectedIntervalMs: number;
  commandsFor(reference: VehicleReference): readonly CommandDefinition[];
  /** Notes that this vehicle sends more signals than are kept. */
  noteCrowded(vehicleId: string): void;
}

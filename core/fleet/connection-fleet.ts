import type { CommandDefinition } from '../../shared/command/definition.ts';
import type { VehicleReference } from '../telemetry/decoded.ts';
import { DistinctCounter } from './distinct-counter.ts';
import type { FleetLimits } from './limits.ts';
import { isOfferedTo } from './offered.ts';
import type { TrendBudget } from './trend-ring.ts';
import type { VehicleConnection } from './vehicle-connection.ts';
import type { VehicleRecord } from './vehicle-record.ts';

export interface FleetConnection {
  readonly id: string;
  readonly name: string;
  readonly expectedIntervalMs: number;
  readonly commands: readonly CommandDefinition[];
  /** What the platform's own description of a vehicle's type offers beside them. */
  readonly platformCommandsFor?: (vehicleId: string) => readonly CommandDefinition[];
  /** Only vehicles of the platform's registry are watched: all others are passed over. */
  readonly isClosed?: boolean;
}

const count = (number: number): string => number.toLocaleString('en-GB');

/** One connection's vehicles, and what they use of its limits. */
export class ConnectionFleet implements VehicleConnection {
  readonly id: string;
  readonly limits: FleetLimits;
  readonly trendBudget: TrendBudget;
  readonly vehicles = new Map<string, VehicleRecord>();
  readonly usage = { signals: 0, textLength: 0, isTextCut: false };
  name: string;
  expectedIntervalMs: number;
  commands: readonly CommandDefinition[];
  platformCommandsFor: ((vehicleId: string) => readonly CommandDefinition[]) | undefined;
  isClosed: boolean;
  readonly #crowdedVehicles = new Set<string>();
  #extraVehicles: DistinctCounter | undefined;

  constructor(connection: FleetConnection, limits: FleetLimits, trendBudget: TrendBudget) {
    this.id = connection.id;
    this.limits = limits;
    this.trendBudget = trendBudget;
    this.name = connection.name;
    this.expectedIntervalMs = connection.expectedIntervalMs;
    this.commands = connection.commands;
    this.platformCommandsFor = connection.platformCommandsFor;
    this.isClosed = connection.isClosed === true;
  }

  commandsFor(reference: VehicleReference): readonly CommandDefinition[] {
    const ours = this.commands.filter((command) => isOfferedTo(command, reference));
    const theirs = this.platformCommandsFor?.(reference.vehicleId) ?? [];
    if (theirs.length === 0) return ours;
    const names = new Set(ours.map(({ name }) => name));
    return [...ours, ...theirs.filter(({ name }) => !names.has(name))];
  }

  get isFull(): boolean {
    return this.vehicles.size >= this.limits.vehiclesPerConnection;
  }

  /** Counts a vehicle for which there is no room, without keeping it. */
  countExtraVehicle(vehicleId: string): void {
    // A million bits: 128 KiB, taken only when the limit has been reached.
    this.#extraVehicles ??= new DistinctCounter(2 ** 20);
    this.#extraVehicles.add(vehicleId);
  }

  noteCrowded(vehicleId: string): void {
    this.#crowdedVehicles.add(vehicleId);
  }

  /** In words, what is left out at present and why. */
  cuts(): string[] {
    const { limits, usage } = this;
    const cuts: string[] = [];
    const extra = this.#extraVehicles?.estimate ?? 0;
    if (extra > 0) {
      const vehicles = extra === 1 ? '1 vehicle' : `${extra > 1000 ? 'About ' : ''}${count(extra)} vehicles`;
      const limit = `the limit of ${count(limits.vehiclesPerConnection)}`;
      cuts.push(`${vehicles} beyond ${limit} ${extra === 1 ? 'is' : 'are'} not shown.`);
    }
    const crowded = this.#crowdedVehicles.size;
    if (usage.signals >= limits.signalsPerConnection) {
      cuts.push(`Signals beyond ${count(limits.signalsPerConnection)} for all vehicles together are not shown.`);
    } else if (crowded > 0) {
      const vehicles = crowded === 1 ? '1 vehicle sends' : `${count(crowded)} vehicles send`;
      cuts.push(`${vehicles} more than ${count(limits.signalsPerVehicle)} signals; the others are not shown.`);
    }
    if (usage.isTextCut)
      cuts.push('The vehicles send more text than is kept; only the beginning of new texts is shown.');
    if (this.trendBudget.wasRefused) {
      cuts.push('The fleet is too large to keep 15 minutes of every trend; some charts reach back less far.');
    }
    return cuts;
  }
}

import type { CommandDefinition, ParameterValues } from '../../shared/command/definition.ts';
import type { Mapping } from '../../shared/mapping/mapping.ts';
import type { SignalState } from '../../shared/vehicle/detail.ts';
import type { PublishOutcome } from '../connections/broker-client.ts';
import type { VehicleSummary } from '../fleet/fleet-state.ts';
import type { SendOutcome } from './command-lives.ts';
import type { DescribedVehicle } from './described-vehicle.ts';

export type CommandedVehicle = Pick<VehicleSummary, 'reference' | 'isConnected' | 'heardAtMs'>;

/** What the commander asks of the fleet. */
export interface CommandedFleet {
  find(connectionId: string, vehicleId: string): CommandedVehicle | undefined;
  latest(connectionId: string, vehicleId: string, path: string): SignalState | undefined;
}

/** A platform that takes commands itself, in place of a topic of the broker. */
export interface CommandedPlatform {
  /** In words, why this cannot be sent; undefined when it can. */
  objection(order: PlatformOrder): string | undefined;
  send(order: PlatformOrder): Promise<SendOutcome>;
  /** Of one that was accepted only: how it ended, as far as the platform can be asked; undefined: nothing was heard in time. */
  end(order: PlatformOrder, sentAtMs: number): Promise<SendOutcome | undefined>;
}

export interface PlatformOrder {
  readonly vehicleId: string;
  readonly definition: CommandDefinition;
  readonly parameters: ParameterValues;
  /** The parameters as the vehicle takes them, where its type's description says so. */
  readonly payload?: Readonly<Record<string, unknown>> | undefined;
  readonly requestId: string;
}

/** What the commander asks of the connections. */
export interface CommandedConnections {
  find(id: string):
    | {
        readonly name: string;
        readonly mapping: Mapping;
        readonly isConnected: boolean;
        /** Which platform stands under this id at present; undefined for a broker alone. */
        readonly place?: string | undefined;
        /** In words, why its token may send no commands; undefined when it may, or nobody knows. */
        readonly refusal?: string | undefined;
        /** What is known of a vehicle's type beside the mapping. */
        readonly describe?: (vehicleId: string) => DescribedVehicle | undefined;
        readonly platform?: CommandedPlatform | undefined;
      }
    | undefined;
  publish(id: string, topic: string, payload: string, qos: 0 | 1 | 2): Promise<PublishOutcome>;
}

import type { CommandDefinition } from '../command/definition.ts';
import type { SignalValue } from './signal.ts';
import type { VehicleStatus } from './status.ts';
import type { Unit } from './units.ts';

export interface SignalState {
  /** VSS path, or the sender's own name where nothing maps it. */
  readonly path: string;
  readonly value: SignalValue;
  /** Null for text, flags and what has no mapping. */
  readonly unit: Unit | null;
  /**
   * Our clock, Unix milliseconds. For what a broker had kept for us (a retained message) the vehicle's own time stands
   * here, and 0 where it has none: nobody knows how old such a value is.
   */
  readonly receivedAtMs: number;
  /** The vehicle's own clock; null when it sent none that can be believed. */
  readonly vehicleTimeMs: number | null;
}

export interface RawMessage {
  readonly topic: string;
  readonly text: string;
  readonly payloadBytes: number;
  /** True when `text` is only the beginning. */
  readonly isCut: boolean;
  readonly receivedAtMs: number;
  readonly qos: number;
  readonly isRetained: boolean;
}

/** A signal's recent past, oldest first; both arrays have the same length. */
export interface Trend {
  readonly path: string;
  /** Receive times, Unix milliseconds. */
  readonly timesMs: Float64Array;
  /** In the signal's own unit. */
  readonly values: Float64Array;
}

export interface VehicleState {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly vehicleId: string;
  readonly name: string;
  readonly type: string | null;
  readonly status: VehicleStatus;
  readonly flags: number;
  readonly heardAtMs: number | null;
  readonly vehicleTimeMs: number | null;
  /** Vehicle clock minus ours at the last message; null when unknown. */
  readonly clockSkewMs: number | null;
  readonly expectedIntervalMs: number;
  readonly isConnected: boolean | null;
  /** Signals that were left out because the vehicle sent more than the limit. */
  readonly signalsLeftOut: number;
}

/** One vehicle's page. `absent` until the vehicle has been heard of; a snapshot follows when it is. */
export type VehicleEvent =
  | { readonly kind: 'absent'; readonly sequence: number }
  | {
      readonly kind: 'snapshot';
      readonly sequence: number;
      readonly vehicle: VehicleState;
      readonly signals: readonly SignalState[];
      readonly trends: readonly Trend[];
      readonly rawMessage: RawMessage | null;
      readonly commands: readonly CommandDefinition[];
    }
  | {
      readonly kind: 'delta';
      readonly sequence: number;
      readonly vehicle: VehicleState;
      /** Those that changed or were heard again since the last event. */
      readonly signals: readonly SignalState[];
      readonly rawMessage: RawMessage | null;
    };

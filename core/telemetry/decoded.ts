import type { RejectionReason } from '../../shared/connection/status.ts';
import type { SignalValue } from '../../shared/vehicle/signal.ts';
import type { Unit } from '../../shared/vehicle/units.ts';

/** What the mapping made of one message. The next step knows this type and nothing of topics or payloads. */
export type Decoded =
  | {
      readonly kind: 'telemetry';
      readonly vehicle: VehicleReference;
      /** Null when the message carries no time that can be believed. */
      readonly vehicleTimeMs: number | null;
      readonly readings: readonly Reading[];
      /** Paths of which the vehicle says that there is nothing any more. Absent: none. */
      readonly takenBack?: readonly string[];
      /** Parts that were left out; the rest of the message counts. */
      readonly rejections: readonly Rejection[];
    }
  | { readonly kind: 'connectivity'; readonly vehicle: VehicleReference; readonly isConnected: boolean }
  | {
      readonly kind: 'acknowledgement';
      readonly vehicle: VehicleReference;
      readonly requestId: string;
      readonly state: 'accepted' | 'completed' | 'failed';
      readonly message: string | null;
    }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

export interface VehicleReference {
  readonly vehicleId: string;
  readonly name: string;
  readonly type: string | null;
  /** What the topic pattern captured: a command's topic is built from it. */
  readonly captures: Readonly<Record<string, string>>;
}

export interface Reading {
  readonly path: string;
  readonly value: SignalValue;
  readonly unit: Unit | null;
}

export interface Rejection {
  readonly reason: RejectionReason;
  readonly explanation: string;
}

import type { Unit } from './units.ts';

/** What a signal can hold. Lists are of text (diagnostic trouble codes). */
export type SignalValue = number | boolean | string | readonly string[];

/** A span of values, in the signal's own unit. */
export interface Band {
  readonly minimum: number;
  readonly maximum: number;
}

export interface SignalDefinition {
  /** COVESA VSS 6 path, or one of the `Vehicle.Fleet.*` overlay for what VSS lacks. */
  readonly path: string;
  readonly label: string;
  readonly type: 'number' | 'boolean' | 'string' | 'strings';
  readonly unit?: Unit;
  /** Digits behind the point on screen. */
  readonly decimals?: number;
  /** A physical limit: a value outside it is a fault of the sender and is rejected. */
  readonly possible?: Band;
  /** The ends of a gauge's scale; a signal with one is drawn as a gauge. */
  readonly scale?: Band;
  /** Where the value is unremarkable. Outside it the gauge says so in shape, text and colour. */
  readonly normal?: Band;
  /** Drawn as a trend chart. */
  readonly trend?: boolean;
  /**
   * A sender's null means that there is none (no limit set, no next stop) and takes the former value back. Of what is
   * measured, null means not measured now: the last value stays, with its age.
   */
  readonly isTakenBackByNull?: boolean;
  /** Words for true and false. */
  readonly words?: readonly [whenTrue: string, whenFalse: string];
}

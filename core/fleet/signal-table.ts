import type { SignalState, Trend } from '../../shared/vehicle/detail.ts';
import { staleAfterMs } from '../../shared/vehicle/freshness.ts';
import type { SignalValue } from '../../shared/vehicle/signal.ts';
import { findSignal } from '../../shared/vehicle/signals.ts';
import type { Unit } from '../../shared/vehicle/units.ts';
import type { Reading } from '../telemetry/decoded.ts';
import { cutText } from '../telemetry/json.ts';
import { DistinctCounter } from './distinct-counter.ts';
import { TrendRing } from './trend-ring.ts';
import type { SignalAllowance } from './vehicle-connection.ts';

/** When a reading was made, as far as that is known. */
export interface Observation {
  /** Our clock. For a retained message the vehicle's time, or 0 where it has none: nobody knows how old it is. */
  readonly atMs: number;
  readonly vehicleTimeMs: number | null;
  readonly isRetained: boolean;
}

interface HeldSignal {
  readonly path: string;
  value: SignalValue;
  unit: Unit | null;
  receivedAtMs: number;
  vehicleTimeMs: number | null;
  version: number;
  trend: TrendRing | undefined;
}

export type PutOutcome = 'taken' | 'older' | 'left-out';

const shortTextLength = 32;

/** A vehicle's signals: the latest value of each, and the recent past of those that are worth a trend. */
export class SignalTable {
  readonly #allowance: SignalAllowance;
  readonly #signals = new Map<string, HeldSignal>();
  #unmappedTrends = 0;
  #leftOut: DistinctCounter | undefined;

  constructor(allowance: SignalAllowance) {
    this.#allowance = allowance;
  }

  /** Signals that are not held because there are too many; an estimate when there are very many. */
  get leftOutCount(): number {
    return this.#leftOut?.estimate ?? 0;
  }

  get isFull(): boolean {
    return this.#signals.size >= this.#allowance.limits.signalsPerVehicle;
  }

  put(reading: Reading, observation: Observation, version: number): PutOutcome {
    const held = this.#signals.get(reading.path);
    if (held === undefined) return this.#hold(reading, observation, version) ? 'taken' : 'left-out';
    if (isOlder(observation, held)) return 'older';
    const before = held.value;
    held.value = this.#bounded(reading.value, textLength(before));
    held.unit = reading.unit;
    held.receivedAtMs = observation.atMs;
    held.vehicleTimeMs = observation.vehicleTimeMs;
    held.version = version;
    this.#addToTrend(held, before, observation);
    return 'taken';
  }

  /** True when there was a value and it is gone now. */
  takeBack(path: string, observation: Observation): boolean {
    const held = this.#signals.get(path);
    if (held === undefined || isOlder(observation, held)) return false;
    held.trend?.dispose();
    this.#allowance.usage.signals--;
    this.#allowance.usage.textLength -= textLength(held.value);
    return this.#signals.delete(path);
  }

  /** True the first time that this path is left out. */
  noteLeftOut(path: string): boolean {
    this.#leftOut ??= new DistinctCounter(4096);
    return this.#leftOut.add(path);
  }

  latest(path: string): SignalState | undefined {
    const held = this.#signals.get(path);
    return held === undefined ? undefined : stateOf(held);
  }

  since(version: number): readonly SignalState[] {
    const changed: SignalState[] = [];
    for (const held of this.#signals.values()) if (held.version > version) changed.push(stateOf(held));
    return changed;
  }

  trends(): readonly Trend[] {
    const trends: Trend[] = [];
    for (const held of this.#signals.values()) {
      if (held.trend !== undefined && held.trend.length > 0) trends.push(held.trend.trend(held.path));
    }
    return trends;
  }

  dispose(): void {
    for (const held of this.#signals.values()) {
      held.trend?.dispose();
      this.#allowance.usage.textLength -= textLength(held.value);
    }
    this.#allowance.usage.signals -= this.#signals.size;
    this.#signals.clear();
  }

  #hold(reading: Reading, observation: Observation, version: number): boolean {
    const { limits, usage } = this.#allowance;
    if (this.isFull || usage.signals >= limits.signalsPerConnection) return false;
    usage.signals++;
    const held: HeldSignal = {
      path: reading.path,
      value: this.#bounded(reading.value, 0),
      unit: reading.unit,
      receivedAtMs: observation.atMs,
      vehicleTimeMs: observation.vehicleTimeMs,
      version,
      trend: undefined,
    };
    this.#signals.set(reading.path, held);
    this.#addToTrend(held, held.value, observation);
    return true;
  }

  #bounded(value: SignalValue, formerLength: number): SignalValue {
    const { limits, usage } = this.#allowance;
    const length = textLength(value);
    if (length <= shortTextLength || usage.textLength - formerLength + length <= limits.textPerConnection) {
      usage.textLength += length - formerLength;
      return value;
    }
    usage.isTextCut = true;
    const short = cutText(typeof value === 'string' ? value : String(value), shortTextLength);
    usage.textLength += short.length - formerLength;
    return typeof value === 'string' ? short : [short];
  }

  #addToTrend(held: HeldSignal, before: SignalValue, observation: Observation): void {
    if (typeof held.value !== 'number' || observation.isRetained) return;
    held.trend ??= this.#newTrend(held.path, held.value !== before);
    held.trend?.add(observation.atMs, held.value);
  }

  /**
   * What has no mapping gets a trend once it changes: identifiers and settings are numbers too, and their line would be
   * flat.
   */
  #newTrend(path: string, hasChanged: boolean): TrendRing | undefined {
    const { limits, trendBudget } = this.#allowance;
    const definition = findSignal(path);
    if (definition === undefined) {
      if (!hasChanged || this.#unmappedTrends >= limits.unmappedTrendsPerVehicle) return undefined;
      this.#unmappedTrends++;
    } else if (definition.trend !== true) {
      return undefined;
    }
    return new TrendRing(trendBudget, limits.pointsPerTrend);
  }
}

/**
 * Late news must not overwrite newer. A held value that has itself become stale gives way to whatever comes: a clock
 * that was set back, or a recording that starts again, would otherwise freeze the vehicle.
 */
const isOlder = (observation: Observation, held: HeldSignal): boolean => {
  if (observation.isRetained) return observation.atMs < held.receivedAtMs;
  if (observation.vehicleTimeMs === null || held.vehicleTimeMs === null) return false;
  return observation.vehicleTimeMs < held.vehicleTimeMs && observation.atMs - held.receivedAtMs <= staleAfterMs;
};

const textLength = (value: SignalValue): number => {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object') return 0;
  let total = 0;
  for (const text of value) total += text.length;
  return total;
};

const stateOf = (held: HeldSignal): SignalState => ({
  path: held.path,
  value: held.value,
  unit: held.unit,
  receivedAtMs: held.receivedAtMs,
  vehicleTimeMs: held.vehicleTimeMs,
});

import type { Band, SignalDefinition, SignalValue } from '../../shared/vehicle/signal.ts';

/** Where a value lies on its gauge, all as fractions of the scale's length from 0 to 1. */
export interface GaugeReading {
  readonly pointer: number;
  readonly normal: { readonly start: number; readonly end: number } | null;
  readonly condition: 'normal' | 'low' | 'high';
  /** The pointer stands at the scale's end; the number beside it is still the true one. */
  readonly isOffScale: boolean;
}

/** Null for a signal that has no scale or whose value is no number. */
export const readGauge = (definition: SignalDefinition, value: SignalValue): GaugeReading | null => {
  const { scale, normal } = definition;
  if (scale === undefined || typeof value !== 'number' || !Number.isFinite(value)) return null;
  return {
    pointer: fraction(scale, value),
    normal:
      normal === undefined ? null : { start: fraction(scale, normal.minimum), end: fraction(scale, normal.maximum) },
    condition: conditionOf(scale, normal, value),
    isOffScale: value < scale.minimum || value > scale.maximum,
  };
};

/**
 * A band that begins or ends where the scale does has no limit on that side: a vehicle that backs up is not too slow. A
 * signal without a band has nothing that could be abnormal.
 */
const conditionOf = (scale: Band, normal: Band | undefined, value: number): GaugeReading['condition'] => {
  if (normal === undefined) return 'normal';
  if (value < normal.minimum && normal.minimum > scale.minimum) return 'low';
  return value > normal.maximum && normal.maximum < scale.maximum ? 'high' : 'normal';
};

const fraction = (scale: Band, value: number): number =>
  Math.min(1, Math.max(0, (value - scale.minimum) / (scale.maximum - scale.minimum)));

import type { CommandDefinition } from '../../shared/command/definition.ts';
import type { RawMessage, SignalState, VehicleEvent, VehicleState } from '../../shared/vehicle/detail.ts';
import { findSignal } from '../../shared/vehicle/signals.ts';
import { appendPoint, pointsOf, type TrendPoints } from './trend-points.ts';

export interface KnownVehicle {
  readonly kind: 'known';
  readonly sequence: number;
  readonly vehicle: VehicleState;
  readonly signals: ReadonlyMap<string, SignalState>;
  readonly trends: ReadonlyMap<string, TrendPoints>;
  readonly rawMessage: RawMessage | null;
  readonly commands: readonly CommandDefinition[];
  /** The engine has started again and has not heard of the vehicle since: what is shown is from before. */
  readonly isFromBefore: boolean;
}

/** What the page knows: nothing yet, that nobody has heard of the vehicle, or the vehicle. */
export type VehicleModel = { readonly kind: 'waiting' } | { readonly kind: 'absent' } | KnownVehicle;

export const waiting: VehicleModel = { kind: 'waiting' };

/** The next model. A delta that has no snapshot to stand on is dropped: the engine sends the snapshot first. */
export const applyVehicleEvent = (model: VehicleModel | undefined, event: VehicleEvent): VehicleModel => {
  switch (event.kind) {
    case 'absent':
      // What was on screen stays there and ages: an operator must not lose the last known state to a restart.
      return model?.kind === 'known' ? { ...model, isFromBefore: true } : { kind: 'absent' };
    case 'snapshot':
      return {
        kind: 'known',
        sequence: event.sequence,
        vehicle: event.vehicle,
        signals: new Map(event.signals.map((signal) => [signal.path, signal])),
        trends: new Map(event.trends.map((trend) => [trend.path, pointsOf(trend)])),
        rawMessage: event.rawMessage,
        commands: event.commands,
        isFromBefore: false,
      };
    case 'delta':
      if (model?.kind !== 'known') return model ?? waiting;
      return {
        ...model,
        sequence: event.sequence,
        vehicle: event.vehicle,
        signals: withSignals(model.signals, event.signals),
        trends: withReadings(model.trends, event.signals),
        rawMessage: event.rawMessage ?? model.rawMessage,
      };
  }
};

const withSignals = (
  known: ReadonlyMap<string, SignalState>,
  changed: readonly SignalState[],
): ReadonlyMap<string, SignalState> => {
  if (changed.length === 0) return known;
  const next = new Map(known);
  for (const signal of changed) next.set(signal.path, signal);
  return next;
};

const withReadings = (
  trends: ReadonlyMap<string, TrendPoints>,
  changed: readonly SignalState[],
): ReadonlyMap<string, TrendPoints> => {
  const next = new Map(trends);
  for (const { path, value, receivedAtMs } of changed) {
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    const points = next.get(path);
    if (points === undefined && findSignal(path)?.trend !== true) continue;
    next.set(path, appendPoint(points, receivedAtMs, value));
  }
  return next;
};

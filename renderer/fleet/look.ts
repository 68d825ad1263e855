import type { Timers } from '../../shared/contract/timers.ts';
import type { VehicleKey } from './fleet-store.ts';

/** Scrolling passes many rows in a moment; what stays on screen this long is looked at. */
const settleMs = 300;
/** More rows than any screen has. */
const mostVehicles = 200;

export interface LookNeeds {
  /** Of the connections whose platform can be asked for values. */
  readonly connectionIds: ReadonlySet<string>;
  readonly send: (vehicles: readonly VehicleKey[]) => void;
  readonly after: Timers['after'];
}

export interface Look {
  /** What is on screen now, in the order in which it is wanted. */
  readonly see: (vehicles: readonly VehicleKey[]) => void;
  readonly sendAgain: () => void;
  /** Nothing is on screen any more. */
  readonly close: () => void;
}

/** Tells what is on screen when it has settled and is another than was told last. */
export const createLook = ({ connectionIds, send, after }: LookNeeds): Look => {
  let seen: readonly VehicleKey[] = [];
  let told = '[]';
  let cancel: (() => void) | undefined;

  const tell = (): void => {
    cancel = undefined;
    const text = JSON.stringify(seen);
    if (text === told) return;
    told = text;
    send(seen);
  };

  return {
    see: (vehicles) => {
      seen = vehicles
        .filter(({ connectionId }) => connectionIds.has(connectionId))
        .slice(0, mostVehicles)
        .map(({ connectionId, vehicleId }) => ({ connectionId, vehicleId }));
      cancel?.();
      cancel = after(settleMs, tell);
    },
    sendAgain: () => {
      if (told === '[]') return;
      told = '[]';
      cancel?.();
      tell();
    },
    close: () => {
      cancel?.();
      seen = [];
      tell();
    },
  };
};

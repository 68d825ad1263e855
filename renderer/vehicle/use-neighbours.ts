import { useEffect } from 'react';
import { useFleet, useFleetSelection } from '../fleet/fleet-context.ts';
import type { VehicleKey } from '../fleet/fleet-store.ts';

export interface Neighbours {
  readonly previous: VehicleKey | null;
  readonly next: VehicleKey | null;
  /** Where this vehicle stands in the list, from 1; null when the list does not show it. */
  readonly position: number | null;
  readonly count: number;
}

/** The vehicles before and after this one in the fleet list, as it is filtered and sorted there. */
export const useNeighbours = (vehicle: VehicleKey): Neighbours => {
  const fleet = useFleet();
  const { rows } = useFleetSelection();

  // A page that was opened by its address has no list behind it yet: the fleet is listened to until there is one.
  useEffect(() => {
    if (fleet.store.hasSnapshot) return undefined;
    const hide = fleet.show();
    const stopWatching = fleet.store.subscribe(() => {
      stop();
    });
    let isStopped = false;
    const stop = (): void => {
      if (isStopped) return;
      isStopped = true;
      stopWatching();
      hide();
    };
    return stop;
  }, [fleet]);

  const row = fleet.store.rowOf(vehicle);
  const index = row === undefined ? -1 : rows.indexOf(row);
  const at = (place: number): VehicleKey | null => {
    const neighbour = rows[place];
    return index === -1 || neighbour === undefined ? null : fleet.store.keyOf(neighbour);
  };
  return {
    previous: at(index - 1),
    next: at(index + 1),
    position: index === -1 ? null : index + 1,
    count: rows.length,
  };
};

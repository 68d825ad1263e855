import { createContext, use, useSyncExternalStore } from 'react';
import { useNowMs } from '../format/clock.ts';
import type { FleetSession } from './fleet-session.ts';
import type { FleetSelection } from './fleet-view-model.ts';

const FleetContext = createContext<FleetSession | null>(null);

export const FleetProvider = FleetContext.Provider;

export const useFleet = (): FleetSession => {
  const fleet = use(FleetContext);
  if (fleet === null) throw new Error('useFleet needs a FleetProvider above it');
  return fleet;
};

export const useFleetSelection = (): FleetSelection => {
  const { viewModel } = useFleet();
  return useSyncExternalStore(viewModel.subscribe, viewModel.getSelection);
};

/** When the live view was paused; null while it is live. */
export const usePausedAtMs = (): number | null => {
  const fleet = useFleet();
  return useSyncExternalStore(fleet.onPauseChange, fleet.getPausedAtMs);
};

/** The time that ages on the fleet view count to; once a second, and standing while the view is paused. */
export const useFleetNowMs = (): number => {
  const nowMs = useNowMs();
  return usePausedAtMs() ?? nowMs;
};

/** Draws the component again when this vehicle has changed, and only then. */
export const useRowVersion = (row: number): number => {
  const { store } = useFleet();
  return useSyncExternalStore(store.subscribe, () => store.versionOf(row));
};

import type { FleetStore, VehicleKey } from '../fleet/fleet-store.ts';
import type { Camera } from '../fleet/fleet-ui.ts';
import type { FleetViewModel } from '../fleet/fleet-view-model.ts';
import type { Scheme } from './map-palette.ts';

export type Units = 'metric' | 'imperial';

/** What may be another each time that the map is shown. */
export interface MapLook {
  /** Where to look; null fits the map to the vehicles the first time, and leaves it where it is afterwards. */
  readonly camera: Camera | null;
  readonly scheme: Scheme;
  readonly units: Units;
  readonly isMotionReduced: boolean;
  readonly selected: VehicleKey | null;
  readonly isFollowing: boolean;
}

export interface FleetMapOptions {
  /** The map's own: it is put where the map is shown. It has to stand there already, for its size. */
  readonly container: HTMLElement;
  readonly look: MapLook;
  readonly store: FleetStore;
  readonly viewModel: FleetViewModel;
  readonly nowMs: () => number;
  readonly onSelect: (vehicle: VehicleKey | null) => void;
  readonly onOpen: (vehicle: VehicleKey) => void;
  /** The operator has taken the map in hand, so it stops following. */
  readonly onDrag: () => void;
}

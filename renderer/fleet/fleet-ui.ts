import { create } from 'zustand';
import { everyVehicle, type FilterStatus, type FleetQuery, type GroupChoice, type SortColumn } from './fleet-query.ts';
import type { VehicleKey } from './fleet-store.ts';

export interface Camera {
  /** Degrees. */
  readonly center: readonly [longitude: number, latitude: number];
  readonly zoom: number;
}

interface FleetUi {
  readonly query: FleetQuery;
  /** One for the table and the map. */
  readonly selected: VehicleKey | null;
  /** The map keeps the selected vehicle in its middle. */
  readonly isFollowing: boolean;
  /** The table's share of the view, 0 to 1; null until somebody has moved the split. */
  readonly tableShare: number | null;
  /** Where the map was when one left it; null before the first time. */
  readonly camera: Camera | null;
}

/** What the operator has set up on the fleet view. It outlives the view: one comes back to what one left. */
export const useFleetUi = create<FleetUi>()(() => ({
  query: everyVehicle,
  selected: null,
  isFollowing: false,
  tableShare: null,
  camera: null,
}));

const changeQuery = (change: (query: FleetQuery) => Partial<FleetQuery>): void => {
  useFleetUi.setState(({ query }) => ({ query: { ...query, ...change(query) } }));
};

export const searchFor = (text: string): void => {
  changeQuery(() => ({ text }));
};

export const toggleStatus = (status: FilterStatus): void => {
  changeQuery(({ statuses }) => {
    const changed = new Set(statuses);
    if (!changed.delete(status)) changed.add(status);
    return { statuses: changed };
  });
};

export const filterByGroup = (group: GroupChoice | null): void => {
  changeQuery(() => ({ group }));
};

/** The same column again turns the order round. */
export const sortBy = (column: SortColumn): void => {
  changeQuery(({ sort }) => ({
    sort: { column, isDescending: sort.column === column ? !sort.isDescending : false },
  }));
};

export const clearFilters = (): void => {
  changeQuery(() => ({ text: '', statuses: new Set(), group: null }));
};

export const isSameVehicle = (a: VehicleKey | null, b: VehicleKey | null): boolean =>
  a?.connectionId === b?.connectionId && a?.vehicleId === b?.vehicleId;

/** Without a vehicle there is nothing to follow. */
export const select = (vehicle: VehicleKey | null): void => {
  useFleetUi.setState(vehicle === null ? { selected: null, isFollowing: false } : { selected: vehicle });
};

/** Closer than this one sees where a vehicle is. */
const lookAtZoom = 10;

/** The place the map begins with when it is shown next. Degrees. */
export const lookAt = (latitude: number, longitude: number): void => {
  useFleetUi.setState(({ camera }) => ({
    camera: { center: [longitude, latitude], zoom: Math.max(camera?.zoom ?? 0, lookAtZoom) },
  }));
};

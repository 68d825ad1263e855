import { vehicleStatuses } from '../../shared/vehicle/status.ts';

/** What one can filter by: a vehicle has one status, and faults or none besides. */
export const filterStatuses = [...vehicleStatuses, 'fault'] as const;
export type FilterStatus = (typeof filterStatuses)[number];

export type SortColumn = 'name' | 'status' | 'speed' | 'heading' | 'level' | 'heard';

export interface FleetSort {
  readonly column: SortColumn;
  readonly isDescending: boolean;
}

/** A device group of one connection's platform. */
export interface GroupKey {
  readonly connectionId: string;
  readonly id: string;
}

/** With its name, which is wanted also while the platform does not tell of it. */
export interface GroupChoice extends GroupKey {
  readonly name: string;
}

export interface FleetQuery {
  /** Every word must occur in the vehicle's name, id, type or connection. */
  readonly text: string;
  /** A vehicle is shown when it is one of these; none chosen means all. */
  readonly statuses: ReadonlySet<FilterStatus>;
  /** Only its members are shown; null: everything. */
  readonly group: GroupChoice | null;
  readonly sort: FleetSort;
}

export const everyVehicle: FleetQuery = {
  text: '',
  statuses: new Set(),
  group: null,
  sort: { column: 'name', isDescending: false },
};

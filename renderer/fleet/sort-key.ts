import type { VehicleStatus } from '../../shared/vehicle/status.ts';
import { normaliseHeading } from '../format/compass.ts';
import { statusAt } from './display-status.ts';
import type { FleetColumns } from './fleet-columns.ts';
import type { SortColumn } from './fleet-query.ts';

/** What needs eyes first comes first. */
const urgency: Readonly<Record<VehicleStatus, number>> = {
  lost: 0,
  stale: 1,
  moving: 2,
  stopped: 3,
  heard: 4,
  offline: 5,
  unknown: 6,
};

/** The number that a column is sorted by; NaN where it is not known. */
export const sortKey = (
  columns: FleetColumns,
  column: Exclude<SortColumn, 'name'>,
  nowMs: number,
): ((row: number) => number) => {
  switch (column) {
    case 'status':
      return (row) => 2 * urgency[statusAt(columns, row, nowMs)] + (((columns.flags[row] ?? 0) & 1) === 1 ? 0 : 1);
    case 'speed':
      return (row) => columns.speedKmh[row] ?? NaN;
    case 'heading':
      return (row) => {
        const degrees = columns.headingDegrees[row] ?? NaN;
        return Number.isNaN(degrees) ? NaN : normaliseHeading(degrees);
      };
    case 'level':
      return (row) => columns.levelPercent[row] ?? NaN;
    case 'heard':
      // Ascending is the youngest age first, as the column shows ages.
      return (row) => -(columns.heardAtMs[row] ?? NaN);
  }
};

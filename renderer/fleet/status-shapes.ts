import type { FilterStatus } from './fleet-query.ts';

/**
 * One drawing a status, on 16 by 16, for the table and the map alike: told apart by shape, so that nobody depends on
 * colour. `stroke` is drawn as a line and `fill` as a face.
 */
export interface StatusShape {
  readonly fill?: string;
  readonly stroke?: string;
  readonly isDashed?: boolean;
  readonly tone: 'strong' | 'calm' | 'caution' | 'abnormal';
}

export const statusShapes: Readonly<Record<FilterStatus, StatusShape>> = {
  moving: { fill: 'M8 1.5 13.5 14 8 11.2 2.5 14Z', tone: 'strong' },
  stopped: { fill: 'M3.5 3.5h9v9h-9Z', tone: 'calm' },
  stale: { stroke: 'M8 2.5a5.5 5.5 0 1 0 .01 0ZM8 5v3.2l2.2 1.6', tone: 'caution' },
  lost: { stroke: 'M3.5 3.5l9 9M12.5 3.5l-9 9', tone: 'caution' },
  offline: { stroke: 'M8 2.5a5.5 5.5 0 1 0 .01 0ZM4.2 11.8l7.6-7.6', tone: 'calm' },
  unknown: { stroke: 'M8 2.5a5.5 5.5 0 1 0 .01 0Z', isDashed: true, tone: 'calm' },
  heard: { fill: 'M8 4a4 4 0 1 0 .01 0Z', tone: 'calm' },
  fault: { fill: 'M8 1 15.5 14.5H.5ZM7.2 5.8l.3 4.4h1l.3-4.4ZM7.2 11.2v1.6h1.6v-1.6Z', tone: 'abnormal' },
};

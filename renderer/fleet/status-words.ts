import type { FilterStatus } from './fleet-query.ts';

export const statusWords: Readonly<Record<FilterStatus, string>> = {
  moving: 'Moving',
  stopped: 'Stopped',
  stale: 'Stale',
  lost: 'Lost',
  offline: 'Offline',
  unknown: 'Unknown',
  fault: 'Faults',
};

export const statusExplanations: Readonly<Record<FilterStatus, string>> = {
  moving: 'Heard lately, driving',
  stopped: 'Heard lately, standing still',
  stale: 'Not heard for more than a minute and a half',
  lost: 'Not heard for more than ten minutes',
  offline: 'Its platform says that it is not connected',
  unknown: 'Nothing heard yet that tells whether it moves',
  fault: 'Reports trouble codes',
};

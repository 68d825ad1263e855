import type { FilterStatus } from './fleet-query.ts';

export const statusWords: Readonly<Record<FilterStatus, string>> = {
  moving: 'Moving',
  stopped: 'Stopped',
  stale: 'Stale',
  lost: 'Lost',
  offline: 'Offline',
  unknown: 'Unknown',
  heard: 'Heard',
  fault: 'Faults',
};

export const statusExplanations: Readonly<Record<FilterStatus, string>> = {
  moving: 'Heard lately, driving',
  stopped: 'Heard lately, standing still',
  stale: 'Not heard for more than a minute and a half',
  lost: 'Not heard for more than ten minutes',
  offline: 'Its platform says that it is not connected',
  unknown: 'Nothing heard of it yet whose age is known',
  heard: 'Heard lately, but sends no speed: whether it moves is not known',
  fault: 'Reports trouble codes',
};

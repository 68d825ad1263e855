import type { Job, JobState } from '../../../shared/platform/job.ts';
import type { JobDeviceOutcome } from '../platform.ts';
import { timeOf, type DeviceStatus, type ManagementRequest } from './answers.ts';
import { titleOf } from './management-actions.ts';

export type WatsonJob = Omit<Job, 'connectionId'>;

/**
 * How far a request is on one device. Of the numbers in `status` only 0, success, is certain; the platform's words tell
 * the rest.
 */
export const stateOf = ({ complete, status, message = '' }: DeviceStatus): JobState => {
  if (complete !== true) return /waiting|not connected|pending/i.test(message) ? 'pending' : 'running';
  if (status === 0) return 'complete';
  if (/cancel/i.test(message)) return 'cancelled';
  return status === undefined ? 'unknown' : 'failed';
};

export const jobDeviceOf = (
  status: DeviceStatus,
  vehicleIdOf: (typeId: string, deviceId: string) => string,
): JobDeviceOutcome => ({
  vehicleId: vehicleIdOf(status.typeId, status.deviceId),
  state: stateOf(status),
  message: status.message ?? null,
});

/** What became of a request on its devices, counted. */
export interface Outcome {
  readonly total: number;
  readonly pending: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Of the device that was last heard of. */
  readonly updatedAtMs: number | null;
}

export const outcomeOf = (statuses: readonly DeviceStatus[]): Outcome => {
  const states = statuses.map(stateOf);
  const count = (...wanted: readonly JobState[]): number => states.filter((state) => wanted.includes(state)).length;
  const times = statuses.flatMap(({ updatedDateTime }) => timeOf(updatedDateTime) ?? []);
  return {
    total: statuses.length,
    pending: count('pending', 'running'),
    completed: count('complete'),
    failed: count('failed', 'unknown'),
    cancelled: count('cancelled'),
    updatedAtMs: times.length === 0 ? null : times.reduce((latest, atMs) => Math.max(latest, atMs)),
  };
};

const overall = (isComplete: boolean, outcome: Outcome | null): JobState => {
  if (!isComplete) return 'running';
  if (outcome === null || outcome.total === 0) return 'complete';
  if (outcome.cancelled > 0) return 'cancelled';
  return outcome.failed === outcome.total ? 'failed' : 'complete';
};

export const vehicles = (count: number): string => `${count} ${count === 1 ? 'vehicle' : 'vehicles'}`;

/** `outcome` null: not read, or of more devices than are read for an overview. */
export const jobOf = (request: ManagementRequest, outcome: Outcome | null): WatsonJob => {
  const { id, action, deviceCount, devices, initiatedDateTime, startTime, complete } = request;
  const count = deviceCount ?? outcome?.total ?? devices?.length;
  const isComplete = complete ?? (outcome !== null && outcome.pending === 0);
  return {
    ...{ id, name: titleOf(action), action: titleOf(action) },
    target: count === undefined ? 'Vehicles' : vehicles(count),
    state: overall(isComplete, outcome),
    startedAtMs: timeOf(initiatedDateTime ?? startTime),
    endedAtMs: isComplete ? (outcome?.updatedAtMs ?? null) : null,
    progress:
      outcome === null
        ? null
        : {
            total: outcome.total,
            pending: outcome.pending,
            completed: outcome.completed,
            // Cancelled is not done either.
            failed: outcome.failed + outcome.cancelled,
          },
    controls: isComplete ? ['remove'] : ['stop', 'remove'],
  };
};

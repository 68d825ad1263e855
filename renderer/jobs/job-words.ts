import type { Job, JobControl, JobState } from '../../shared/platform/job.ts';
import { countOf, formatNumber } from '../format/number.ts';

export interface JobStateWords {
  readonly shape: string;
  readonly word: string;
  readonly tone: 'neutral' | 'doubtful' | 'bad';
}

export const jobStateWords: Readonly<Record<JobState, JobStateWords>> = {
  pending: { shape: '○', word: 'Waiting to start', tone: 'neutral' },
  running: { shape: '◑', word: 'Running', tone: 'neutral' },
  complete: { shape: '✓', word: 'Completed', tone: 'neutral' },
  failed: { shape: '✕', word: 'Failed', tone: 'bad' },
  stopped: { shape: '◼', word: 'Stopped', tone: 'doubtful' },
  cancelled: { shape: '⊘', word: 'Cancelled', tone: 'doubtful' },
  unknown: { shape: '?', word: 'Unknown', tone: 'doubtful' },
};

/** The same states, of one vehicle in a job. */
export const jobDeviceWords: Readonly<Record<JobState, string>> = {
  pending: 'Waiting',
  running: 'Under way',
  complete: 'Done',
  failed: 'Failed',
  stopped: 'Stopped',
  cancelled: 'Cancelled',
  unknown: 'Unknown',
};

/** A job can be complete and have failed for some: that must not look like success. */
export const jobTone = ({ state, progress }: Job): JobStateWords['tone'] => {
  const { tone } = jobStateWords[state];
  return tone === 'neutral' && progress !== null && progress.failed > 0 ? 'doubtful' : tone;
};

export const isUnderWay = ({ state }: Job): boolean => state === 'pending' || state === 'running';

/** "3 vehicles: 1 completed, 1 failed, 1 waiting". */
export const progressWords = ({ total, pending, completed, failed }: NonNullable<Job['progress']>): string =>
  `${countOf(total, 'vehicle')}: ${formatNumber(completed)} completed, ${formatNumber(failed)} failed, ${formatNumber(pending)} waiting`;

interface ControlWords {
  readonly button: string;
  readonly question: string;
  readonly meaning: string;
  readonly action: string;
  readonly failure: string;
  readonly isLoss: boolean;
}

export const controlWords: Readonly<Record<JobControl, ControlWords>> = {
  stop: {
    button: 'Stop…',
    question: 'Stop',
    meaning:
      'Vehicles that were reached keep what was done; the others are left as they are. The job can be resumed later where the platform allows it.',
    action: 'Stop job',
    failure: 'Not stopped',
    isLoss: true,
  },
  resume: {
    button: 'Resume…',
    question: 'Resume',
    meaning: 'The job goes on with the vehicles that it has not reached yet.',
    action: 'Resume job',
    failure: 'Not resumed',
    isLoss: false,
  },
  'rerun-failed': {
    button: 'Rerun failed…',
    question: 'Rerun for the failed vehicles of',
    meaning: 'The same is tried once more for every vehicle for which it failed, and for no other.',
    action: 'Rerun for failed vehicles',
    failure: 'Not run again',
    isLoss: false,
  },
  remove: {
    button: 'Remove…',
    question: 'Remove',
    meaning:
      'The platform forgets the job and what became of it for each vehicle. What was done on the vehicles stays done. This cannot be undone.',
    action: 'Remove job',
    failure: 'Not removed',
    isLoss: true,
  },
};

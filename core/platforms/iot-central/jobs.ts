import { randomUUID } from 'node:crypto';
import { fail, ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import { jobStates, type Job, type JobControl, type JobState, type NewJob } from '../../../shared/platform/job.ts';
import type { CallContext, JobDeviceOutcome, PlatformJobs } from '../platform.ts';
import { platformDetails } from '../rest/rest-client.ts';
import { groupSchema, jobDeviceSchema, jobSchema, scheduledJobSchema, type JobAnswer } from './answers.ts';
import { segment } from './api.ts';
import { readList } from './groups.ts';
import { jobInWords } from './job-words.ts';
import type { Parts } from './parts.ts';
import { scheduleInWords } from './schedule-words.ts';
import { jobActionsOf, jobData, type JobData } from './template/jobs.ts';
import { timeOf } from './words.ts';

type Told = Omit<Job, 'connectionId'>;

export const createJobs = (parts: Parts): Required<PlatformJobs> => {
  const { api, templates } = parts;

  /** Group and template names, which a job has as ids; without them it is told with the ids. */
  const readNames = async (context: CallContext): Promise<ReadonlyMap<string, string>> => {
    const call = { path: '/deviceGroups', action: 'view-groups', item: groupSchema, what: 'groups' } as const;
    const groups = await readList(parts, call, context);
    return new Map(groups.ok ? groups.value.map(({ id, displayName }) => [id, displayName ?? id]) : []);
  };

  const actionWords = ({ data }: Pick<JobAnswer, 'data'>): string => jobInWords(data, (id) => templates.peek(id));
  const targetWords = ({ group }: Pick<JobAnswer, 'group'>, names: ReadonlyMap<string, string>): string =>
    group === undefined ? 'A group that the platform does not name' : (names.get(group) ?? group);

  const tell = (job: JobAnswer, names: ReadonlyMap<string, string>): Told => {
    const state = stateOf(job.status);
    return {
      id: job.id,
      name: job.displayName ?? job.id,
      action: actionWords(job),
      target: targetWords(job, names),
      state,
      startedAtMs: timeOf(job.start),
      endedAtMs: timeOf(job.end),
      progress: job.progress ?? null,
      controls: controlsOf(state, job.progress?.failed),
    };
  };

  /** PUT with an id of our own is safe to repeat; a repetition is then told that the job is there already. */
  const start = async (id: string, path: string, body: unknown, context: CallContext): Promise<Result<JobAnswer>> => {
    const made = await api.ask(
      { method: 'PUT', path, action: 'run-job', ...(body === undefined ? {} : { body }) },
      jobSchema,
      context,
    );
    if (made.ok || !isOwnRepetition(made.error)) return made;
    const call = { method: 'GET', path: `/jobs/${segment(id)}`, action: 'view-jobs' } as const;
    const found = await api.ask(call, jobSchema, context);
    return found.ok ? found : made;
  };

  /** An action's id is one template's; the others say that they have no such action. */
  const dataOf = async (job: NewJob, context: CallContext): Promise<Result<readonly JobData[]>> => {
    const known = await templates.list(context);
    if (!known.ok) return known;
    for (const { id } of known.value.items) {
      const model = templates.peek(id);
      const data = model === undefined ? undefined : jobData(model, job.actionId, job.values);
      if (data !== undefined && (data.ok || data.error.code !== 'not-found')) return data;
    }
    return fail('not-found', 'What this job should do is in no device template any more. Load the page again.');
  };

  const create = async (job: NewJob, context: CallContext): Promise<Result<Told>> => {
    if (job.target.kind !== 'group') {
      return fail('unsupported', 'IoT Central runs jobs on device groups only. Choose a group, or make one there.');
    }
    const data = await dataOf(job, context);
    if (!data.ok) return data;
    const id = randomUUID();
    const body = { displayName: job.name, group: job.target.groupId, data: data.value };
    const made = await start(id, `/jobs/${id}`, body, context);
    return made.ok ? ok(tell(made.value, await readNames(context))) : made;
  };

  return {
    list: async (context) => {
      const call = { path: '/jobs', action: 'view-jobs', item: jobSchema, what: 'jobs' } as const;
      const [jobs, names] = await Promise.all([readList(parts, call, context), readNames(context)]);
      return jobs.ok ? ok(jobs.value.map((job) => tell(job, names))) : jobs;
    },

    devices: async (jobId, context) => {
      const path = `/jobs/${segment(jobId)}/devices`;
      const call = { path, action: 'view-jobs', item: jobDeviceSchema, what: 'vehicles of the job' } as const;
      const devices = await readList(parts, call, context);
      if (!devices.ok) return devices;
      return ok(
        devices.value.map(({ id, status }): JobDeviceOutcome => ({
          vehicleId: id,
          state: stateOf(status),
          message: null,
        })),
      );
    },

    actions: async (context) => {
      const known = await templates.list(context);
      if (!known.ok) return known;
      return ok(
        known.value.items.flatMap(({ id }) => {
          const model = templates.peek(id);
          return model === undefined ? [] : jobActionsOf(model);
        }),
      );
    },

    create: (job, _devices, context) => create(job, context),

    control: async (jobId, control, context) => {
      const path = `/jobs/${segment(jobId)}`;
      switch (control) {
        case 'stop':
        case 'resume':
          return api.tell({ method: 'POST', path: `${path}/${control}`, action: 'run-job' }, context);
        case 'rerun-failed': {
          const id = randomUUID();
          const rerun = await start(id, `${path}/rerun/${id}`, undefined, context);
          return rerun.ok ? ok(null) : rerun;
        }
        case 'remove':
          return fail('unsupported', 'IoT Central keeps its jobs: they cannot be removed through its API.');
      }
    },

    scheduled: async (context) => {
      const call = { path: '/scheduledJobs', action: 'view-scheduled-jobs', item: scheduledJobSchema } as const;
      const jobs = await readList(parts, { ...call, what: 'scheduled jobs' }, context);
      if (!jobs.ok) return jobs;
      const names = await readNames(context);
      return ok(
        jobs.value.map((job) => ({
          id: job.id,
          name: job.displayName ?? job.id,
          action: actionWords(job),
          target: targetWords(job, names),
          schedule: scheduleInWords(job.schedule),
          isEnabled: job.enabled,
          isCompleted: job.completed,
        })),
      );
    },
  };
};

const isOwnRepetition = (failure: Failure): boolean =>
  failure.code === 'conflict' && platformDetails(failure)?.mayHaveHappened === true;

/** Of a vehicle in a job the platform says `completed`, of the job `complete`. */
const stateOf = (status: string | undefined): JobState => {
  if (status === 'completed') return 'complete';
  return jobStates.find((state) => state === status) ?? 'unknown';
};

const controlsOf = (state: JobState, failedCount = 0): JobControl[] => {
  if (state === 'pending' || state === 'running') return ['stop'];
  const again: JobControl[] = failedCount > 0 ? ['rerun-failed'] : [];
  return state === 'stopped' ? ['resume', ...again] : again;
};

import { z } from 'zod';
import type { Principal } from '../access/token-desk.ts';
import type { Device } from '../device/device.ts';
import type { DeviceGroups } from '../device/device-groups.ts';
import { jobDefinition, jobSchema, type JobDefinition } from '../job/job-definition.ts';
import type { JobOffice, ScheduledJob } from '../job/job-office.ts';
import type { Job } from '../job/job.ts';
import { scheduleSchema } from '../job/schedule.ts';
import { ApiError, invalidBody, notFound } from '../rest/api-error.ts';
import { bodyOf, noContent, ok, page, parameter, type Call, type Route } from '../rest/route.ts';

const scheduledJobSchema = z.object({ ...jobDefinition, schedule: scheduleSchema, enabled: z.boolean().default(true) });
const changeSchema = z.object({ ...jobDefinition, schedule: scheduleSchema, enabled: z.boolean() }).partial();

const conflict = (message: string): ApiError => new ApiError(409, 'Conflict', message);
const jobIdPattern = /^[a-zA-Z0-9_-]{1,255}$/;
const mostConcurrent = 5;

export const jobRoutes = (office: JobOffice, groups: DeviceGroups): readonly Route[] => {
  const find = (call: Call): Job => {
    const job = office.get(parameter(call, 'jobId'));
    if (job === undefined) throw notFound(`The job ${parameter(call, 'jobId')}`);
    return job;
  };
  const devicesFor = (definition: JobDefinition, principal: Principal): readonly Device[] => {
    const group = groups.get(definition.group);
    if (group === undefined) throw invalidBody(`group: there is no device group ${definition.group}.`);
    return groups.devicesOf(group, principal);
  };
  const run = (id: string, definition: JobDefinition, devices: readonly Device[]): Job => {
    if (!jobIdPattern.test(id)) throw invalidBody('The id is not one of a job.');
    if (office.get(id) !== undefined) throw conflict(`The job ${id} exists already.`);
    if (office.list().filter(({ isUnderWay }) => isUnderWay).length >= mostConcurrent) {
      throw conflict(`No more than ${mostConcurrent} jobs can run at a time.`);
    }
    return office.run(id, definition, devices);
  };
  const describeJob = (job: Job): object => job.describe();
  return [
    { method: 'GET', path: '/jobs', needs: 'jobs:read', handle: (call) => page(call, office.list(), describeJob) },
    { method: 'GET', path: '/jobs/{jobId}', needs: 'jobs:read', handle: (call) => ok(describeJob(find(call))) },
    {
      method: 'PUT',
      path: '/jobs/{jobId}',
      needs: 'jobs:write',
      handle: (call) => {
        const definition = bodyOf(call, jobSchema);
        const devices = devicesFor(definition, call.principal);
        return ok(describeJob(run(parameter(call, 'jobId'), definition, devices)));
      },
    },
    {
      method: 'GET',
      path: '/jobs/{jobId}/devices',
      needs: 'jobs:read',
      handle: (call) => page(call, find(call).deviceStatuses, (status) => status),
    },
    {
      method: 'POST',
      path: '/jobs/{jobId}/stop',
      needs: 'jobs:write',
      handle: (call) => {
        const job = find(call);
        if (!job.isUnderWay) throw conflict('The job is not running.');
        job.stop();
        return noContent;
      },
    },
    {
      method: 'POST',
      path: '/jobs/{jobId}/resume',
      needs: 'jobs:write',
      handle: (call) => {
        const job = find(call);
        if (!job.isStopped) throw conflict('The job was not stopped.');
        job.start();
        return noContent;
      },
    },
    {
      method: 'PUT',
      path: '/jobs/{jobId}/rerun/{rerunId}',
      needs: 'jobs:write',
      handle: (call) => {
        const { definition, failedDevices, isUnderWay } = find(call);
        if (isUnderWay || failedDevices.length === 0) throw conflict('The job has no failed devices to try again.');
        return ok(describeJob(run(parameter(call, 'rerunId'), definition, failedDevices)));
      },
    },
  ];
};

export const scheduledJobRoutes = (office: JobOffice, groups: DeviceGroups): readonly Route[] => {
  const idOf = (call: Call): string => parameter(call, 'scheduledJobId');
  const find = (call: Call): ScheduledJob => {
    const job = office.settingsOf(idOf(call));
    if (job === undefined) throw notFound(`The scheduled job ${idOf(call)}`);
    return job;
  };
  const save = (job: ScheduledJob): object => {
    const { group } = job.definition;
    if (groups.get(group) === undefined) throw invalidBody(`group: there is no device group ${group}.`);
    return office.schedule(job);
  };
  return [
    {
      method: 'GET',
      path: '/scheduledJobs',
      needs: 'jobs:read',
      handle: (call) => page(call, office.scheduled(), (job) => job),
    },
    {
      method: 'GET',
      path: '/scheduledJobs/{scheduledJobId}',
      needs: 'jobs:read',
      handle: (call) => ok(office.getScheduled(find(call).id) ?? {}),
    },
    {
      method: 'PUT',
      path: '/scheduledJobs/{scheduledJobId}',
      needs: 'jobs:write',
      handle: (call) => {
        if (!jobIdPattern.test(idOf(call))) throw invalidBody('The id is not one of a scheduled job.');
        const { schedule, enabled, ...definition } = bodyOf(call, scheduledJobSchema);
        return ok(save({ id: idOf(call), definition, schedule, enabled }));
      },
    },
    {
      method: 'PATCH',
      path: '/scheduledJobs/{scheduledJobId}',
      needs: 'jobs:write',
      handle: (call) => {
        const job = find(call);
        const { schedule = job.schedule, enabled = job.enabled, ...changes } = bodyOf(call, changeSchema);
        const definition = jobSchema.parse({ ...job.definition, ...changes });
        return ok(save({ id: job.id, definition, schedule, enabled }));
      },
    },
    {
      method: 'DELETE',
      path: '/scheduledJobs/{scheduledJobId}',
      needs: 'jobs:write',
      handle: (call) => {
        office.unschedule(find(call).id);
        return noContent;
      },
    },
    {
      method: 'GET',
      path: '/scheduledJobs/{scheduledJobId}/jobs',
      needs: 'jobs:read',
      handle: (call) => page(call, office.jobsOf(find(call).id), (job) => job.describe()),
    },
  ];
};

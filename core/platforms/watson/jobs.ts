import { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { JobControl, NewJob } from '../../../shared/platform/job.ts';
import { checkParameters } from '../../../shared/command/definition.ts';
import type { Clock } from '../../clock.ts';
import type { CallContext, PlatformJobs } from '../platform.ts';
import { addressKey, deviceStatusSchema, requestSchema, type DeviceStatus, type ManagementRequest } from './answers.ts';
import { pathOf, type WatsonApi } from './api.ts';
import type { VehicleIdOf } from './devices.ts';
import { jobDeviceOf, jobOf, outcomeOf, type Outcome } from './job-progress.ts';
import { resolveTargets } from './job-targets.ts';
import { jobActions, managementAction } from './management-actions.ts';
import { readAll } from './pages.ts';

/** For an overview: the progress of larger requests is read when somebody looks at them. */
const mostDevicesCounted = 500;
const mostRequestsCounted = 25;
const mostOutcomesKept = 500;

const createdSchema = z
  .object({ reqId: z.string().optional(), id: z.string().optional() })
  .transform(({ reqId, id }) => reqId ?? id ?? '')
  .refine((id) => id !== '');

interface JobNeeds {
  readonly api: WatsonApi;
  readonly clock: Clock;
  readonly vehicleIdOf: VehicleIdOf;
}

/** Device management requests: one action on many devices, followed device by device. */
export const createJobs = ({ api, clock, vehicleIdOf }: JobNeeds): PlatformJobs => {
  /** Of requests that are over: they do not change any more. */
  const outcomes = new Map<string, Outcome>();

  const readStatuses = async (id: string, context: CallContext): Promise<Result<readonly DeviceStatus[]>> => {
    const path = pathOf('mgmt', 'requests', id, 'deviceStatus');
    const statuses = await readAll(api, path, deviceStatusSchema, addressKey, context);
    return statuses.ok ? ok(statuses.value.items) : statuses;
  };

  /** Null where it is not known; the request itself is, and is shown. */
  const readOutcome = async (request: ManagementRequest, context: CallContext): Promise<Outcome | null> => {
    const kept = outcomes.get(request.id);
    if (kept !== undefined) return kept;
    if ((request.deviceCount ?? request.devices?.length ?? 0) > mostDevicesCounted) return null;
    const statuses = await readStatuses(request.id, context);
    if (!statuses.ok) return null;
    const outcome = outcomeOf(statuses.value);
    if (request.complete === true && outcome.pending === 0) {
      const [oldest] = outcomes.keys();
      if (outcomes.size >= mostOutcomesKept && oldest !== undefined) outcomes.delete(oldest);
      outcomes.set(request.id, outcome);
    }
    return outcome;
  };

  return {
    list: async (context) => {
      const requests = await readAll(api, '/mgmt/requests', requestSchema, ({ id }) => id, context);
      if (!requests.ok) return requests;
      const newestFirst = requests.value.items
        .map((request) => ({ request, startedAtMs: jobOf(request, null).startedAtMs ?? 0 }))
        .toSorted((a, b) => b.startedAtMs - a.startedAtMs)
        .map(({ request }) => request);
      const counted = await Promise.all(
        newestFirst.slice(0, mostRequestsCounted).map((request) => readOutcome(request, context)),
      );
      return ok(
        newestFirst.map((request, index) => jobOf(request, counted[index] ?? outcomes.get(request.id) ?? null)),
      );
    },

    devices: async (jobId, context) => {
      const statuses = await readStatuses(jobId, context);
      return statuses.ok ? ok(statuses.value.map((status) => jobDeviceOf(status, vehicleIdOf))) : statuses;
    },

    actions: () => Promise.resolve(ok(jobActions)),

    create: async (job, devices, context) => {
      const action = managementAction(job.actionId);
      if (action === undefined)
        return fail('invalid-params', 'The platform does not know this action. Choose another.');
      const parameters = readParameters(job, action.parameters);
      if (!parameters.ok) return parameters;
      const targets = await resolveTargets(api, job.target, devices, action, context);
      if (!targets.ok) return targets;
      const { devices: targeted, words } = targets.value;
      const body = { action: action.id, parameters: parameters.value, devices: targeted };
      // What the platform declined for its limit (429) has reached no vehicle: the limit is looked at before the request is.
      // After anything that leaves a doubt it is not sent again: nobody wants a second reboot.
      const call = { method: 'POST', path: '/mgmt/requests', body, retry: 'if-surely-not-done' } as const;
      const sent = await api.send(call, context);
      if (!sent.ok) return sent;
      const id = api.read(sent.value, createdSchema, 'POST');
      if (!id.ok) return id;
      const initiatedDateTime = new Date(clock.now()).toISOString();
      const request = { id: id.value, action: action.id, initiatedDateTime, complete: false };
      const none = { completed: 0, failed: 0, cancelled: 0, updatedAtMs: null };
      const outcome = { total: targeted.length, pending: targeted.length, ...none };
      return ok({ ...jobOf(requestSchema.parse(request), outcome), target: words });
    },

    control: async (jobId, control, context) => {
      const request = controlRequest(jobId, control);
      if (request === null) {
        return fail('unsupported', 'A management request cannot be resumed or repeated. Start a new one.');
      }
      const answer = await api.send(request, context);
      if (answer.ok) outcomes.delete(jobId);
      return answer.ok ? ok(null) : answer;
    },
  };
};

const controlRequest = (
  jobId: string,
  control: JobControl,
): { readonly method: 'POST' | 'DELETE'; readonly path: string } | null => {
  switch (control) {
    case 'stop':
      return { method: 'POST', path: pathOf('mgmt', 'requests', jobId, 'cancel') };
    case 'remove':
      return { method: 'DELETE', path: pathOf('mgmt', 'requests', jobId) };
    case 'resume':
    case 'rerun-failed':
      return null;
  }
};

/** `[{name, value}]` of those that have a value. */
const readParameters = (
  { values }: NewJob,
  definitions: Parameters<typeof checkParameters>[0],
): Result<readonly { readonly name: string; readonly value: string }[]> => {
  const problems = checkParameters(definitions, values);
  const [first] = Object.entries(problems);
  if (first !== undefined) {
    const [name, problem] = first;
    const title = definitions.find((definition) => definition.name === name)?.title ?? name;
    return fail('invalid-params', `${title}: ${problem}`, problems);
  }
  return ok(
    Object.entries(values)
      .map(([name, value]) => ({ name, value: String(value).trim() }))
      .filter(({ value }) => value !== ''),
  );
};

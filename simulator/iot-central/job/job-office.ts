import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Device } from '../device/device.ts';
import type { JobDefinition } from './job-definition.ts';
import { Job, type Worker } from './job.ts';
import { occurrence, type Schedule } from './schedule.ts';

export interface ScheduledJob {
  readonly id: string;
  readonly definition: JobDefinition;
  readonly schedule: Schedule;
  readonly enabled: boolean;
}

interface Plan {
  readonly job: ScheduledJob;
  readonly etag: string;
  /** Occurrences that are over. */
  done: number;
  callOff: () => void;
}

/** No timer of the machine is longer than 24 days; a day is looked ahead at most. */
const longestWaitMs = 24 * 3600 * 1000;

/** Finds the devices that a job is for, at the moment when it starts. */
export type FindDevices = (definition: JobDefinition) => readonly Device[];

/** Runs jobs, now or by a calendar, and knows them all. */
export class JobOffice {
  readonly #work: Worker;
  readonly #findDevices: FindDevices;
  readonly #clock: Clock;
  readonly #jobs = new Map<string, Job>();
  readonly #plans = new Map<string, Plan>();

  constructor(work: Worker, findDevices: FindDevices, clock: Clock) {
    this.#work = work;
    this.#findDevices = findDevices;
    this.#clock = clock;
  }

  /** Newest first. */
  list(): readonly Job[] {
    return [...this.#jobs.values()].reverse();
  }

  get(id: string): Job | undefined {
    return this.#jobs.get(id);
  }

  run(id: string, definition: JobDefinition, devices = this.#findDevices(definition), scheduledJobId?: string): Job {
    const job = new Job({ id, definition, devices, scheduledJobId }, this.#work, this.#clock);
    this.#jobs.set(id, job);
    job.start();
    return job;
  }

  scheduled(): readonly object[] {
    return [...this.#plans.values()].map(describePlan);
  }

  getScheduled(id: string): object | undefined {
    const plan = this.#plans.get(id);
    return plan && describePlan(plan);
  }

  settingsOf(id: string): ScheduledJob | undefined {
    return this.#plans.get(id)?.job;
  }

  /** Takes the place of an earlier one of the same id. */
  schedule(job: ScheduledJob): object {
    const earlier = this.#plans.get(job.id);
    earlier?.callOff();
    const plan: Plan = { job, etag: randomUUID(), done: earlier?.done ?? 0, callOff: () => undefined };
    this.#plans.set(job.id, plan);
    if (job.enabled) this.#await(plan);
    return describePlan(plan);
  }

  unschedule(id: string): boolean {
    this.#plans.get(id)?.callOff();
    return this.#plans.delete(id);
  }

  jobsOf(scheduledJobId: string): readonly Job[] {
    return this.list().filter((job) => job.scheduledJobId === scheduledJobId);
  }

  close(): void {
    for (const { callOff } of this.#plans.values()) callOff();
    for (const job of this.#jobs.values()) job.stop();
  }

  #await(plan: Plan): void {
    const dueAtMs = occurrence(plan.job.schedule, plan.done);
    if (dueAtMs === undefined) return;
    const waitMs = Math.min(longestWaitMs, Math.max(0, dueAtMs - this.#clock.now()));
    plan.callOff = this.#clock.after(waitMs, () => {
      if (this.#clock.now() >= dueAtMs) this.#runOnce(plan);
      this.#await(plan);
    });
  }

  #runOnce(plan: Plan): void {
    plan.done += 1;
    const { id, definition } = plan.job;
    this.run(`${id}-run-${plan.done}`, definition, undefined, id);
  }
}

const describePlan = ({ job: { id, definition, schedule, enabled }, etag, done }: Plan): object => ({
  id,
  ...definition,
  schedule,
  enabled,
  etag,
  completed: occurrence(schedule, done) === undefined,
});

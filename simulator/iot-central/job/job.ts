import type { Clock } from '../../clock.ts';
import type { Device } from '../device/device.ts';
import { amountOf, type JobDefinition } from './job-definition.ts';

export type DeviceStatus = 'pending' | 'running' | 'completed' | 'failed';
type JobStatus = 'pending' | 'running' | 'complete' | 'failed' | 'cancelled' | 'stopped';

/** Does what a job says to one device; true when it worked. Never rejects. */
export type Worker = (device: Device, definition: JobDefinition) => Promise<boolean>;

export interface JobOptions {
  readonly id: string;
  readonly definition: JobDefinition;
  readonly devices: readonly Device[];
  readonly scheduledJobId?: string | undefined;
}

/** How many devices are worked on at once where the job does not say. */
const defaultBatch = 10;

/** One run over a set of devices: batch after batch, until it is done, stopped, or too much has failed. */
export class Job {
  readonly id: string;
  readonly definition: JobDefinition;
  readonly scheduledJobId: string | undefined;
  readonly #devices: readonly Device[];
  readonly #work: Worker;
  readonly #clock: Clock;
  readonly #statuses: Map<string, DeviceStatus>;
  #status: JobStatus = 'pending';
  #startedAtMs: number | undefined;
  #endedAtMs: number | undefined;
  #isRunning = false;

  constructor({ id, definition, devices, scheduledJobId }: JobOptions, work: Worker, clock: Clock) {
    this.id = id;
    this.definition = definition;
    this.#devices = devices;
    this.scheduledJobId = scheduledJobId;
    this.#work = work;
    this.#clock = clock;
    this.#statuses = new Map(devices.map((device) => [device.id, 'pending']));
  }

  get deviceStatuses(): readonly { readonly id: string; readonly status: DeviceStatus }[] {
    return [...this.#statuses].map(([id, status]) => ({ id, status }));
  }

  get failedDevices(): readonly Device[] {
    return this.#devices.filter(({ id }) => this.#statuses.get(id) === 'failed');
  }

  get isStopped(): boolean {
    return this.#status === 'stopped';
  }

  get isUnderWay(): boolean {
    return this.#status === 'pending' || this.#status === 'running';
  }

  start(): void {
    this.#startedAtMs ??= this.#clock.now();
    this.#endedAtMs = undefined;
    this.#status = 'running';
    if (!this.#isRunning) void this.#run();
  }

  /** What is being worked on comes to its end; nothing new is begun. */
  stop(): void {
    this.#finish('stopped');
  }

  describe(): object {
    return {
      id: this.id,
      ...this.definition,
      ...(this.scheduledJobId !== undefined && { scheduledJobId: this.scheduledJobId }),
      status: this.#status,
      ...(this.#startedAtMs !== undefined && { start: new Date(this.#startedAtMs).toISOString() }),
      ...(this.#endedAtMs !== undefined && { end: new Date(this.#endedAtMs).toISOString() }),
      progress: {
        total: this.#devices.length,
        pending: this.#count('pending') + this.#count('running'),
        completed: this.#count('completed'),
        failed: this.#count('failed'),
      },
    };
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    const { batch } = this.definition;
    const wanted = batch === undefined ? defaultBatch : Math.ceil(amountOf(batch, this.#devices.length));
    const size = Math.max(1, wanted);
    for (let members = this.#next(size); members.length > 0 && this.#status === 'running'; members = this.#next(size)) {
      await Promise.all(members.map((device) => this.#workOn(device)));
      if (this.#hasFailedTooOften(members)) {
        this.#finish('cancelled');
      }
    }
    this.#isRunning = false;
    if (this.#status === 'running') this.#finish(this.#count('failed') > 0 ? 'failed' : 'complete');
  }

  #next(size: number): readonly Device[] {
    return this.#devices.filter(({ id }) => this.#statuses.get(id) === 'pending').slice(0, size);
  }

  async #workOn(device: Device): Promise<void> {
    this.#statuses.set(device.id, 'running');
    this.#statuses.set(device.id, (await this.#work(device, this.definition)) ? 'completed' : 'failed');
  }

  #hasFailedTooOften(batch: readonly Device[]): boolean {
    const { cancellationThreshold: threshold } = this.definition;
    if (threshold === undefined) return false;
    const devices = threshold.batch === true ? batch : this.#devices;
    const failed = devices.filter(({ id }) => this.#statuses.get(id) === 'failed').length;
    return failed > amountOf(threshold, devices.length);
  }

  #finish(status: JobStatus): void {
    this.#status = status;
    this.#endedAtMs = this.#clock.now();
  }

  #count(status: DeviceStatus): number {
    return [...this.#statuses.values()].filter((each) => each === status).length;
  }
}

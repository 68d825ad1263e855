import { randomUUID } from 'node:crypto';
import type { DeviceAddress } from '../topic-rules.ts';
import { Job, type JobNeeds, type Order } from './job.ts';
import type { DeviceResponse, FirmwareReport } from './protocol.ts';

export interface ManagementRequest {
  readonly id: string;
  readonly order: Order;
  readonly initiatedAtMs: number;
  readonly jobs: readonly Job[];
}

const requestsKept = 200;

const keyOf = ({ typeId, deviceId }: DeviceAddress): string => `${typeId}/${deviceId}`;

export const isComplete = ({ jobs }: ManagementRequest): boolean => jobs.every(({ report }) => report.isComplete);

/** The management requests of the organisation, newest first, each with a job for every device that it names. */
export class ManagementRequests {
  readonly #needs: JobNeeds;
  #requests: readonly ManagementRequest[] = [];
  /** A device is about one thing at a time. */
  readonly #newestJobs = new Map<string, Job>();

  constructor(needs: JobNeeds) {
    this.#needs = needs;
  }

  list(): readonly ManagementRequest[] {
    return this.#requests;
  }

  get(id: string): ManagementRequest | undefined {
    return this.#requests.find((request) => request.id === id);
  }

  /** Whether a request that has not completed concerns the device. */
  isBusy(device: DeviceAddress): boolean {
    return this.#openJob(device) !== undefined;
  }

  /** Whatever else these devices were about is cancelled. A device that is not connected gets it when it is back. */
  initiate(order: Order, devices: readonly DeviceAddress[], isConnected: (device: DeviceAddress) => boolean): string {
    for (const device of devices) this.#openJob(device)?.cancel();
    const request = {
      id: randomUUID(),
      order,
      initiatedAtMs: this.#needs.now(),
      jobs: devices.map((device) => new Job(device, order, this.#needs)),
    };
    this.#requests = [request, ...this.#requests].slice(0, requestsKept);
    for (const job of request.jobs) this.#newestJobs.set(keyOf(job.device), job);
    for (const job of request.jobs) if (isConnected(job.device)) job.start();
    return request.id;
  }

  cancel(id: string): void {
    for (const job of this.get(id)?.jobs ?? []) job.cancel();
  }

  /** What is still under way on a device is cancelled. */
  remove(id: string): void {
    this.cancel(id);
    this.#requests = this.#requests.filter((request) => request.id !== id);
  }

  onResponse(device: DeviceAddress, response: DeviceResponse): void {
    this.#openJob(device)?.onResponse(response);
  }

  onManaged(device: DeviceAddress): void {
    this.#openJob(device)?.onManaged();
  }

  onFirmware(device: DeviceAddress, report: FirmwareReport): void {
    this.#openJob(device)?.onFirmware(report);
  }

  onRemoved(device: DeviceAddress): void {
    this.#openJob(device)?.cancel();
  }

  #openJob(device: DeviceAddress): Job | undefined {
    const job = this.#newestJobs.get(keyOf(device));
    return job?.report.isComplete === false ? job : undefined;
  }
}

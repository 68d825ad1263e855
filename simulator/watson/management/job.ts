import { randomUUID } from 'node:crypto';
import type { Firmware } from '../device-record.ts';
import type { DeviceAddress } from '../topic-rules.ts';
import { firmwareField, toDevice, type Action, type DeviceResponse, type FirmwareReport } from './protocol.ts';

/** How far a request has come on one device. Which number means what is not public: these are the practice platform's. */
const jobStatus = { success: 0, inProgress: 1, failed: 2, cancelled: 3 } as const;

export interface JobReport {
  readonly status: (typeof jobStatus)[keyof typeof jobStatus];
  readonly message: string;
  readonly isComplete: boolean;
  readonly updatedAtMs: number;
}

export interface Order {
  readonly action: Action;
  /** By the names of the platform's firmware parameters: uri, name, version, verifier. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface JobNeeds {
  send(device: DeviceAddress, topic: string, payload: string): void;
  now(): number;
  /** The firmware details were taken by the device. */
  onDetailsTaken(device: DeviceAddress, firmware: Firmware): void;
}

/** In the order they are taken. */
type Step = 'details' | 'observe' | 'initiate' | 'release';

const updateProblems: Readonly<Record<number, string>> = {
  2: 'out of memory',
  3: 'connection lost',
  4: 'verification failed',
  5: 'unsupported image',
  6: 'invalid URI',
};

/**
 * One management request on its way through one device: firmware actions first tell the device what is to come and observe
 * it; every action is initiated; a reboot is over when the device manages itself again, a firmware action when the device
 * has notified its end and the observation is given back.
 */
export class Job {
  readonly device: DeviceAddress;
  readonly #order: Order;
  readonly #needs: JobNeeds;
  #report: JobReport;
  #step: { readonly name: Step; readonly reqId: string } | undefined;
  #isAccepted = false;
  /** What the device has notified between hearing of the action and accepting it. */
  #early: FirmwareReport | undefined;

  constructor(device: DeviceAddress, order: Order, needs: JobNeeds) {
    this.device = device;
    this.#order = order;
    this.#needs = needs;
    this.#report = this.#reportOf('inProgress', 'Waiting for the device to connect and manage itself.');
  }

  get report(): JobReport {
    return this.#report;
  }

  start(): void {
    this.#isAccepted = false;
    const hasDetails = Object.keys(this.#order.parameters).length > 0;
    this.#take(!this.#isFirmware ? 'initiate' : hasDetails ? 'details' : 'observe');
  }

  cancel(): void {
    if (this.#report.isComplete) return;
    const isObserved = this.#isFirmware && this.#step !== undefined && this.#step.name !== 'details';
    if (isObserved) this.#send(toDevice.cancel, randomUUID(), { fields: [{ field: firmwareField }] });
    this.#finish('cancelled', 'The request was cancelled.');
  }

  onResponse(response: DeviceResponse): void {
    const step = this.#step;
    if (this.#report.isComplete || step?.reqId !== response.reqId) return;
    if (response.rc >= 300) {
      const words = response.message === undefined ? '' : `: ${response.message}`;
      this.#finish('failed', `The device answered ${response.rc}${words}.`.replace(/\.\.$/, '.'));
      return;
    }
    switch (step.name) {
      case 'details':
        this.#needs.onDetailsTaken(this.device, this.#details());
        this.#take('observe');
        return;
      case 'observe':
        this.#take('initiate');
        return;
      case 'initiate':
        this.#isAccepted = true;
        this.#report = this.#reportOf('inProgress', 'The device has accepted the request.');
        if (this.#early !== undefined) this.onFirmware(this.#early);
        return;
      case 'release':
        this.#finish('success', 'The request has completed.');
    }
  }

  /** A device that was away and missed what it was sent is sent it again. */
  onManaged(): void {
    if (this.#report.isComplete) return;
    if (!this.#isAccepted) this.start();
    else if (!this.#isFirmware) this.#finish('success', 'The request has completed.');
  }

  /**
   * With what the device has just notified, not what it said before. A device of the official client library that is quick
   * notifies first and accepts then.
   */
  onFirmware(report: FirmwareReport): void {
    if (this.#report.isComplete || this.#step?.name === 'release') return;
    if (!this.#isAccepted) {
      if (this.#step?.name === 'initiate') this.#early = { ...this.#early, ...report };
      return;
    }
    const { state, updateStatus } = report;
    if (updateStatus !== undefined && updateStatus >= 2) {
      this.#finish('failed', `The firmware action failed: ${updateProblems[updateStatus] ?? 'no reason given'}.`);
      return;
    }
    const isDownload = this.#order.action === 'firmware/download';
    const isUpdate = this.#order.action === 'firmware/update';
    if ((isDownload && state === 2) || (isUpdate && updateStatus === 0)) {
      this.#take('release');
      return;
    }
    this.#report = this.#reportOf('inProgress', isDownload ? 'The device is downloading.' : 'The device is busy.');
  }

  get #isFirmware(): boolean {
    return this.#order.action.startsWith('firmware/');
  }

  #take(name: Step): void {
    const reqId = randomUUID();
    this.#step = { name, reqId };
    this.#early = undefined;
    // Noted before anything is sent: a simulated device answers at once.
    if (!this.#isAccepted) this.#report = this.#reportOf('inProgress', 'Sent to the device.');
    const field = { fields: [{ field: firmwareField }] };
    switch (name) {
      case 'details':
        this.#send(toDevice.update, reqId, { fields: [{ field: firmwareField, value: this.#details() }] });
        break;
      case 'observe':
        this.#send(toDevice.observe, reqId, field);
        break;
      case 'initiate':
        this.#send(toDevice[this.#order.action], reqId);
        break;
      case 'release':
        this.#send(toDevice.cancel, reqId, field);
    }
  }

  #details(): Firmware {
    const updatedDateTime = new Date(this.#needs.now()).toISOString();
    return { ...this.#order.parameters, state: 0, updateStatus: 0, updatedDateTime };
  }

  #send(topic: string, reqId: string, d?: object): void {
    this.#needs.send(this.device, topic, JSON.stringify({ reqId, ...(d !== undefined && { d }) }));
  }

  #finish(status: keyof typeof jobStatus, message: string): void {
    this.#step = undefined;
    this.#report = this.#reportOf(status, message);
  }

  #reportOf(status: keyof typeof jobStatus, message: string): JobReport {
    const isComplete = status !== 'inProgress';
    return { status: jobStatus[status], message, isComplete, updatedAtMs: this.#needs.now() };
  }
}

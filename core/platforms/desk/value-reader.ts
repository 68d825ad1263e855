import type { Failure, Result } from '../../../shared/contract/result.ts';
import type { Clock } from '../../clock.ts';
import type { KeptMessage, LatestOfMany, RegisteredDevice } from '../platform.ts';
import { ReadingOrder } from './reading-order.ts';

export interface ValueReaderNeeds {
  /** Values have no other way here: all are read again and again. Otherwise once, to fill the screen. */
  readonly isPolling: boolean;
  readonly read: (device: RegisteredDevice, signal: AbortSignal) => Promise<Result<readonly KeptMessage[]>>;
  /** Many in one call, where the platform can; those that it answers nothing for are read alone. */
  readonly readMany?:
    ((devices: readonly RegisteredDevice[], signal: AbortSignal) => Promise<Result<LatestOfMany>>) | undefined;
  readonly deviceOf: (vehicleId: string) => RegisteredDevice | undefined;
  /** The live feed has brought something of it since this time, Unix milliseconds: it needs no filling. */
  readonly isHeardSince: (vehicleId: string, sinceMs: number) => boolean;
  readonly onKept: (message: KeptMessage) => void;
  readonly onFailure: (failure: Failure) => void;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Vehicles whose values are read at the same time; the client's budget decides how fast that is. */
const readsAtOnce = 4;
/** Vehicles in one call, where the platform tells of many. */
const batchSize = 100;
const pauseAfterFailureMs = 5_000;
const turns = { visibleEveryMs: 15_000, othersEveryMs: 60_000, mostTries: 3 };

/** Latest values over the platform's API: what is visible first, then all others, longest unread first. */
export class ValueReader {
  readonly #needs: ValueReaderNeeds;
  readonly #order: ReadingOrder;
  /** Those for which a call for many answered nothing. */
  readonly #alone = new Set<string>();
  #singleReads = 0;
  #isBatchRunning = false;
  #isListWhole = false;
  #controller: AbortController | undefined;
  #followedSinceMs = 0;
  #callOffWake: () => void = () => undefined;
  #pausedUntilMs = 0;

  constructor(needs: ValueReaderNeeds) {
    this.#needs = needs;
    this.#order = new ReadingOrder({ ...turns, isRepeated: needs.isPolling });
  }

  /** Values that nobody has read yet. */
  get pendingCount(): number {
    return this.#controller === undefined ? 0 : this.#order.unreadCount;
  }

  /** While a list is read for the first time, only what is on screen is worth holding it up for. */
  add(devices: readonly RegisteredDevice[]): void {
    this.#begin();
    this.#order.add(devices.map(({ vehicleId }) => vehicleId));
    this.#fill();
  }

  /** These, and no others. */
  follow(devices: readonly RegisteredDevice[]): void {
    this.#begin();
    const ids = new Set(devices.map(({ vehicleId }) => vehicleId));
    this.#order.keepOnly(ids);
    this.#order.add(ids);
    this.#isListWhole = true;
    this.#fill();
  }

  look(vehicleIds: readonly string[]): void {
    this.#order.look(vehicleIds);
    this.#fill();
  }

  readSoon(vehicleId: string): void {
    this.#order.want(vehicleId);
    this.#fill();
  }

  /** What was read stays read; a next `follow` goes on. */
  stop(): void {
    this.#controller?.abort();
    this.#controller = undefined;
    this.#callOffWake();
    this.#order.forgetRunning();
    this.#singleReads = 0;
    this.#isBatchRunning = false;
    this.#pausedUntilMs = 0;
  }

  #begin(): void {
    if (this.#controller !== undefined) return;
    this.#controller = new AbortController();
    this.#followedSinceMs = this.#needs.clock.now();
  }

  #fill(): void {
    const controller = this.#controller;
    if (controller === undefined) return;
    this.#callOffWake();
    if (this.#needs.clock.now() >= this.#pausedUntilMs) {
      this.#startBatch(controller);
      this.#startSingles(controller);
    }
    if (this.#needs.isPolling || this.pendingCount > 0) {
      this.#callOffWake = this.#needs.clock.after(1_000, () => {
        this.#fill();
      });
    }
  }

  #startBatch(controller: AbortController): void {
    const { readMany } = this.#needs;
    if (readMany === undefined || this.#isBatchRunning) return;
    const devices: RegisteredDevice[] = [];
    while (devices.length < batchSize) {
      const device = this.#take((id) => !this.#alone.has(id));
      if (device === undefined) break;
      devices.push(device);
    }
    if (devices.length === 0) return;
    this.#isBatchRunning = true;
    void readMany(devices, controller.signal).then((answer) => {
      if (controller.signal.aborted) return;
      this.#isBatchRunning = false;
      this.#settleBatch(devices, answer);
      this.#fill();
    });
  }

  #startSingles(controller: AbortController): void {
    while (this.#singleReads < readsAtOnce) {
      const device = this.#take((id) => this.#needs.readMany === undefined || this.#alone.has(id));
      if (device === undefined) return;
      this.#singleReads += 1;
      void this.#needs.read(device, controller.signal).then((answer) => {
        if (controller.signal.aborted) return;
        this.#singleReads -= 1;
        const outcome = answer.ok || !answer.error.retryable ? 'read' : 'again';
        this.#order.settle(device.vehicleId, this.#needs.clock.now(), outcome);
        if (answer.ok) this.#tell(answer.value);
        else this.#noteFailure(answer.error);
        this.#fill();
      });
    }
  }

  /** The next that is due, marked as being read. Those that the live feed has brought need no reading. */
  #take(isMine: (vehicleId: string) => boolean): RegisteredDevice | undefined {
    const { deviceOf, isPolling, isHeardSince, clock } = this.#needs;
    for (;;) {
      const nowMs = clock.now();
      const id = this.#order.take(nowMs, isMine, !this.#isListWhole);
      if (id === undefined) return undefined;
      const device = deviceOf(id);
      const isHeard = !isPolling && isHeardSince(id, this.#followedSinceMs);
      if (device !== undefined && !isHeard) return device;
      this.#order.settle(id, nowMs, 'read');
      if (device === undefined) this.#order.remove(id);
    }
  }

  #settleBatch(devices: readonly RegisteredDevice[], answer: Result<LatestOfMany>): void {
    const nowMs = this.#needs.clock.now();
    if (!answer.ok) {
      const { retryable } = answer.error;
      for (const { vehicleId } of devices) {
        // What this call cannot tell, a call for each still can.
        if (!retryable) this.#alone.add(vehicleId);
        this.#order.settle(vehicleId, nowMs, retryable ? 'again' : 'elsewhere');
      }
      this.#noteFailure(answer.error);
      return;
    }
    const missing = new Set(answer.value.missing.map(({ vehicleId }) => vehicleId));
    for (const { vehicleId } of devices) {
      if (missing.has(vehicleId)) this.#alone.add(vehicleId);
      this.#order.settle(vehicleId, nowMs, missing.has(vehicleId) ? 'elsewhere' : 'read');
    }
    this.#tell(answer.value.messages);
  }

  #tell(messages: readonly KeptMessage[]): void {
    for (const message of messages) this.#needs.onKept(message);
  }

  #noteFailure(failure: Failure): void {
    const { clock, random, onFailure } = this.#needs;
    if (failure.retryable) this.#pausedUntilMs = clock.now() + pauseAfterFailureMs * (0.75 + 0.5 * random());
    onFailure(failure);
  }
}

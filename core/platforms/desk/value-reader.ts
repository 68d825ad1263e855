import type { Failure, Result } from '../../../shared/contract/result.ts';
import type { Clock } from '../../clock.ts';
import type { KeptMessage, LatestOfMany, RegisteredDevice } from '../platform.ts';

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
/** What is on screen is read no oftener than this, however few vehicles there are. */
const visibleEveryMs = 15_000;
const othersEveryMs = 60_000;
const pauseAfterFailureMs = 5_000;

/** Latest values over the platform's API: what is visible first, then all others, longest unread first. */
export class ValueReader {
  readonly #needs: ValueReaderNeeds;
  /** When each was last read, Unix milliseconds; 0: never. In order of the platform's list. */
  readonly #readAtMs = new Map<string, number>();
  readonly #running = new Set<string>();
  /** Those for which a call for many answered nothing. */
  readonly #alone = new Set<string>();
  #singleReads = 0;
  #isBatchRunning = false;
  #visible: ReadonlySet<string> = new Set();
  #controller: AbortController | undefined;
  #followedSinceMs = 0;
  #callOffWake: () => void = () => undefined;
  #pausedUntilMs = 0;

  constructor(needs: ValueReaderNeeds) {
    this.#needs = needs;
  }

  /** Values that nobody has read yet. */
  get pendingCount(): number {
    if (this.#controller === undefined) return 0;
    let count = 0;
    for (const readAtMs of this.#readAtMs.values()) if (readAtMs === 0) count++;
    return count;
  }

  follow(devices: readonly RegisteredDevice[]): void {
    const ids = new Set(devices.map(({ vehicleId }) => vehicleId));
    for (const id of this.#readAtMs.keys()) if (!ids.has(id)) this.#readAtMs.delete(id);
    for (const id of ids) if (!this.#readAtMs.has(id)) this.#readAtMs.set(id, 0);
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      this.#followedSinceMs = this.#needs.clock.now();
    }
    this.#fill();
  }

  look(vehicleIds: readonly string[]): void {
    this.#visible = new Set(vehicleIds);
    this.#fill();
  }

  readSoon(vehicleId: string): void {
    if (!this.#readAtMs.has(vehicleId)) return;
    this.#readAtMs.set(vehicleId, 0);
    this.#fill();
  }

  /** What was read stays read; a next `follow` goes on. */
  stop(): void {
    this.#controller?.abort();
    this.#controller = undefined;
    this.#callOffWake();
    this.#running.clear();
    this.#singleReads = 0;
    this.#isBatchRunning = false;
    this.#pausedUntilMs = 0;
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
      this.#settle(devices, answer.ok ? { ok: true, value: answer.value.messages } : answer);
      if (answer.ok) {
        for (const { vehicleId } of answer.value.missing) {
          this.#alone.add(vehicleId);
          this.#readAtMs.set(vehicleId, 0);
        }
      }
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
        this.#settle([device], answer);
        this.#fill();
      });
    }
  }

  /** The next that is due, marked as being read. Those that the live feed has brought need no reading. */
  #take(isMine: (vehicleId: string) => boolean): RegisteredDevice | undefined {
    const { deviceOf, isPolling, isHeardSince, clock } = this.#needs;
    for (;;) {
      const id = this.#next(clock.now(), isMine);
      if (id === undefined) return undefined;
      const device = deviceOf(id);
      if (device === undefined) this.#readAtMs.delete(id);
      else if (!isPolling && isHeardSince(id, this.#followedSinceMs)) this.#readAtMs.set(id, clock.now());
      else {
        this.#running.add(id);
        return device;
      }
    }
  }

  #settle(devices: readonly RegisteredDevice[], answer: Result<readonly KeptMessage[]>): void {
    const { onKept, onFailure, clock, random } = this.#needs;
    for (const { vehicleId } of devices) {
      this.#running.delete(vehicleId);
      // A vehicle that cannot be read has had its turn, too: it does not keep the others from theirs.
      if (this.#readAtMs.has(vehicleId)) this.#readAtMs.set(vehicleId, clock.now());
    }
    if (answer.ok) {
      for (const message of answer.value) onKept(message);
      return;
    }
    onFailure(answer.error);
    if (answer.error.retryable) this.#pausedUntilMs = clock.now() + pauseAfterFailureMs * (0.75 + 0.5 * random());
  }

  /** The visible ones that are due, longest unread first; then, in the same way, the others. */
  #next(nowMs: number, isMine: (id: string) => boolean): string | undefined {
    return (
      this.#oldest(this.#visible, nowMs, visibleEveryMs, isMine) ??
      this.#oldest(this.#readAtMs.keys(), nowMs, othersEveryMs, isMine)
    );
  }

  #oldest(ids: Iterable<string>, nowMs: number, everyMs: number, isMine: (id: string) => boolean): string | undefined {
    let oldest: string | undefined;
    let oldestAtMs = Number.POSITIVE_INFINITY;
    for (const id of ids) {
      const readAtMs = this.#readAtMs.get(id);
      if (readAtMs === undefined || readAtMs >= oldestAtMs || this.#running.has(id) || !isMine(id)) continue;
      if (readAtMs !== 0 && (!this.#needs.isPolling || nowMs - readAtMs < everyMs)) continue;
      oldest = id;
      oldestAtMs = readAtMs;
      if (readAtMs === 0) break;
    }
    return oldest;
  }
}

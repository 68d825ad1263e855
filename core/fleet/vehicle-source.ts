import type { TopicSource } from '../../shared/contract/topic-source.ts';
import type { VehicleEvent } from '../../shared/vehicle/detail.ts';
import type { VehicleRecord } from './vehicle-record.ts';

/** One window's look at one vehicle, which may not exist yet, go, and come back. */
export class VehicleSource implements TopicSource<VehicleEvent> {
  readonly minimumIntervalMs = 250;
  readonly #find: () => VehicleRecord | undefined;
  readonly #version: () => number;
  readonly #wake: () => void;
  readonly #onClose: (source: VehicleSource) => void;
  #sequence = 0;
  #shown: VehicleRecord | undefined;
  #seenVersion = 0;
  #isWaiting = false;

  constructor(
    find: () => VehicleRecord | undefined,
    version: () => number,
    wake: () => void,
    onClose: (source: VehicleSource) => void,
  ) {
    this.#find = find;
    this.#version = version;
    this.#wake = wake;
    this.#onClose = onClose;
  }

  take(): VehicleEvent | undefined {
    const record = this.#find();
    if (record !== this.#shown || this.#sequence === 0) {
      this.#show(record);
      return record === undefined ? { kind: 'absent', sequence: this.#sequence++ } : this.#snapshot(record);
    }
    if (record === undefined || record.version <= this.#seenVersion) {
      this.#isWaiting = true;
      return undefined;
    }
    // A delta knows what has changed, not what is gone.
    const needsSnapshot = Math.max(record.identityVersion, record.takenBackVersion) > this.#seenVersion;
    return needsSnapshot ? this.#snapshot(record) : this.#delta(record);
  }

  /** The vehicle has changed, come or gone. */
  notify(): void {
    if (!this.#isWaiting) return;
    this.#isWaiting = false;
    this.#wake();
  }

  close(): void {
    this.#isWaiting = false;
    this.#show(undefined);
    this.#onClose(this);
  }

  #show(record: VehicleRecord | undefined): void {
    if (this.#shown !== undefined) this.#shown.watcherCount--;
    if (record !== undefined) record.watcherCount++;
    this.#shown = record;
  }

  #snapshot(record: VehicleRecord): VehicleEvent {
    this.#seenVersion = this.#version();
    return {
      kind: 'snapshot',
      sequence: this.#sequence++,
      vehicle: record.state(),
      signals: record.signals.since(0),
      trends: record.signals.trends(),
      rawMessage: record.rawVersion === 0 ? null : record.raw.message(),
      commands: record.connection.commandsFor(record.reference),
    };
  }

  #delta(record: VehicleRecord): VehicleEvent {
    const seenVersion = this.#seenVersion;
    this.#seenVersion = this.#version();
    return {
      kind: 'delta',
      sequence: this.#sequence++,
      vehicle: record.state(),
      signals: record.signals.since(seenVersion),
      rawMessage: record.rawVersion > seenVersion ? record.raw.message() : null,
    };
  }
}

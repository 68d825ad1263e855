import type { TopicSource } from '../../shared/contract/topic-source.ts';
import type { FleetFrame } from '../../shared/fleet/frame.ts';
import type { Clock } from '../clock.ts';
import type { ChangeOrder } from './change-order.ts';
import { buildFrame } from './frame-builder.ts';
import type { VehicleRecord } from './vehicle-record.ts';

/** A window that has not listened for so many removals is better served by a snapshot. */
const removedRowLimit = 50_000;

/** One window's fleet: what changed since its last frame, whenever it asks. */
export class FrameSource implements TopicSource<FleetFrame> {
  readonly minimumIntervalMs = 50;
  readonly #order: ChangeOrder<VehicleRecord>;
  readonly #clock: Clock;
  readonly #wake: () => void;
  readonly #onClose: (source: FrameSource) => void;
  #hasSnapshot = false;
  #sequence = 0;
  #seenVersion = 0;
  #removedRows: number[] = [];
  #isWaiting = false;

  constructor(
    order: ChangeOrder<VehicleRecord>,
    clock: Clock,
    wake: () => void,
    onClose: (source: FrameSource) => void,
  ) {
    this.#order = order;
    this.#clock = clock;
    this.#wake = wake;
    this.#onClose = onClose;
  }

  take(): FleetFrame | undefined {
    if (!this.#hasSnapshot) return this.#takeSnapshot();
    if (this.#order.version === this.#seenVersion) {
      this.#isWaiting = true;
      return undefined;
    }
    const seenVersion = this.#seenVersion;
    const changed = this.#order.since(seenVersion);
    return this.#build(
      'delta',
      changed,
      changed.filter((record) => record.identityVersion > seenVersion),
    );
  }

  /** Something has changed since the last look. */
  notify(): void {
    if (!this.#isWaiting || this.#order.version === this.#seenVersion) return;
    this.#isWaiting = false;
    this.#wake();
  }

  noteRemoved(record: VehicleRecord): void {
    if (!this.#hasSnapshot || record.createdVersion > this.#seenVersion) return;
    this.#removedRows.push(record.row);
    if (this.#removedRows.length > removedRowLimit) {
      this.#removedRows = [];
      this.#hasSnapshot = false;
    }
  }

  close(): void {
    this.#isWaiting = false;
    this.#onClose(this);
  }

  #takeSnapshot(): FleetFrame {
    this.#hasSnapshot = true;
    const all = this.#order.since(0).sort((a, b) => a.row - b.row);
    return this.#build('snapshot', all, all);
  }

  #build(
    kind: FleetFrame['kind'],
    changed: readonly VehicleRecord[],
    introduced: readonly VehicleRecord[],
  ): FleetFrame {
    const removedRows = this.#removedRows;
    this.#removedRows = [];
    this.#seenVersion = this.#order.version;
    return buildFrame({
      kind,
      sequence: this.#sequence++,
      builtAtMs: this.#clock.now(),
      changed,
      introduced,
      removedRows,
    });
  }
}

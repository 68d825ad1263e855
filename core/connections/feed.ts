import type { Mapping } from '../../shared/mapping/mapping.ts';
import type { Problem } from '../../shared/connection/problem.ts';
import type { RejectedMessage } from '../../shared/connection/status.ts';
import type { Clock } from '../clock.ts';
import type { FleetState } from '../fleet/fleet-state.ts';
import type { Log } from '../log.ts';
import type { Decoded, Rejection } from '../telemetry/decoded.ts';
import type { KeptMessage } from '../platforms/platform.ts';
import { createDecoder, type Decoder } from '../telemetry/decoder.ts';
import type { BrokerMessage } from '../telemetry/message.ts';
import { RateMeter } from '../telemetry/rate-meter.ts';
import { RejectedLog } from '../telemetry/rejected-log.ts';

export type Acknowledgement = Extract<Decoded, { kind: 'acknowledgement' }>;

export interface FeedNeeds {
  readonly connectionId: string;
  readonly fleet: Pick<FleetState, 'ingest'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly onAcknowledgement: (acknowledgement: Acknowledgement) => void;
}

/** A fault is shown this long after it last happened. */
const faultShownMs = 60_000;
const faultsPerLogLine = 1000;

/** A message's way from the broker into the fleet, and the counts of what went along it. */
export class Feed {
  readonly #needs: FeedNeeds;
  readonly #rate: RateMeter;
  readonly #rejected: RejectedLog;
  #decoder: Decoder;
  #faultCount = 0;
  #faultAtMs = Number.NEGATIVE_INFINITY;
  receivedCount = 0;
  newestAtMs: number | null = null;

  constructor(mapping: Mapping, needs: FeedNeeds) {
    this.#needs = needs;
    this.#rate = new RateMeter(needs.clock);
    this.#rejected = new RejectedLog(needs.connectionId);
    this.#decoder = createDecoder(mapping);
  }

  useMapping(mapping: Mapping): void {
    this.#decoder = createDecoder(mapping);
  }

  /** Never throws: whatever a message does to the code that reads it, the next one has its turn. */
  readonly handle = (message: BrokerMessage): void => {
    this.receivedCount += 1;
    this.newestAtMs = message.receivedAtMs;
    this.#rate.count();
    this.#take(message);
  };

  #take(message: BrokerMessage): void {
    try {
      const decoded = this.#decoder.decode(message);
      const leftOut = this.#needs.fleet.ingest(this.#needs.connectionId, message, decoded);
      const rejections = rejectionsOf(decoded);
      if (leftOut.length > 0) this.#rejected.add(message, [...rejections, ...leftOut]);
      else if (rejections.length > 0) this.#rejected.add(message, rejections);
      if (decoded.kind === 'acknowledgement') this.#needs.onAcknowledgement(decoded);
    } catch (error) {
      this.#noteFault(message, error);
    }
  }

  /**
   * What a platform had kept tells what was, with its own time. It counts as received only where values have no other
   * way here.
   */
  takeKept({ topic, payload, receivedAtMs }: KeptMessage, isCounted: boolean): void {
    const message: BrokerMessage = {
      ...{ topic, payload, qos: 0, isRetained: true },
      receivedAtMs: this.#needs.clock.now(),
      ...(receivedAtMs === undefined ? {} : { keptAtMs: receivedAtMs }),
    };
    if (isCounted) this.handle(message);
    else this.#take(message);
  }

  get messagesPerSecond(): number {
    return this.#rate.perSecond();
  }

  /** Messages of which all or a part was rejected. */
  get rejectedCount(): number {
    return this.#rejected.count;
  }

  /** Newest first. */
  rejectedMessages(): readonly RejectedMessage[] {
    return this.#rejected.list();
  }

  /** A recent fault of the console's own while it read messages. */
  fault(nowMs: number): Problem | null {
    if (nowMs - this.#faultAtMs > faultShownMs) return null;
    return {
      code: 'engine-fault',
      message: `The console could not process ${this.#faultCount === 1 ? 'one message' : `${String(this.#faultCount)} messages`} because of a fault of its own. The others are shown. Please report this, with the log.`,
      willRetry: true,
    };
  }

  #noteFault(message: BrokerMessage, error: unknown): void {
    this.#faultCount += 1;
    this.#faultAtMs = this.#needs.clock.now();
    if (this.#faultCount % faultsPerLogLine !== 1) return;
    this.#needs.log.error('message-fault', {
      connectionId: this.#needs.connectionId,
      topic: message.topic.slice(0, 200),
      count: this.#faultCount,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

const none: readonly Rejection[] = [];

const rejectionsOf = (decoded: Decoded): readonly Rejection[] => {
  if (decoded.kind === 'rejected') return [decoded.rejection];
  return decoded.kind === 'telemetry' ? decoded.rejections : none;
};

import type { RejectedMessage, RejectionReason } from '../../shared/connection/status.ts';
import type { Rejection } from './decoded.ts';
import { cutText } from './json.ts';
import type { BrokerMessage } from './message.ts';

const capacity = 100;
const excerptBytes = 2048;
const topicLength = 1024;
const explanationLength = 1024;

interface Entry {
  readonly receivedAtMs: number;
  readonly topic: string;
  readonly reason: RejectionReason;
  readonly explanation: string;
  readonly excerpt: Uint8Array;
  readonly payloadBytes: number;
  readonly isCut: boolean;
}

/** A connection's last hundred rejected messages, and counts of all. A flood of them costs a small copy each. */
export class RejectedLog {
  readonly #connectionId: string;
  readonly #entries: Entry[] = [];
  #next = 0;
  #count = 0;
  readonly #countsByReason = new Map<RejectionReason, number>();

  constructor(connectionId: string) {
    this.#connectionId = connectionId;
  }

  /** Messages of which something was rejected. */
  get count(): number {
    return this.#count;
  }

  /** A message with several faults counts once a reason. */
  get countsByReason(): ReadonlyMap<RejectionReason, number> {
    return this.#countsByReason;
  }

  /** Keeps one entry a message, whatever the number of its faults; without any fault it does nothing. */
  add(message: BrokerMessage, rejections: readonly Rejection[]): void {
    const [first] = rejections;
    if (first === undefined) return;
    this.#count++;
    for (const reason of new Set(rejections.map((rejection) => rejection.reason))) {
      this.#countsByReason.set(reason, (this.#countsByReason.get(reason) ?? 0) + 1);
    }
    this.#entries[this.#next] = {
      receivedAtMs: message.receivedAtMs,
      topic: cutText(message.topic, topicLength),
      reason: first.reason,
      explanation: cutText(rejections.map((rejection) => rejection.explanation).join('; '), explanationLength),
      // A copy: the payload may be a view of a network buffer that would be kept alive with it.
      excerpt: new Uint8Array(message.payload.subarray(0, excerptBytes)),
      payloadBytes: message.payload.byteLength,
      isCut: message.payload.byteLength > excerptBytes,
    };
    this.#next = (this.#next + 1) % capacity;
  }

  /** Newest first. */
  list(): readonly RejectedMessage[] {
    const { length } = this.#entries;
    const newestFirst: RejectedMessage[] = [];
    for (let back = 1; back <= length; back++) {
      const entry = this.#entries[(this.#next - back + length) % length];
      if (entry === undefined) continue;
      // In streaming mode the decoder leaves out a character that the cut has gone through.
      const excerpt = new TextDecoder().decode(entry.excerpt, { stream: entry.isCut });
      newestFirst.push({ ...entry, connectionId: this.#connectionId, excerpt });
    }
    return newestFirst;
  }
}

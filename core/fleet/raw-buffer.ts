import type { RawMessage } from '../../shared/vehicle/detail.ts';
import { cutText } from '../telemetry/json.ts';
import type { BrokerMessage } from '../telemetry/message.ts';

const topicLength = 1024;
const allocationStep = 256;

/** A vehicle's last message. Its memory is used again for the next one, because thousands come each second. */
export class RawBuffer {
  #bytes = new Uint8Array(0);
  #length = 0;
  #topic = '';
  #payloadBytes = 0;
  #receivedAtMs = 0;
  #qos = 0;
  #isRetained = false;

  keep(message: BrokerMessage, maximumBytes: number): void {
    const length = Math.min(message.payload.byteLength, maximumBytes);
    if (this.#bytes.length < length || this.#bytes.length > maximumBytes + allocationStep) {
      this.#bytes = new Uint8Array(Math.ceil(length / allocationStep) * allocationStep);
    }
    this.#bytes.set(message.payload.byteLength > length ? message.payload.subarray(0, length) : message.payload);
    this.#length = length;
    this.#topic = message.topic;
    this.#payloadBytes = message.payload.byteLength;
    this.#receivedAtMs = message.receivedAtMs;
    this.#qos = message.qos;
    this.#isRetained = message.isRetained;
  }

  message(): RawMessage {
    const isCut = this.#length < this.#payloadBytes;
    return {
      topic: cutText(this.#topic, topicLength),
      // In streaming mode the decoder leaves out a character that the cut has gone through.
      text: new TextDecoder().decode(this.#bytes.subarray(0, this.#length), { stream: isCut }),
      payloadBytes: this.#payloadBytes,
      isCut,
      receivedAtMs: this.#receivedAtMs,
      qos: this.#qos,
      isRetained: this.#isRetained,
    };
  }
}

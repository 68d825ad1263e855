/** What an MQTT packet may have behind its fixed header. Eight times what a decoder reads of a message. */
export const packetLimitBytes = 2 * 1024 * 1024;

/**
 * Lets a broker's bytes through and cuts every packet to a size that memory can bear: MQTT allows 256 MiB, and mqtt.js
 * collects a packet whole before anybody sees it. A message that was cut is acknowledged, counted and rejected as too
 * large like any other; a connection given up over it would only be sent it again. MQTT 5's Maximum Packet Size is no
 * way out: the broker drops such a message, and nobody is told (section 3.1.2.11.4).
 */
export class PacketLimit {
  readonly #limitBytes: number;
  /** The beginning of a fixed header whose rest has not come yet. */
  #held: Uint8Array = nothing;
  /** Of the packet under way: bytes that still pass, and those behind them that do not. */
  #passing = 0;
  #surplus = 0;
  #isMalformed = false;

  constructor(limitBytes = packetLimitBytes) {
    this.#limitBytes = limitBytes;
  }

  /** What of a chunk is to be read; it may be empty. */
  pass(chunk: Uint8Array): Uint8Array {
    // Whoever reads it finds out as well, and closes.
    if (this.#isMalformed) return chunk;
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = nothing;
    const pieces: Uint8Array[] = [];
    let pieceStart = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.#passing > 0) {
        const step = Math.min(this.#passing, bytes.length - at);
        this.#passing -= step;
        at += step;
      } else if (this.#surplus > 0) {
        const step = Math.min(this.#surplus, bytes.length - at);
        pieces.push(bytes.subarray(pieceStart, at));
        this.#surplus -= step;
        at += step;
        pieceStart = at;
      } else {
        const header = readFixedHeader(bytes, at);
        if (header === 'malformed') {
          this.#isMalformed = true;
          at = bytes.length;
        } else if (header === 'incomplete') {
          this.#held = bytes.slice(at);
          break;
        } else {
          const { headerBytes, remainingBytes } = header;
          this.#passing = Math.min(remainingBytes, this.#limitBytes);
          this.#surplus = remainingBytes - this.#passing;
          if (this.#surplus > 0) {
            pieces.push(bytes.subarray(pieceStart, at), fixedHeader(bytes[at] ?? 0, this.#limitBytes));
            pieceStart = at + headerBytes;
          }
          at += headerBytes;
        }
      }
    }
    const rest = bytes.subarray(pieceStart, at);
    return pieces.length === 0 ? rest : Buffer.concat([...pieces, rest]);
  }
}

/** What a readable stream's source calls with what has come. */
interface Pushed {
  push(chunk: unknown, encoding?: BufferEncoding): boolean;
}

/** Puts the limit between a socket and whoever reads it. */
export const limitPackets = (stream: Pushed): void => {
  const limit = new PacketLimit();
  const push = stream.push.bind(stream);
  stream.push = (chunk, encoding) => push(chunk instanceof Uint8Array ? limit.pass(chunk) : chunk, encoding);
};

const nothing = new Uint8Array(0);

interface FixedHeader {
  readonly headerBytes: number;
  readonly remainingBytes: number;
}

/** Packet type and flags in one byte, then the remaining length in up to four, seven bits each (MQTT 5.0, section 1.5.5). */
const readFixedHeader = (bytes: Uint8Array, start: number): FixedHeader | 'incomplete' | 'malformed' => {
  let remainingBytes = 0;
  for (let index = 0; index < 4; index++) {
    const byte = bytes[start + 1 + index];
    if (byte === undefined) return 'incomplete';
    remainingBytes += (byte & 0x7f) * 128 ** index;
    if (byte < 0x80) return { headerBytes: index + 2, remainingBytes };
  }
  return 'malformed';
};

const fixedHeader = (typeAndFlags: number, remainingBytes: number): Uint8Array => {
  const bytes = [typeAndFlags];
  let rest = remainingBytes;
  do {
    const digit = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? digit + 128 : digit);
  } while (rest > 0);
  return Uint8Array.from(bytes);
};

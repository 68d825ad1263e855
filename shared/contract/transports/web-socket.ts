import type { Transport } from '../transport.ts';
import { createCodec } from './codec.ts';
import { closedHere, closedThere, createEndpoint } from './endpoint.ts';

/** What a browser's WebSocket and one of the `ws` package have in common. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { readonly code: number; readonly reason: string }) => void): void;
}

/** From the range for applications: a browser lets a page close with 1000 and 3000 to 4999 only. */
export const undecodableCloseCode = 4007;

/** By name, because a socket can come from another realm, whose classes are not ours. */
const isArrayBuffer = (data: unknown): data is ArrayBuffer =>
  Object.prototype.toString.call(data) === '[object ArrayBuffer]';

const connecting = 0;
const open = 1;

/**
 * Takes the socket over. It may still be connecting: what is sent before it is open goes out, in order, as soon as it is;
 * a socket that fails to connect is one that closes.
 */
export const createWebSocketTransport = (socket: WebSocketLike): Transport => {
  const endpoint = createEndpoint();
  const codec = createCodec();
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  socket.binaryType = 'arraybuffer';

  const close = (reason: string, ...toOtherSide: [code: number, reason?: string]): void => {
    if (endpoint.isClosed()) return;
    waiting = [];
    // Before the closing handshake: on a dead network that takes minutes.
    endpoint.end(reason);
    socket.close(...toOtherSide);
  };

  socket.addEventListener('open', () => {
    for (const bytes of waiting) socket.send(bytes);
    waiting = [];
  });
  socket.addEventListener('message', ({ data }) => {
    if (endpoint.isClosed()) return;
    let message: unknown;
    try {
      message = decode(data);
    } catch {
      close('A message from the other side could not be read.', undecodableCloseCode, 'A message could not be read.');
      return;
    }
    endpoint.deliver(message);
  });
  socket.addEventListener('close', ({ reason }) => {
    waiting = [];
    endpoint.end(reason === '' ? closedThere : reason);
  });
  // A close always follows and is what counts; without a listener the `ws` package would throw.
  socket.addEventListener('error', () => undefined);
  if (socket.readyState > open) endpoint.end(closedThere);

  const decode = (data: unknown): unknown => {
    if (!isArrayBuffer(data)) throw new TypeError('Not a binary message.');
    return codec.decode(new Uint8Array(data));
  };

  return {
    onMessage: endpoint.onMessage,
    onClose: endpoint.onClose,
    send: (message) => {
      if (endpoint.isClosed()) return;
      const bytes = codec.encode(message);
      if (socket.readyState === connecting) waiting.push(bytes);
      else if (socket.readyState === open) socket.send(bytes);
    },
    close: () => {
      close(closedHere, 1000);
    },
  };
};

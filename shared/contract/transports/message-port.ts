import type { Transport } from '../transport.ts';
import { closedHere, closedThere, createEndpoint } from './endpoint.ts';
import { withExactViews } from './plain-data.ts';

interface PortBase {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/** A browser's port, and one of Node's worker threads. */
export interface EventTargetPort extends PortBase {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** Electron's `MessagePortMain`: an emitter, with the message in an event all the same. */
export interface EmitterPort extends PortBase {
  on(type: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(type: 'close', listener: () => void): unknown;
}

export type MessagePortLike = EventTargetPort | EmitterPort;

/**
 * Takes the port over: it is started here, and closing the transport closes it.
 *
 * That the other side has closed or died is known where ports tell: in Node, and in Electron, which adds the event to a
 * page's ports as well (https://www.electronjs.org/docs/latest/tutorial/message-ports#extension-close-event). Between two
 * pages of a plain browser nobody would hear of it.
 */
export const createMessagePortTransport = (port: MessagePortLike): Transport => {
  const endpoint = createEndpoint();
  const onMessage = (event: { readonly data: unknown }): void => {
    if (!endpoint.isClosed()) endpoint.deliver(event.data);
  };
  const onClose = (): void => {
    endpoint.end(closedThere);
  };
  if ('addEventListener' in port) {
    port.addEventListener('message', onMessage);
    port.addEventListener('close', onClose);
  } else {
    port.on('message', onMessage);
    port.on('close', onClose);
  }
  port.start();

  return {
    onMessage: endpoint.onMessage,
    onClose: endpoint.onClose,
    send: (message) => {
      // Without a transfer list: Electron's ports lose transferred buffers (https://github.com/electron/electron/issues/34905).
      if (!endpoint.isClosed()) port.postMessage(withExactViews(message));
    },
    close: () => {
      if (endpoint.isClosed()) return;
      endpoint.end(closedHere);
      port.close();
    },
  };
};

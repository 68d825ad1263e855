import { engineGoneMessage, enginePortMessage, type DesktopBridge } from '../../shared/desktop-bridge.ts';
import type { Transport } from '../../shared/contract/transport.ts';
import { createMessagePortTransport } from '../../shared/contract/transports/message-port.ts';
import { createWebSocketTransport } from '../../shared/contract/transports/web-socket.ts';

declare global {
  interface Window {
    readonly fleetdeck?: DesktopBridge;
  }
}

/** The engine answers in milliseconds once it runs; by then it does not, and the link tries again. */
const connectTimeoutMs = 5000;

export const connectEngine = (): Promise<Transport> =>
  window.fleetdeck === undefined ? connectOverWebSocket() : connectOverPort(window.fleetdeck);

/** The browser host: same origin, and the cookie of the page's first address says who we are. */
const connectOverWebSocket = (): Promise<Transport> =>
  new Promise((resolve, reject) => {
    const url = new URL('./engine', window.location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.hash = '';
    url.search = '';
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    const timeout = setTimeout(() => {
      socket.close();
    }, connectTimeoutMs);
    socket.addEventListener('open', () => {
      clearTimeout(timeout);
      resolve(createWebSocketTransport(socket));
    });
    // A refused handshake and a broken one both end in `close`.
    socket.addEventListener('close', () => {
      clearTimeout(timeout);
      reject(new Error('The engine does not answer'));
    });
  });

/** The desktop host: a port straight to the engine's process, one a connection. */
const connectOverPort = (bridge: DesktopBridge): Promise<Transport> =>
  new Promise((resolve, reject) => {
    const onMessage = (event: MessageEvent<unknown>) => {
      if (event.source !== window || event.data !== enginePortMessage) return;
      const [port] = event.ports;
      if (port === undefined) return;
      finish();
      resolve(closedWithEngine(createMessagePortTransport(port)));
    };
    const timeout = setTimeout(() => {
      finish();
      reject(new Error('The engine does not answer'));
    }, connectTimeoutMs);
    const finish = () => {
      clearTimeout(timeout);
      window.removeEventListener('message', onMessage);
    };
    window.addEventListener('message', onMessage);
    bridge.connectEngine();
  });

/** The host knows for certain when the engine's process is gone; a port that was handed to a dying one may never tell. */
const closedWithEngine = (transport: Transport): Transport => {
  const onMessage = (event: MessageEvent<unknown>) => {
    if (event.source === window && event.data === engineGoneMessage) transport.close();
  };
  window.addEventListener('message', onMessage);
  transport.onClose(() => {
    window.removeEventListener('message', onMessage);
  });
  return transport;
};

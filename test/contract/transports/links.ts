import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { WebSocket as NodeWebSocket, WebSocketServer } from 'ws';
import type { Transport } from '../../../shared/contract/transport.ts';
import { createInMemoryTransports } from '../../../shared/contract/transports/in-memory.ts';
import { createMessagePortTransport } from '../../../shared/contract/transports/message-port.ts';
import { createWebSocketTransport, type WebSocketLike } from '../../../shared/contract/transports/web-socket.ts';

export interface Link {
  readonly window: Transport;
  readonly engine: Transport;
}

/** A kind of transport, with real ports and sockets underneath where it has some. */
export interface LinkMaker {
  connect(): Promise<Link>;
  /** Closes what is open and frees what was taken. */
  stop(): Promise<void>;
}

export const linkMakers: readonly (readonly [kind: string, start: () => Promise<LinkMaker>])[] = [
  ['memory', () => Promise.resolve(collectLinks(() => Promise.resolve(inMemory())))],
  ['MessagePort', () => Promise.resolve(collectLinks(() => Promise.resolve(overMessagePort())))],
  ['WebSocket', () => startWebSockets((url) => new NodeWebSocket(url))],
  // Node's own is written to the same standard as a browser's.
  ['a page’s WebSocket', () => startWebSockets((url) => new WebSocket(url))],
];

const inMemory = (): Link => {
  const [window, engine] = createInMemoryTransports();
  return { window, engine };
};

const overMessagePort = (): Link => {
  const { port1, port2 } = new MessageChannel();
  return { window: createMessagePortTransport(port1), engine: createMessagePortTransport(port2) };
};

async function startWebSockets(open: (url: string) => WebSocketLike): Promise<LinkMaker> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return collectLinks(
    async () => {
      const accepted = once(server, 'connection') as Promise<[NodeWebSocket]>;
      // Not awaited: what a window sends while its socket is still connecting must arrive too.
      const window = createWebSocketTransport(open(`ws://127.0.0.1:${port}`));
      const [socket] = await accepted;
      return { window, engine: createWebSocketTransport(socket) };
    },
    () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  );
}

const collectLinks = (connect: () => Promise<Link>, stop: () => Promise<void> = () => Promise.resolve()): LinkMaker => {
  const links: Link[] = [];
  return {
    connect: async () => {
      const link = await connect();
      links.push(link);
      return link;
    },
    stop: async () => {
      for (const { window, engine } of links) {
        window.close();
        engine.close();
      }
      await stop();
    },
  };
};

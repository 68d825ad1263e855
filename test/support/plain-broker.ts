import { Aedes, type AedesOptions } from 'aedes';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { WebSocketServer, createWebSocketStream } from 'ws';

export interface PlainBroker {
  readonly aedes: Aedes;
  readonly port: number;
  /** MQTT over WebSocket, on any path. */
  readonly webSocketPort: number;
  publish(topic: string, body: unknown): Promise<void>;
  /** Ids of the clients that are connected now. */
  readonly clientIds: () => readonly string[];
  close(): Promise<void>;
}

/** An MQTT 3.1.1 broker inside the test, whose every decision the test can take itself. */
export const startPlainBroker = async (options: AedesOptions = {}): Promise<PlainBroker> => {
  const aedes = await Aedes.createBroker(options);
  const clientIds = new Set<string>();
  aedes.on('clientReady', (client) => clientIds.add(client.id));
  aedes.on('clientDisconnect', (client) => clientIds.delete(client.id));
  const server = createServer((socket) => {
    aedes.handle(socket);
  });
  const webServer = createHttpServer();
  const webSockets = new WebSocketServer({ server: webServer });
  webSockets.on('connection', (socket) => {
    aedes.handle(createWebSocketStream(socket));
  });
  return {
    aedes,
    port: await listen(server),
    webSocketPort: await listen(webServer),
    clientIds: () => [...clientIds],
    publish: (topic, body) =>
      new Promise((resolve, reject) => {
        const payload = typeof body === 'string' ? body : JSON.stringify(body);
        const packet = { cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false } as const;
        aedes.publish(packet, (error) => {
          if (!(error instanceof Error)) resolve();
          else reject(error);
        });
      }),
    close: async () => {
      await new Promise<void>((resolve) => {
        aedes.close(resolve);
      });
      for (const socket of webSockets.clients) socket.terminate();
      webSockets.close();
      await Promise.all([server, webServer].map((each) => new Promise((resolve) => each.close(resolve))));
    },
  };
};

export interface RawServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Something that listens on a port and is no broker. */
export const startRawServer = async (onConnection: (socket: Socket) => void): Promise<RawServer> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  const port = await listen(server);
  return {
    port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

interface Listener {
  listen(port: number, host: string, ready: () => void): unknown;
  address(): unknown;
}

const listen = async (server: Listener): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null || !('port' in address) || typeof address.port !== 'number') {
    throw new Error('The system gave no port.');
  }
  return address.port;
};

import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP port on this machine only. */
export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';

/**
 * Listens on 127.0.0.1, on `port` or, when that is 0, on any free one. Rejects with words for the user when it is taken.
 * `bufferBytes` is what may wait for one client before it counts as slow.
 */
export const listenOnLoopback = (
  port: number,
  bufferBytes: number,
  onConnection: (socket: Socket) => void,
): Promise<Listener> =>
  new Promise((resolve, reject) => {
    const sockets = new Set<Socket>();
    const server = createServer({ highWaterMark: bufferBytes, noDelay: true }, (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      onConnection(socket);
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? 'another program uses it already'
          : error.code === 'EACCES'
            ? 'this user may not open it'
            : error.message;
      reject(new Error(`The practice platform cannot listen on port ${port}: ${why}.`));
    });
    server.listen({ port, host: loopback, exclusive: true }, () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            for (const socket of sockets) socket.destroy();
          }),
      });
    });
  });

export const mqttUrl = (listener: Listener): string => `mqtt://${loopback}:${listener.port}`;

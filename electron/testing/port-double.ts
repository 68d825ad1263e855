import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { PortApi } from '../electron-api.ts';

/** Electron's `MessagePortMain` on a real port of Node: real cloning, real queueing before `start`, a real close. */
export class PortDouble extends EventEmitter implements PortApi {
  readonly port: MessagePort;

  constructor(port: MessagePort) {
    super();
    this.port = port;
    port.on('close', () => this.emit('close'));
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    // Electron takes ports only, and this host sends none over a port.
    if (transfer.length > 0) throw new TypeError('Invalid value for transfer');
    this.port.postMessage(message);
  }

  start(): void {
    this.port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }

  close(): void {
    this.port.close();
  }
}

export class MessageChannelDouble {
  readonly port1: PortDouble;
  readonly port2: PortDouble;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new PortDouble(port1);
    this.port2 = new PortDouble(port2);
  }
}

/** A port leaves this side for good, as in Electron: it can be sent once. */
export const takePorts = (transfer: readonly PortApi[] = []): MessagePort[] =>
  transfer.map((port) => {
    if (!(port instanceof PortDouble)) throw new TypeError('Invalid value for transfer');
    return port.port;
  });

import { EventEmitter } from 'node:events';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { PortDouble } from './port-double.ts';
import type { Envelope } from './utility-process-double.ts';

/** The inside of a utility process: `process.parentPort` as Electron has it, then the entry itself. */
const outside = parentPort;
if (outside === null) throw new Error('This runs in a worker thread.');

class ParentPortDouble extends EventEmitter {
  postMessage(message: unknown): void {
    outside?.postMessage(message);
  }
}

const port = new ParentPortDouble();
const early: unknown[] = [];
// Electron queues messages until the entry listens.
port.on('newListener', (event) => {
  if (event !== 'message') return;
  queueMicrotask(() => {
    for (const message of early.splice(0)) port.emit('message', message);
  });
});
outside.on('message', ({ data, ports }: Envelope) => {
  const message = { data, ports: ports.map((each) => new PortDouble(each as MessagePort)) };
  if (port.listenerCount('message') > 0) port.emit('message', message);
  else early.push(message);
});

Object.defineProperty(process, 'parentPort', { value: port });
const { entry } = workerData as { readonly entry: string };
await import(entry);

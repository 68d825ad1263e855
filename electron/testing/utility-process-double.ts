import { EventEmitter } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { PortApi, UtilityProcessApi } from '../electron-api.ts';
import { takePorts } from './port-double.ts';

/** What crosses between the two threads; the ports are named in the message because Node hands over no separate list. */
export interface Envelope {
  readonly data: unknown;
  readonly ports: readonly unknown[];
}

/** A utility process as a real thread: its own modules, real cloning of every message, ports that really move. */
export class UtilityProcessDouble extends EventEmitter implements UtilityProcessApi {
  readonly modulePath: string;
  readonly args: readonly string[];
  readonly ended: Promise<void>;
  readonly #worker: Worker;

  constructor(modulePath: string, args: readonly string[], entry: URL) {
    super();
    this.modulePath = modulePath;
    this.args = args;
    this.#worker = new Worker(new URL('utility-process-thread.ts', import.meta.url), {
      workerData: { entry: entry.href },
      // The test runner's own loaders are not for it.
      execArgv: [],
    });
    this.#worker.on('message', (message) => this.emit('message', message));
    // As Electron: an error that nobody caught ends the process, and its words go to standard error.
    this.#worker.on('error', (error) => process.stderr.write(`${String(error)}\n`));
    this.ended = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        this.emit('exit', code);
        resolve();
      });
    });
  }

  postMessage(message: unknown, transfer?: PortApi[]): void {
    const ports = takePorts(transfer);
    const envelope: Envelope = { data: message, ports };
    this.#worker.postMessage(envelope, ports);
  }

  kill(): boolean {
    void this.#worker.terminate();
    return true;
  }
}

import { fork, type ChildProcess } from 'node:child_process';
import { projectRoot } from './project.mjs';

/** What a supervised process tells its parent. `restart` goes back to its successor unchanged: ports, keys, credentials. */
export type ChildMessage =
  | ({ readonly type: 'ready'; readonly restart: unknown } & Readonly<Record<string, unknown>>)
  | { readonly type: 'restart'; readonly restart: unknown }
  | { readonly type: 'failed'; readonly message: string };

export interface SupervisedOptions {
  readonly title: string;
  /** Source file to run, from the project's root. */
  readonly entry: string;
  /** What the start message says; `restart` is what the predecessor handed over, undefined the first time. */
  readonly startOptions: (restart: unknown) => Readonly<Record<string, unknown>>;
  readonly say: (line: string) => void;
}

const firstDelayMs = 250;
const longestDelayMs = 5000;
/** One that ran for this long is taken to be sound again: the next restart is quick. */
const soundAfterMs = 30_000;
const endWithinMs = 4000;

/**
 * One child process that is started again when it dies, on the same ports and with the same credentials, so that
 * whoever was connected to it finds it again. Secrets travel over the process channel only: arguments and environment
 * can be read by others on the machine.
 */
export class SupervisedProcess {
  readonly #options: SupervisedOptions;
  #child: ChildProcess | undefined;
  #restart: unknown;
  #delayMs = firstDelayMs;
  #isEnding = false;

  constructor(options: SupervisedOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves with the first ready message. Rejects with words for the user when the first start fails. */
  start(): Promise<ChildMessage & { type: 'ready' }> {
    return new Promise((resolve, reject) => {
      this.#spawn(resolve, reject);
    });
  }

  /** Loads the code now; `start` then only has to send the options. */
  preload(): void {
    this.#child ??= this.#fork();
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      if (child.connected) child.disconnect();
      else child.kill('SIGTERM');
    });
  }

  #fork(): ChildProcess {
    return fork(this.#options.entry, [], {
      cwd: projectRoot,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
  }

  #spawn(onReady?: (message: ChildMessage & { type: 'ready' }) => void, onFailed?: (error: Error) => void): void {
    const child = this.#child ?? this.#fork();
    this.#child = child;
    const startedAtMs = Date.now();
    let isFirstAnswer = true;
    let failure: string | undefined;

    child.on('message', (message: ChildMessage) => {
      if (message.type === 'failed') {
        failure = message.message;
        return;
      }
      this.#restart = message.restart;
      if (message.type === 'ready' && isFirstAnswer) {
        isFirstAnswer = false;
        onReady?.(message);
      }
    });
    child.once('exit', (code, signal) => {
      this.#child = undefined;
      if (this.#isEnding) return;
      if (onFailed !== undefined && isFirstAnswer) {
        onFailed(new Error(failure ?? `${this.#options.title} ended before it was ready (${String(signal ?? code)}).`));
        return;
      }
      this.#restartLater(Date.now() - startedAtMs, failure ?? String(signal ?? code));
    });
    child.once('error', (error) => {
      failure = error.message;
    });
    child.send({ type: 'start', options: this.#options.startOptions(this.#restart) });
  }

  #restartLater(ranForMs: number, reason: string): void {
    this.#delayMs = ranForMs >= soundAfterMs ? firstDelayMs : Math.min(this.#delayMs * 2, longestDelayMs);
    this.#options.say(`${this.#options.title} ended (${reason}); it is started again.`);
    setTimeout(() => {
      if (!this.#isEnding) this.#spawn();
    }, this.#delayMs);
  }
}

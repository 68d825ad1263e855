import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { PortApi, UtilityProcessApi } from '../electron-api.ts';

/** What every utility process of ours says of its start. `restart` is handed to its successor unread. */
export type ProcessAnswer =
  { readonly type: 'ready'; readonly restart?: unknown } | { readonly type: 'failed'; readonly message: string };

export interface SupervisedProcessOptions {
  /** For the log. */
  readonly title: string;
  readonly fork: () => UtilityProcessApi;
  /** What the process is told first; `restart` is what its predecessor handed over, undefined the first time. */
  readonly startOptions: (restart: unknown) => unknown;
  /** Everything that is not about its start. */
  readonly onMessage?: (message: unknown, reply: (message: unknown) => void) => void;
  /** Ready to be used: after the first start, and again after each restart. */
  readonly onReady?: (answer: Readonly<Record<string, unknown>>) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface SupervisedProcess {
  /** Resolves with the first ready message; rejects with the process's own words when its first start fails. */
  readonly start: () => Promise<Readonly<Record<string, unknown>>>;
  /** False when it is not running, or not ready: nothing was posted. */
  readonly post: (message: unknown, transfer?: PortApi[]) => boolean;
  readonly end: () => void;
}

const firstDelayMs = 250;
const longestDelayMs = 5000;
/** One that ran for this long is taken to be sound again: the next restart is quick. */
const soundAfterMs = 30_000;

/** A utility process that is started again when it dies, at growing intervals. */
export const createSupervisedProcess = (options: SupervisedProcessOptions): SupervisedProcess => {
  const { clock, log, title } = options;
  let child: UtilityProcessApi | undefined;
  let isReady = false;
  let isEnding = false;
  let restart: unknown;
  let delayMs = firstDelayMs;
  let first: PromiseWithResolvers<Readonly<Record<string, unknown>>> | undefined;

  const spawn = (): void => {
    const started = options.fork();
    const startedAtMs = clock.now();
    let failure: string | undefined;
    child = started;

    started.on('message', (message) => {
      if (child !== started) return;
      if (!isRecord(message)) return;
      if (message.type === 'ready') {
        isReady = true;
        restart = message.restart;
        log.info('process ready', { title });
        first?.resolve(message);
        first = undefined;
        options.onReady?.(message);
      } else if (message.type === 'failed') {
        failure = typeof message.message === 'string' ? message.message : 'it gave no reason';
        // It waits to be ended: a process that ends itself may take its last message with it.
        started.kill();
      } else {
        options.onMessage?.(message, (reply) => {
          if (child === started) started.postMessage(reply);
        });
      }
    });
    started.on('exit', (code) => {
      if (child !== started) return;
      child = undefined;
      isReady = false;
      if (isEnding) return;
      if (first !== undefined) {
        first.reject(new Error(failure ?? `${title} ended before it was ready (${String(code)}).`));
        first = undefined;
        return;
      }
      const ranForMs = clock.now() - startedAtMs;
      delayMs = ranForMs >= soundAfterMs ? firstDelayMs : Math.min(delayMs * 2, longestDelayMs);
      log.warn('process ended, starting it again', { title, code, failure, delayMs });
      clock.after(delayMs, () => {
        if (!isEnding) spawn();
      });
    });
    started.postMessage({ type: 'start', options: options.startOptions(restart) });
  };

  return {
    start: () => {
      first = Promise.withResolvers();
      const { promise } = first;
      spawn();
      return promise;
    },
    post: (message, transfer) => {
      if (child === undefined || !isReady) return false;
      child.postMessage(message, transfer);
      return true;
    },
    end: () => {
      isEnding = true;
      child?.kill();
    },
  };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

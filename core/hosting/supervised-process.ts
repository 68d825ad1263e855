import type { Clock } from '../clock.ts';

/** What every process of ours says of its start. `restart` is handed to its successor unread: ports, keys, credentials. */
export type ProcessAnswer =
  | { readonly type: 'ready'; readonly restart?: unknown }
  /** What a successor needs has changed since it was ready. */
  | { readonly type: 'restart'; readonly restart: unknown }
  | { readonly type: 'failed'; readonly message: string };

/** A process as its parent sees it, in the shape of Electron's `UtilityProcess`. */
export interface ChildApi<Port = never> {
  on(event: 'exit', listener: (reason: number | string) => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  postMessage(message: object, transfer?: Port[]): void;
  /** Ends it; `exit` follows. */
  kill(): unknown;
}

export interface SupervisedProcessOptions<Port> {
  /** For a sentence to the user, such as "The engine". */
  readonly title: string;
  readonly fork: () => ChildApi<Port>;
  /** What the process is told first; `restart` is what its predecessor handed over, undefined the first time. */
  readonly startOptions: (restart: unknown) => unknown;
  /** Everything that is not about its start. */
  readonly onMessage?: (message: unknown, reply: (message: object) => void) => void;
  /** Ready to be used: after the first start, and again after each restart. */
  readonly onReady?: (answer: Readonly<Record<string, unknown>>) => void;
  /** It has ended on its own, with an exit code, a signal or its own words, and is started again after the delay. */
  readonly onDeath?: (reason: string, restartDelayMs: number) => void;
  readonly clock: Clock;
}

export interface SupervisedProcess<Port = never> {
  /** Forks it, so that its code is loaded by the time of `start`. */
  readonly prepare: () => void;
  /** Resolves with the first ready message; rejects with the process's own words when its first start fails. */
  readonly start: () => Promise<Readonly<Record<string, unknown>>>;
  /** False when it is not running, or not ready: nothing was posted. */
  readonly post: (message: object, transfer?: Port[]) => boolean;
  /** Resolves when it has ended. It is not started again. */
  readonly end: () => Promise<void>;
}

const firstDelayMs = 250;
const longestDelayMs = 5000;
/** One that ran for this long is taken to be sound again: the next restart is quick. */
const soundAfterMs = 30_000;

/**
 * A process that is started again when it dies, at growing intervals, with what its predecessor handed over: whoever was
 * connected to it finds it where it was. Secrets go over the process's channel only: arguments and environment can be
 * read by others on the machine.
 */
export const createSupervisedProcess = <Port = never>(
  options: SupervisedProcessOptions<Port>,
): SupervisedProcess<Port> => {
  const { clock, title } = options;
  let child: ChildApi<Port> | undefined;
  let isReady = false;
  let isEnding = false;
  /** Undefined while it is only prepared. */
  let startedAtMs: number | undefined;
  let restart: unknown;
  let failure: string | undefined;
  let delayMs = firstDelayMs;
  let first: PromiseWithResolvers<Readonly<Record<string, unknown>>> | undefined;
  const ended = Promise.withResolvers<undefined>();

  const receive = (from: ChildApi<Port>, message: unknown): void => {
    if (child !== from || !isRecord(message)) return;
    switch (message.type) {
      case 'ready':
        isReady = true;
        restart = message.restart;
        first?.resolve(message);
        first = undefined;
        options.onReady?.(message);
        break;
      case 'restart':
        restart = message.restart;
        break;
      case 'failed':
        failure = typeof message.message === 'string' ? message.message : 'it gave no reason';
        // It waits to be ended: a process that ends itself may take its last message with it.
        from.kill();
        break;
      default:
        options.onMessage?.(message, (reply) => {
          if (child === from) from.postMessage(reply);
        });
    }
  };

  const bury = (dead: ChildApi<Port>, reason: string): void => {
    if (child !== dead) return;
    child = undefined;
    isReady = false;
    if (isEnding) {
      ended.resolve(undefined);
    } else if (first !== undefined) {
      first.reject(new Error(failure ?? `${title} ended before it was ready (${reason}).`));
      first = undefined;
    } else if (startedAtMs !== undefined) {
      delayMs = clock.now() - startedAtMs >= soundAfterMs ? firstDelayMs : Math.min(delayMs * 2, longestDelayMs);
      clock.after(delayMs, () => {
        if (!isEnding) startChild();
      });
      options.onDeath?.(failure ?? reason, delayMs);
    }
  };

  const fork = (): ChildApi<Port> => {
    const forked = options.fork();
    failure = undefined;
    child = forked;
    forked.on('message', (message) => {
      receive(forked, message);
    });
    forked.on('exit', (reason) => {
      bury(forked, String(reason));
    });
    return forked;
  };

  const startChild = (): void => {
    const started = child ?? fork();
    startedAtMs = clock.now();
    started.postMessage({ type: 'start', options: options.startOptions(restart) });
  };

  return {
    prepare: () => {
      child ??= fork();
    },
    start: () => {
      first = Promise.withResolvers();
      const { promise } = first;
      startChild();
      return promise;
    },
    post: (message, transfer) => {
      if (child === undefined || !isReady) return false;
      child.postMessage(message, transfer);
      return true;
    },
    end: () => {
      isEnding = true;
      if (child === undefined) ended.resolve(undefined);
      else child.kill();
      return ended.promise;
    },
  };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

import {
  methods,
  type MethodName,
  type MethodParams,
  type MethodResult,
  type TopicEvent,
  type TopicName,
  type TopicParams,
} from './contract.ts';
import { readServerMessage, type ClientMessage } from './messages.ts';
import type { AbortSignalLike } from './platform.ts';
import { failureOf, type Failure, type Result } from './result.ts';
import { systemTimers, type Timers } from './timers.ts';
import type { Transport } from './transport.ts';

export interface CallOptions {
  /** Aborting it ends the call with `cancelled` and tells the engine that nobody waits any more. */
  readonly signal?: AbortSignalLike;
  /** Instead of the contract's own. */
  readonly timeoutMs?: number;
}

export interface SubscriptionHandlers<E> {
  /** The event counts as taken in when this returns; only then may the engine build the next. */
  onEvent(event: E): void;
  /** Called at most once; nothing follows. `engine-restarted` when the connection is lost. */
  onError?(failure: Failure): void;
}

export interface Subscription {
  /** Withholds acknowledgements: at most one more event arrives, then the engine builds none. */
  pause(): void;
  /** What comes next is the latest, not what was missed one by one. */
  resume(): void;
  close(): void;
}

/** The window's end of the contract. */
export interface ContractClient {
  /** Always answers, exactly once, and never rejects: `timeout`, `cancelled` and `engine-restarted` are answers. */
  call<M extends MethodName>(
    method: M,
    params: MethodParams<M>,
    options?: CallOptions,
  ): Promise<Result<MethodResult<M>>>;
  subscribe<T extends TopicName>(
    topic: T,
    params: TopicParams<T>,
    handlers: SubscriptionHandlers<TopicEvent<T>>,
  ): Subscription;
  /** Called once with the reason in words; at once when the connection is gone already. Returns the way to stop listening. */
  onClose(listener: (reason: string) => void): () => void;
  close(): void;
}

export interface ClientOptions {
  readonly timers?: Timers;
  /** Messages that were dropped, and listeners that threw. For a log, not for an operator. */
  readonly onProtocolError?: (explanation: string, cause?: unknown) => void;
}

interface OpenSubscription {
  receive(number: number, event: unknown): void;
  end(failure: Failure): void;
}

const gone = (): Failure =>
  failureOf('engine-restarted', 'The connection to the engine was lost. It is being restored; then try again.');

export const createClient = (transport: Transport, options: ClientOptions = {}): ContractClient => {
  const timers = options.timers ?? systemTimers;
  const report = options.onProtocolError ?? (() => undefined);
  const calls = new Map<number, (result: Result<unknown>) => void>();
  const subscriptions = new Map<number, OpenSubscription>();
  let isClosed = false;
  let lastId = 0;

  /** False when the message cannot be carried, such as one that holds a function. */
  const send = (message: ClientMessage): boolean => {
    try {
      transport.send(message);
      return true;
    } catch (error) {
      report(`A message of type ${message.type} could not be sent`, error);
      return false;
    }
  };

  const guarded = (what: string, run: () => void): void => {
    try {
      run();
    } catch (error) {
      report(`${what} threw`, error);
    }
  };

  const call = (method: MethodName, params: unknown, callOptions: CallOptions): Promise<Result<unknown>> =>
    new Promise((resolve) => {
      if (isClosed) {
        resolve({ ok: false, error: gone() });
        return;
      }
      const { signal, timeoutMs = methods[method].timeoutMs } = callOptions;
      if (signal?.aborted === true) {
        resolve({ ok: false, error: cancelled() });
        return;
      }
      lastId += 1;
      const id = lastId;
      const end = (result: Result<unknown>): void => {
        if (!calls.delete(id)) return;
        stopTimer();
        signal?.removeEventListener('abort', onAbort);
        resolve(result);
      };
      const giveUp = (error: Failure): void => {
        send({ type: 'cancel', id });
        end({ ok: false, error });
      };
      const onAbort = (): void => {
        giveUp(cancelled());
      };
      const stopTimer = timers.after(timeoutMs, () => {
        giveUp(
          failureOf(
            'timeout',
            `No answer within ${String(Math.round(timeoutMs / 1000))} s. What was asked may still happen.`,
          ),
        );
      });
      calls.set(id, end);
      signal?.addEventListener('abort', onAbort);
      if (!send({ type: 'call', id, method, params })) {
        end({ ok: false, error: failureOf('internal', 'The console could not ask this. Nothing was changed.') });
      }
    });

  const subscribe = (
    topic: TopicName,
    params: unknown,
    deliver: (event: unknown) => void,
    onError: (failure: Failure) => void,
  ): Subscription => {
    lastId += 1;
    const id = lastId;
    let isPaused = false;
    let unacknowledged: number | undefined;

    const acknowledge = (): void => {
      if (isPaused || unacknowledged === undefined || !subscriptions.has(id)) return;
      const number = unacknowledged;
      unacknowledged = undefined;
      send({ type: 'acknowledge', id, number });
    };
    const end = (failure: Failure): void => {
      if (!subscriptions.delete(id)) return;
      guarded(`The error listener of topic ${topic}`, () => {
        onError(failure);
      });
    };

    subscriptions.set(id, {
      receive: (number, event) => {
        guarded(`The event listener of topic ${topic}`, () => {
          deliver(event);
        });
        unacknowledged = number;
        acknowledge();
      },
      end,
    });
    // A caller has its subscription in hand before it hears of the end of it.
    if (isClosed) {
      void Promise.resolve().then(() => {
        end(gone());
      });
    } else if (!send({ type: 'subscribe', id, topic, params })) {
      void Promise.resolve().then(() => {
        end(failureOf('internal', 'The console could not ask for this data.'));
      });
    }

    return {
      pause: () => {
        isPaused = true;
      },
      resume: () => {
        isPaused = false;
        acknowledge();
      },
      close: () => {
        if (subscriptions.delete(id) && !isClosed) send({ type: 'unsubscribe', id });
      },
    };
  };

  const stopListening = transport.onMessage((raw) => {
    if (isClosed) return;
    const message = readServerMessage(raw);
    if (message === undefined || message.id > lastId) {
      report('The engine sent a message that is not part of the contract');
      return;
    }
    // What is not open any more was cancelled, timed out or closed here while its answer was on the way.
    switch (message.type) {
      case 'reply':
        calls.get(message.id)?.(message.result);
        break;
      case 'event':
        subscriptions.get(message.id)?.receive(message.number, message.event);
        break;
      case 'ended':
        subscriptions.get(message.id)?.end(message.failure);
        break;
    }
  });

  transport.onClose(() => {
    isClosed = true;
    stopListening();
    for (const end of [...calls.values()]) end({ ok: false, error: gone() });
    for (const subscription of [...subscriptions.values()]) subscription.end(gone());
  });

  return {
    // The casts stand where the contract's types meet the wire: the engine answers by the same contract file.
    call: <M extends MethodName>(method: M, params: MethodParams<M>, callOptions: CallOptions = {}) =>
      call(method, params, callOptions) as Promise<Result<MethodResult<M>>>,
    subscribe: <T extends TopicName>(topic: T, params: TopicParams<T>, handlers: SubscriptionHandlers<TopicEvent<T>>) =>
      subscribe(
        topic,
        params,
        (event) => {
          handlers.onEvent(event as TopicEvent<T>);
        },
        (failure) => {
          handlers.onError?.(failure);
        },
      ),
    onClose: (listener) => transport.onClose(listener),
    close: () => {
      transport.close();
    },
  };
};

const cancelled = (): Failure => failureOf('cancelled', 'Cancelled. What was asked may have happened already.');

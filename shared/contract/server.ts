import {
  methods as contractMethods,
  topics as contractTopics,
  type MethodName,
  type MethodParams,
  type MethodResult,
  type TopicEvent,
  type TopicName,
  type TopicParams,
} from './contract.ts';
import { readClientMessage, type ClientMessage, type ServerMessage } from './messages.ts';
import { platform, type AbortSignalLike } from './platform.ts';
import { failureOf, type Failure, type Result } from './result.ts';
import { openSubscription, type ServerSubscription } from './server-subscription.ts';
import { systemTimers, type Timers } from './timers.ts';
import type { TopicSource } from './topic-source.ts';
import type { Transport } from './transport.ts';

export interface CallContext {
  /** Aborted when the window has cancelled, given up or gone. */
  readonly signal: AbortSignalLike;
}

/** Params have passed the contract's schema. A handler that throws answers `internal`. */
export type MethodHandlers = {
  readonly [M in MethodName]: (
    params: MethodParams<M>,
    context: CallContext,
  ) => Result<MethodResult<M>> | Promise<Result<MethodResult<M>>>;
};

/** Opens a source for one subscription. Params have passed the contract's schema. */
export type TopicHandlers = {
  readonly [T in TopicName]: (params: TopicParams<T>, wake: () => void) => TopicSource<TopicEvent<T>>;
};

export interface SessionNeeds {
  readonly methods: MethodHandlers;
  readonly topics: TopicHandlers;
  readonly timers?: Timers;
  /** The error itself, for the log: the window is told only that something went wrong. */
  readonly onInternalError?: (error: unknown, where: string) => void;
  /** Messages that were dropped because they are not part of the contract. */
  readonly onProtocolError?: (explanation: string) => void;
}

export interface Session {
  close(): void;
}

/** One entry of the details of `invalid-params`; the path as forms write it: `settings.topics.0.filter`. */
export interface ParamsIssue {
  readonly path: string;
  readonly message: string;
}

/** More than any window has open; a window that asks for more is broken. */
export const maximumOpenCalls = 1000;
export const maximumOpenSubscriptions = 200;

const isMethodName = (name: string): name is MethodName => Object.hasOwn(contractMethods, name);
const isTopicName = (name: string): name is TopicName => Object.hasOwn(contractTopics, name);

const internalFailure = (): Failure =>
  failureOf('internal', 'Something went wrong inside the console. The log has the details; trying again may help.');

/** The engine's end of the contract, for one window. Sessions know nothing of each other. */
export const serveSession = (transport: Transport, needs: SessionNeeds): Session => {
  const timers = needs.timers ?? systemTimers;
  const reportFault = needs.onInternalError ?? (() => undefined);
  const reportProtocol = needs.onProtocolError ?? (() => undefined);
  const calls = new Map<number, { abort(): void }>();
  const subscriptions = new Map<number, ServerSubscription>();
  let isClosed = false;
  let lastId = 0;

  const send = (message: ServerMessage): void => {
    if (!isClosed) transport.send(message);
  };

  const reply = (id: number, method: string, result: Result<unknown>): void => {
    try {
      send({ type: 'reply', id, result });
    } catch (error) {
      reportFault(error, `answer of ${method}`);
      send({ type: 'reply', id, result: { ok: false, error: internalFailure() } });
    }
  };

  const handle = async <M extends MethodName>(
    method: M,
    params: unknown,
    signal: AbortSignalLike,
  ): Promise<Result<MethodResult<M>>> => {
    try {
      const parsed = contractMethods[method].params.safeParse(params);
      if (!parsed.success) return { ok: false, error: invalidParams(parsed.error.issues) };
      // The schema has just said so; the compiler cannot follow it through a union of methods.
      return await needs.methods[method](parsed.data as MethodParams<M>, { signal });
    } catch (error) {
      reportFault(error, `method ${method}`);
      return { ok: false, error: internalFailure() };
    }
  };

  const startCall = (id: number, method: string, params: unknown): void => {
    if (!isMethodName(method)) {
      reply(id, 'an unknown method', { ok: false, error: failureOf('unknown-method', unknownMessage) });
      return;
    }
    if (calls.size >= maximumOpenCalls) {
      reply(id, method, { ok: false, error: failureOf('refused', 'Too many requests are open. Reload this window.') });
      return;
    }
    const controller = new platform.AbortController();
    calls.set(id, controller);
    void handle(method, params, controller.signal).then((result) => {
      // Cancelled meanwhile: nobody waits for it.
      if (calls.delete(id)) reply(id, method, result);
    });
  };

  const startSubscription = (id: number, topic: string, params: unknown): void => {
    const refuse = (failure: Failure): void => {
      send({ type: 'ended', id, failure });
    };
    if (!isTopicName(topic)) {
      refuse(failureOf('unknown-method', unknownMessage));
      return;
    }
    if (subscriptions.size >= maximumOpenSubscriptions) {
      refuse(failureOf('refused', 'Too much live data is open in this window. Reload it.'));
      return;
    }
    const parsed = contractTopics[topic].safeParse(params);
    if (!parsed.success) {
      refuse(invalidParams(parsed.error.issues));
      return;
    }
    const subscription = openSubscription({
      open: (wake) => openSource(needs.topics, topic, parsed.data, wake),
      send: (number, event) => {
        send({ type: 'event', id, number, event });
      },
      onFault: (error) => {
        reportFault(error, `topic ${topic}`);
      },
      onEnd: () => {
        subscriptions.delete(id);
        refuse(internalFailure());
      },
      timers,
    });
    if (!subscription.isClosed()) subscriptions.set(id, subscription);
  };

  const receive = (message: ClientMessage): void => {
    switch (message.type) {
      case 'call':
      case 'subscribe':
        if (message.id <= lastId) {
          reportProtocol('The window used an id twice');
          return;
        }
        lastId = message.id;
        if (message.type === 'call') startCall(message.id, message.method, message.params);
        else startSubscription(message.id, message.topic, message.params);
        break;
      case 'cancel': {
        const call = calls.get(message.id);
        calls.delete(message.id);
        call?.abort();
        break;
      }
      case 'acknowledge':
        subscriptions.get(message.id)?.acknowledge(message.number);
        break;
      case 'unsubscribe': {
        const subscription = subscriptions.get(message.id);
        subscriptions.delete(message.id);
        subscription?.close();
        break;
      }
    }
  };

  const end = (): void => {
    if (isClosed) return;
    isClosed = true;
    stopListening();
    const open = { calls: [...calls.values()], subscriptions: [...subscriptions.values()] };
    calls.clear();
    subscriptions.clear();
    for (const call of open.calls) call.abort();
    for (const subscription of open.subscriptions) subscription.close();
  };

  const stopListening = transport.onMessage((raw) => {
    if (isClosed) return;
    const message = readClientMessage(raw);
    if (message === undefined) reportProtocol('The window sent a message that is not part of the contract');
    else receive(message);
  });
  transport.onClose(end);

  return {
    close: () => {
      end();
      transport.close();
    },
  };
};

const unknownMessage =
  'This window asks for something that the engine does not know. They are of different versions: reload the window.';

/** Generic, so that a topic's params and its source stay one type; the schema has just checked the params. */
const openSource = <T extends TopicName>(
  handlers: TopicHandlers,
  topic: T,
  params: unknown,
  wake: () => void,
): TopicSource<TopicEvent<T>> => handlers[topic](params as TopicParams<T>, wake);

interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const invalidParams = (issues: readonly SchemaIssue[]): Failure => {
  const details: readonly ParamsIssue[] = issues.slice(0, 100).map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }));
  return failureOf('invalid-params', 'Some of what was entered cannot be used. Correct it and try again.', details);
};

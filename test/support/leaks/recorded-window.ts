import WebSocket from 'ws';
import { createClient, type ContractClient } from '../../../shared/contract/client.ts';
import type {
  MethodName,
  MethodParams,
  MethodResult,
  TopicEvent,
  TopicName,
} from '../../../shared/contract/contract.ts';
import { readClientMessage, readServerMessage } from '../../../shared/contract/messages.ts';
import type { Failure } from '../../../shared/contract/result.ts';
import { createCodec } from '../../../shared/contract/transports/codec.ts';
import type { Transport } from '../../../shared/contract/transport.ts';
import { createWebSocketTransport, type WebSocketLike } from '../../../shared/contract/transports/web-socket.ts';

/** One message to the window, as its bytes are. */
export interface RecordedFrame {
  readonly bytes: Uint8Array;
  /** What it answers; undefined for live data. */
  readonly method: string | undefined;
}

export interface RecordedWindow {
  readonly client: ContractClient;
  /** Fails the test where the answer is not ok. */
  call<M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResult<M>>;
  /** Fails the test where the answer is ok. */
  refused<M extends MethodName>(method: M, params: MethodParams<M>): Promise<Failure>;
  until<T extends 'connections' | 'commands'>(
    topic: T,
    isWanted: (event: TopicEvent<T>) => boolean,
  ): Promise<TopicEvent<T>>;
  /** Subscribes to everything there is, for as long as the window is open. */
  watchAll(): void;
  readonly closed: Promise<string>;
  close(): void;
}

/** A window's place at the engine of a browser host, where every byte that it is sent is written down. */
export const openRecordedWindow = async (url: string, record: RecordedFrame[]): Promise<RecordedWindow> => {
  const { origin, host } = new URL(url);
  const answer = await fetch(url, { redirect: 'manual' });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`The console gave no cookie for its own address (${answer.status}).`);
  const socket = new WebSocket(`ws://${host}/engine`, { headers: { cookie, origin } });
  socket.binaryType = 'arraybuffer';
  const methods = new Map<number, string>();
  const codec = createCodec();
  socket.on('message', (data: ArrayBuffer) => {
    const bytes = new Uint8Array(data.slice(0));
    record.push({ bytes, method: methodOf(codec.decode(bytes), methods) });
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return windowOf(createClient(createWebSocketTransport(noting(socket, methods))));
};

/** The same over a port, which carries objects: they are written down as a socket would carry them. */
export const recordWindow = (transport: Transport, record: RecordedFrame[]): RecordedWindow => {
  const methods = new Map<number, string>();
  const codec = createCodec();
  return windowOf(
    createClient({
      send: (message) => {
        noteMethod(message, methods);
        transport.send(message);
      },
      onMessage: (listener) =>
        transport.onMessage((message) => {
          record.push({ bytes: codec.encode(message), method: methodOf(message, methods) });
          listener(message);
        }),
      onClose: (listener) => transport.onClose(listener),
      close: () => {
        transport.close();
      },
    }),
  );
};

const noteMethod = (raw: unknown, methods: Map<number, string>): void => {
  const message = readClientMessage(raw);
  if (message?.type === 'call') methods.set(message.id, message.method);
};

const methodOf = (raw: unknown, methods: ReadonlyMap<number, string>): string | undefined => {
  const message = readServerMessage(raw);
  return message?.type === 'reply' ? methods.get(message.id) : undefined;
};

const windowOf = (client: ContractClient): RecordedWindow => ({
  client,
  closed: new Promise((resolve) => client.onClose(resolve)),
  call: async (method, params) => {
    const result = await client.call(method, params);
    if (!result.ok) throw new Error(`${method}: ${result.error.code}: ${result.error.message}`);
    return result.value;
  },
  refused: async (method, params) => {
    const result = await client.call(method, params);
    if (result.ok) throw new Error(`${method} was expected to be refused.`);
    return result.error;
  },
  until: (topic, isWanted) =>
    new Promise((resolve, reject) => {
      const params = topic === 'commands' ? { limit: 50 } : {};
      const subscription = client.subscribe<TopicName>(topic, params, {
        onEvent: (event) => {
          const wanted = event as TopicEvent<typeof topic>;
          if (!isWanted(wanted)) return;
          subscription.close();
          resolve(wanted);
        },
        onError: ({ message }) => {
          reject(new Error(message));
        },
      });
    }),
  watchAll: () => {
    const ignored = { onEvent: () => undefined };
    client.subscribe('connections', {}, ignored);
    client.subscribe('fleet', {}, ignored);
    client.subscribe('audit', {}, ignored);
    client.subscribe('commands', { limit: 50 }, ignored);
    client.subscribe('vehicle', { connectionId: 'practice', vehicleId: 'TRUCK-001' }, ignored);
  },
  close: () => {
    client.close();
  },
});

/** The socket as it is, with what the window asks noted down by number. */
const noting = (socket: WebSocket, methods: Map<number, string>): WebSocketLike => {
  const codec = createCodec();
  return {
    get binaryType() {
      return socket.binaryType;
    },
    set binaryType(_type) {
      // It is what both sides need already.
    },
    get readyState() {
      return socket.readyState;
    },
    send: (data) => {
      noteMethod(codec.decode(data), methods);
      socket.send(data);
    },
    close: (code, reason) => {
      socket.close(code, reason);
    },
    addEventListener: (type: 'open' | 'error' | 'message' | 'close', listener: (event: never) => void) => {
      socket.addEventListener(type as 'message', listener as (event: WebSocket.MessageEvent) => void);
    },
  };
};

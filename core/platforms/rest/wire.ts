import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Clock } from '../../clock.ts';
import type { PlatformAddress } from './address.ts';

/** A page of a hundred devices has some 100 kB; what is a hundred times that is a mistake or an attack. */
const largestAnswerBytes = 16 * 1024 * 1024;

/** Idle sockets are let go before usual servers and gateways do, so that few requests run into a closed one. */
const idleSocketMs = 4_000;

export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /**
   * On a connection of its own. A request that meets a kept connection just as the platform closes it is lost in a way that
   * leaves open whether it was done; one on a new connection surely was not, until the connection stands.
   */
  readonly isUnrepeatable: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Called once, when the request has left this computer. */
  readonly onSent: () => void;
}

/** How one exchange ended. `hasLeft`: the platform may have got the request. */
export type ExchangeEnd =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'cut' | 'too-large'; readonly status: number }
  | { readonly kind: 'network'; readonly error: Error; readonly hasLeft: boolean }
  | { readonly kind: 'timeout' | 'cancelled'; readonly hasLeft: boolean };

/** The way to one platform. Exchanges never reject. */
export interface Wire {
  exchange(exchange: Exchange): Promise<ExchangeEnd>;
  /** Lets idle connections go. */
  close(): void;
}

export interface WireOptions {
  readonly address: PlatformAddress;
  readonly caPem: string | undefined;
  readonly mostConnections: number;
  readonly clock: Clock;
}

export const createHttpWire = ({ address, caPem, mostConnections, clock }: WireOptions): Wire => {
  const keeping = { keepAlive: true, maxSockets: mostConnections, timeout: idleSocketMs };
  const trust = caPem === undefined ? {} : { ca: caPem };
  const agent = address.isSecure ? new HttpsAgent({ ...keeping, ...trust }) : new HttpAgent(keeping);
  const open = (url: URL, options: Parameters<typeof httpsRequest>[1]): ClientRequest =>
    address.isSecure ? httpsRequest(url, { ...options, ...trust }) : httpRequest(url, options);

  return {
    exchange: (exchange) =>
      new Promise((resolve) => {
        const { method, url, headers, body, signal, timeoutMs } = exchange;
        let hasLeft = false;
        let isOver = false;
        let request: ClientRequest | undefined;
        const left = (): void => {
          if (hasLeft || isOver) return;
          hasLeft = true;
          exchange.onSent();
        };
        const finish = (end: ExchangeEnd): void => {
          if (isOver) return;
          isOver = true;
          callOffTimeout();
          signal.removeEventListener('abort', cancel);
          // A connection whose answer was read to its end is kept; any other is of no further use.
          if (end.kind !== 'answer') request?.destroy();
          resolve(end);
        };
        const cancel = (): void => {
          finish({ kind: 'cancelled', hasLeft });
        };
        const fail = (error: unknown): void => {
          finish({ kind: 'network', error: error instanceof Error ? error : new Error(String(error)), hasLeft });
        };
        const callOffTimeout = clock.after(timeoutMs, () => {
          finish({ kind: 'timeout', hasLeft });
        });
        signal.addEventListener('abort', cancel, { once: true });
        if (signal.aborted) {
          cancel();
          return;
        }
        try {
          request = open(url, { method, headers, agent: exchange.isUnrepeatable ? false : agent });
        } catch (error) {
          // A certificate authority's file or a header that cannot be read.
          fail(error);
          return;
        }
        const opened = request;
        // It stays: a request that is destroyed may report once more.
        opened.on('error', fail);
        opened.on('socket', (socket) => {
          if (opened.reusedSocket) left();
          else socket.once(address.isSecure ? 'secureConnect' : 'connect', left);
        });
        opened.on('response', (response) => {
          left();
          readAnswer(response, finish);
        });
        opened.end(body);
      }),
    close: () => {
      agent.destroy();
    },
  };
};

const readAnswer = (response: IncomingMessage, finish: (end: ExchangeEnd) => void): void => {
  const status = response.statusCode ?? 0;
  const chunks: Uint8Array[] = [];
  let length = 0;
  response.on('data', (chunk: Uint8Array) => {
    length += chunk.byteLength;
    if (length > largestAnswerBytes) finish({ kind: 'too-large', status });
    else chunks.push(chunk);
  });
  response.on('end', () => {
    finish({ kind: 'answer', status, headers: flat(response), bytes: Buffer.concat(chunks) });
  });
  const cut = (): void => {
    finish({ kind: 'cut', status });
  };
  response.on('error', cut);
  response.on('close', cut);
};

const flat = ({ headers }: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );

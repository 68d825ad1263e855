import { lookup } from 'node:dns/promises';
import { connect as connectSocket, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { isIP } from 'node:net';
import type { BrokerAddress } from './broker-address.ts';

/** Ends by itself: a firewall that swallows packets answers nothing. */
const reachTimeoutMs = 5_000;

/** The addresses behind a name, or its error. */
export const resolveName = async (host: string): Promise<readonly string[] | Error> => {
  try {
    const addresses = await lookup(host, { all: true });
    return addresses.map((entry) => entry.address);
  } catch (error) {
    return asError(error);
  }
};

/** Undefined when a TCP connection could be made. */
export const reachPort = (address: BrokerAddress, signal: AbortSignal): Promise<Error | undefined> =>
  trySocket(connectSocket({ host: address.host, port: address.port }), 'connect', signal);

/** Undefined when a TLS connection with a certificate that is trusted could be made. */
export const reachTls = (
  address: BrokerAddress,
  options: Pick<ConnectionOptions, 'ca' | 'cert' | 'key'>,
  signal: AbortSignal,
): Promise<Error | undefined> => {
  try {
    const servername = isIP(address.host) === 0 ? { servername: address.host } : {};
    const socket = connectTls({ ...options, ...servername, host: address.host, port: address.port });
    return trySocket(socket, 'secureConnect', signal);
  } catch (error) {
    // A key or certificate that cannot be read is found out before anything is sent.
    return Promise.resolve(asError(error));
  }
};

/** Whether the port answers to TLS at all, trusted or not: the reason why a plain sign-in gets no answer. */
export const speaksTls = async (address: BrokerAddress, signal: AbortSignal): Promise<boolean> => {
  const socket = connectTls({ host: address.host, port: address.port, rejectUnauthorized: false });
  const error = await trySocket(socket, 'secureConnect', signal);
  return error === undefined || /alert|SSLV3|TLSV1/i.test(error.message);
};

const trySocket = (socket: Socket, readyEvent: string, signal: AbortSignal): Promise<Error | undefined> =>
  new Promise((resolve) => {
    const finish = (error: Error | undefined): void => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      resolve(error);
    };
    const abort = (): void => {
      finish(new Error('cancelled'));
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.setTimeout(reachTimeoutMs, () => {
      finish(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' }));
    });
    socket.once(readyEvent, () => {
      finish(undefined);
    });
    // It stays: a socket that is destroyed while it connects may report once more.
    socket.on('error', finish);
    socket.once('close', () => {
      finish(Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' }));
    });
    if (signal.aborted) abort();
  });

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

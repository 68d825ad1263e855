import type { AddressInfo } from 'node:net';
import { Broker } from './broker/broker.ts';
import type { Clock } from './clock.ts';
import { createForwarder } from './export/forwarder.ts';
import { createRouter } from './export/router.ts';
import { createSparseWarning, type Log } from './log.ts';
import type { BridgeOptions } from './options.ts';
import { createCounters } from './webhook/counters.ts';
import { Gate } from './webhook/gate.ts';
import { listenProblem } from './webhook/listener.ts';
import { createSecretCheck } from './webhook/secret.ts';
import { createServer } from './webhook/server.ts';

export interface Bridge {
  readonly port: number;
  /** Where IoT Central's webhook posts to, as seen from this machine. */
  readonly webhookUrl: string;
  /** Takes nothing new, sees what is under way through, says goodbye to the broker. */
  close(): Promise<void>;
}

/** Beyond the time that answers may take: for senders in the middle of a body. */
const closingGraceMs = 2_000;

/**
 * Listens and connects. Resolves when it listens; the broker may still be away, which /health says. Rejects with one
 * sentence when it cannot listen.
 */
export const startBridge = async (options: BridgeOptions, clock: Clock, log: Log): Promise<Bridge> => {
  const counters = createCounters();
  const gate = new Gate(options.maxPendingBytes);
  const warn = createSparseWarning(log, clock);
  const broker = new Broker({
    options: options.broker,
    maxInFlight: options.maxInFlight,
    stalledAfterMs: options.answerWithinMs,
    clock,
    log,
  });
  let isClosing = false;

  const app = createServer({
    ...(options.tls !== undefined && { tls: options.tls }),
    secretHeader: options.secretHeader,
    isSecret: createSecretCheck(options.secrets),
    maxBodyBytes: options.maxBodyBytes,
    gate,
    counters,
    gauges: () => ({
      isConnected: broker.isConnected,
      connections: broker.connections,
      inFlight: broker.inFlight,
      pendingBytes: gate.takenBytes,
    }),
    isClosing: () => isClosing,
    forward: createForwarder({
      publish: (topic, payload, signal) => broker.publish(topic, payload, signal),
      route: createRouter(options.deviceTopic, options.applicationTopic),
      counters,
      clock,
      answerWithinMs: options.answerWithinMs,
      onUnknown: (claims) => warn('unknown', 'message of an unknown source dropped', { messageSource: claims }),
    }),
    onTurnedAway: (status, problem) => warn(`answered ${status}`, 'request turned away', { status, problem }),
  });

  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    await broker.close();
    throw new Error(listenProblem(error as NodeJS.ErrnoException, options.host, options.port), { cause: error });
  }
  const { port } = app.server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    port,
    webhookUrl: `${options.tls === undefined ? 'http' : 'https'}://${host}:${port}/export`,
    close: async () => {
      isClosing = true;
      const callOff = clock.after(options.answerWithinMs + closingGraceMs, () => {
        app.server.closeAllConnections();
      });
      await app.close();
      callOff();
      await broker.close();
    },
  };
};

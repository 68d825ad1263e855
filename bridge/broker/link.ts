import mqtt, { type IClientOptions } from 'mqtt';
import type { Clock } from '../clock.ts';
import type { BrokerOptions } from '../options.ts';

export type LinkOutcome =
  | { readonly kind: 'acknowledged' }
  /** Before an acknowledgement came: the broker may have it or not. */
  | { readonly kind: 'disconnected' }
  /** The broker answered that it does not take it (MQTT 5). */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Larger than the broker said it takes (MQTT 5). */
  | { readonly kind: 'too-large' };

export interface LinkNeeds {
  readonly clock: Clock;
  readonly stalledAfterMs: number;
  onOpen(broker: { readonly receiveMaximum: number }): void;
  /** Once, for whatever reason, also when it never opened. */
  onGone(reason: string): void;
}

export interface Link {
  readonly isOpen: boolean;
  publish(topic: string, payload: Buffer): Promise<LinkOutcome>;
  /** At once; what is in flight is `disconnected`. */
  drop(reason: string): void;
  /** With a DISCONNECT, when what is in flight is acknowledged. Settles when the connection is gone, however it goes. */
  end(): Promise<void>;
}

const connectWithinMs = 10_000;
const keepAliveS = 30;
/** The largest that the protocol knows (MQTT 5.0, section 3.2.2.3.3). */
const mostReceived = 65_535;
/** Fixed header, lengths, packet id and properties of a PUBLISH, at most. */
const packetOverheadBytes = 16;

/** One connection to the broker, from the attempt to its end. It does not reconnect. */
export const openLink = (options: BrokerOptions, needs: LinkNeeds): Link => {
  const client = mqtt.connect(options.url, clientOptions(options));
  const inFlight = new Set<(outcome: LinkOutcome) => void>();
  const { promise: gone, resolve: beGone } = Promise.withResolvers<undefined>();
  let isOpen = false;
  let isGone = false;
  let isEnding = false;
  let largestPacketBytes = Infinity;
  let lastProgressMs = 0;
  let callOffWatch: (() => void) | undefined;

  const drop = (reason: string): void => {
    if (isGone) return;
    isGone = true;
    isOpen = false;
    callOffWatch?.();
    for (const settle of inFlight) settle({ kind: 'disconnected' });
    inFlight.clear();
    client.end(true);
    beGone(undefined);
    needs.onGone(reason);
  };

  /** A broker that answers pings and acknowledges nothing would hold every message there is room for, for ever. */
  const watch = (inMs: number): void => {
    callOffWatch = needs.clock.after(inMs, () => {
      callOffWatch = undefined;
      if (inFlight.size === 0) return;
      const silentMs = needs.clock.now() - lastProgressMs;
      if (silentMs >= needs.stalledAfterMs) drop(`no acknowledgement for ${silentMs} ms`);
      else watch(needs.stalledAfterMs - silentMs);
    });
  };

  const finish = (): void => {
    if (isEnding && inFlight.size === 0 && !isGone) client.end();
  };

  client.on('connect', (packet) => {
    isOpen = true;
    largestPacketBytes = packet.properties?.maximumPacketSize ?? Infinity;
    needs.onOpen({ receiveMaximum: packet.properties?.receiveMaximum ?? mostReceived });
  });
  client.on('disconnect', (packet) => {
    drop(`the broker said goodbye (reason code ${packet.reasonCode ?? 0})`);
  });
  client.on('error', (error) => {
    drop(wordsOf(error));
  });
  // The library keeps errors without a code to itself, and then there would be no reason to give.
  client.stream.on('error', (error: Error) => {
    drop(wordsOf(error));
  });
  client.on('close', () => {
    drop('the connection was closed');
  });

  return {
    get isOpen() {
      return isOpen;
    },
    drop,
    publish: (topic, payload) => {
      if (!isOpen) return Promise.resolve({ kind: 'disconnected' });
      if (Buffer.byteLength(topic) + payload.length + packetOverheadBytes > largestPacketBytes) {
        return Promise.resolve({ kind: 'too-large' });
      }
      return new Promise((resolve) => {
        inFlight.add(resolve);
        if (inFlight.size === 1) lastProgressMs = needs.clock.now();
        if (callOffWatch === undefined) watch(needs.stalledAfterMs);
        client.publish(topic, payload, { qos: 1 }, (error) => {
          if (!inFlight.delete(resolve)) return;
          lastProgressMs = needs.clock.now();
          resolve(error instanceof Error ? { kind: 'refused', reason: error.message } : { kind: 'acknowledged' });
          finish();
        });
      });
    },
    end: () => {
      isEnding = true;
      if (isOpen) finish();
      else drop('the bridge is ending');
      return gone;
    },
  };
};

const clientOptions = (options: BrokerOptions): IClientOptions => ({
  clientId: options.clientId,
  protocolVersion: options.protocolVersion,
  clean: true,
  reconnectPeriod: 0,
  connectTimeout: connectWithinMs,
  keepalive: keepAliveS,
  ...(options.username !== undefined && { username: options.username }),
  ...(options.password !== undefined && { password: options.password }),
  ...(options.caPem !== undefined && { ca: options.caPem }),
  ...(options.client !== undefined && { cert: options.client.certificatePem, key: options.client.keyPem }),
});

/** Node reports an address that failed in several ways as an error without a message. */
const wordsOf = (error: Error): string =>
  error.message === '' && 'code' in error ? String(error.code) : error.message;

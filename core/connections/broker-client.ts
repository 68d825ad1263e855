import mqtt, { type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import type { Clock } from '../clock.ts';
import type { BrokerMessage } from '../telemetry/message.ts';
import type { LinkFailure, LinkStage } from './link-failure.ts';
import { limitPackets } from './packet-limit.ts';

/** `lost`: the connection went before the broker said that it has it. Nobody can tell whether it does. */
export type PublishOutcome =
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'not-connected' }
  | { readonly kind: 'lost' };

export type OpenOutcome =
  | { readonly isOpen: true; readonly isSessionPresent: boolean }
  | { readonly isOpen: false; readonly failure: LinkFailure };

export interface TopicFilter {
  readonly filter: string;
  readonly qos: 0 | 1 | 2;
}

/** If a socket does not say that it is closed by then, it never will. */
const closeGraceMs = 500;
const acknowledgementTimeoutMs = 8_000;

/**
 * One MQTT client for one attempt: it connects once, is closed once and is never used again. `closed` settles when the
 * socket is really gone, so that whoever waits for it before the next attempt never has two clients at the broker.
 */
export class BrokerClient {
  readonly opened: Promise<OpenOutcome>;
  readonly closed: Promise<LinkFailure>;
  readonly #client: MqttClient;
  readonly #clock: Clock;
  readonly #pending = new Set<(outcome: PublishOutcome) => void>();
  #stage: LinkStage = 'connecting';
  #error: Error | null = null;
  #connackCode: number | null = null;
  #disconnectCode: number | null = null;
  #firstBytes: Uint8Array | null = null;
  #isConnected = false;
  #isClosed = false;
  #isEnding = false;

  constructor(options: IClientOptions, clock: Clock, onMessage: (message: BrokerMessage) => void) {
    this.#clock = clock;
    const client = mqtt.connect(options);
    this.#client = client;
    const { stream } = client;
    limitPackets(stream);
    const { promise: opened, resolve: settleOpened } = Promise.withResolvers<OpenOutcome>();
    const { promise: closed, resolve: settleClosed } = Promise.withResolvers<LinkFailure>();
    this.opened = opened;
    this.closed = closed;

    stream.once(options.protocol === 'mqtts' ? 'secureConnect' : 'connect', () => {
      if (this.#stage === 'connecting') this.#stage = 'signing-in';
    });
    // mqtt.js drops errors without a code, among them a refused WebSocket upgrade.
    stream.on('error', (error: Error) => {
      this.#fail(error);
    });
    const keepFirstBytes = (chunk: unknown): void => {
      if (chunk instanceof Uint8Array) {
        this.#firstBytes ??= chunk.slice(0, 64);
        if (this.#stage === 'connecting') this.#stage = 'signing-in';
      }
    };
    stream.on('data', keepFirstBytes);

    client.on('connect', (packet) => {
      stream.off('data', keepFirstBytes);
      this.#firstBytes = null;
      this.#isConnected = true;
      this.#stage = 'established';
      settleOpened({ isOpen: true, isSessionPresent: packet.sessionPresent });
    });
    client.on('message', (topic: string, payload: Uint8Array, packet: IPublishPacket) => {
      if (this.#isEnding) return;
      onMessage({ topic, payload, qos: packet.qos, isRetained: packet.retain, receivedAtMs: clock.now() });
    });
    client.on('packetreceive', (packet) => {
      if (packet.cmd !== 'connack') return;
      const code = packet.reasonCode ?? packet.returnCode ?? 0;
      if (code > 0) this.#connackCode = code;
    });
    client.on('disconnect', (packet) => {
      this.#disconnectCode = packet.reasonCode ?? null;
    });
    client.on('error', (error: Error) => {
      this.#fail(error);
    });
    client.once('close', () => {
      this.#isClosed = true;
      this.#isConnected = false;
      for (const settle of this.#pending) settle({ kind: 'lost' });
      this.#pending.clear();
      const failure = this.#failure();
      settleOpened({ isOpen: false, failure });
      settleClosed(failure);
    });
  }

  /**
   * Waits for the broker's SUBACK. Answers the filters that it refused; or undefined when the connection ended before,
   * the reason is then in `closed`.
   */
  async subscribe(topics: readonly TopicFilter[]): Promise<readonly string[] | undefined> {
    this.#stage = 'subscribing';
    const unique = [...new Map(topics.map((topic) => [topic.filter, topic])).values()];
    const request = Object.fromEntries(unique.map((topic) => [topic.filter, { qos: topic.qos }]));
    const { promise, resolve } = Promise.withResolvers<readonly string[] | undefined>();
    const callOff = this.#clock.after(acknowledgementTimeoutMs, () => {
      this.#fail(new Error('suback timeout'));
    });
    this.#client.subscribe(request, (error, _granted, packet) => {
      const codes = packet?.granted;
      if (codes === undefined) {
        if (error !== null) this.#fail(error);
        return;
      }
      const order = Object.keys(request);
      resolve(order.filter((_filter, index) => isRefusal(codes[index])));
    });
    const answer = await Promise.race([promise, this.closed.then(() => undefined)]);
    callOff();
    if (answer !== undefined) this.#stage = 'established';
    return answer;
  }

  /** Settles when the broker has acknowledged (QoS 1 and 2), has refused, or is gone. Never queues. */
  publish(topic: string, payload: string, qos: 0 | 1 | 2): Promise<PublishOutcome> {
    if (!this.#isConnected || this.#isEnding) return Promise.resolve({ kind: 'not-connected' });
    const { promise, resolve } = Promise.withResolvers<PublishOutcome>();
    const callOff = this.#clock.after(acknowledgementTimeoutMs, () => {
      settle({ kind: 'lost' });
    });
    const settle = (outcome: PublishOutcome): void => {
      callOff();
      this.#pending.delete(settle);
      resolve(outcome);
    };
    this.#pending.add(settle);
    this.#client.publish(topic, payload, { qos }, (error) => {
      if (!(error instanceof Error)) settle({ kind: 'acknowledged' });
      else if ('code' in error && typeof error.code === 'number') settle({ kind: 'refused', reason: error.message });
      else settle({ kind: 'lost' });
    });
    return promise;
  }

  /** Says goodbye and waits until the socket is gone. `forgetSession`: an MQTT 5 broker drops what it keeps for us. */
  async end(options: { readonly forgetSession: boolean }): Promise<void> {
    if (!this.#isClosed && !this.#isEnding) {
      this.#isEnding = true;
      if (this.#isConnected) {
        const isVersion5 = this.#client.options.protocolVersion === 5;
        this.#client.end(
          false,
          isVersion5 && options.forgetSession ? { properties: { sessionExpiryInterval: 0 } } : {},
        );
      } else this.#client.end(true);
    }
    await this.#untilClosed();
  }

  #fail(error: Error): void {
    if (this.#isEnding) return;
    // The first error is the cause; what follows is its wake.
    this.#error ??= error;
    this.#isEnding = true;
    // mqtt.js reports bytes that are no MQTT and leaves the socket open.
    this.#client.end(true);
    void this.#untilClosed();
  }

  async #untilClosed(): Promise<void> {
    if (this.#isClosed) return;
    const callOff = this.#clock.after(closeGraceMs, () => {
      this.#client.stream.destroy();
      this.#client.emit('close');
    });
    await this.closed;
    callOff();
  }

  #failure(): LinkFailure {
    return {
      stage: this.#stage,
      error: this.#error,
      connackCode: this.#connackCode,
      disconnectCode: this.#disconnectCode,
      firstBytes: this.#firstBytes,
      refusedFilters: [],
    };
  }
}

/** A SUBACK code from 0x80 is a refusal (MQTT 3.1.1, section 3.9.3; MQTT 5.0, table 3-8). */
const isRefusal = (grant: unknown): boolean => typeof grant === 'number' && grant >= 0x80;

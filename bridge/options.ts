import type { TopicTemplate } from './export/topic-template.ts';

/** A certificate and its private key, as PEM text. */
export interface KeyPair {
  readonly certificatePem: string;
  readonly keyPem: string;
}

export interface BrokerOptions {
  /** mqtt, mqtts, ws or wss; without user name and password. */
  readonly url: string;
  /** 4 is MQTT 3.1.1. */
  readonly protocolVersion: 4 | 5;
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  /** Trusted instead of the system's authorities. */
  readonly caPem?: string;
  readonly client?: KeyPair;
}

export interface BridgeOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly tls?: KeyPair;
  /** Lower case. */
  readonly secretHeader: string;
  /** Each is accepted, so that one can be replaced without a gap. */
  readonly secrets: readonly string[];
  readonly broker: BrokerOptions;
  readonly deviceTopic: TopicTemplate;
  /** Where messages that belong to no device go; without it they are counted and dropped. */
  readonly applicationTopic?: TopicTemplate;
  /** Of one request. */
  readonly maxBodyBytes: number;
  /** Of all requests that are not dealt with yet: what bounds the memory. */
  readonly maxPendingBytes: number;
  /** Messages that the broker has been sent and has not acknowledged. */
  readonly maxInFlight: number;
  /** A request that is not through by then is answered 503. */
  readonly answerWithinMs: number;
}

export const defaults = {
  host: '127.0.0.1',
  port: 8080,
  secretHeader: 'authorization',
  topic: 'iotcentral/{application}/{device}',
  maxBodyBytes: 1_048_576,
  maxPendingBytes: 16_777_216,
  maxInFlight: 200,
  answerWithinMs: 10_000,
} as const;

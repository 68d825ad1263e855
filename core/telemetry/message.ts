/** One MQTT PUBLISH as it came off the wire. */
export interface BrokerMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly isRetained: boolean;
  /** Our clock, Unix milliseconds. */
  readonly receivedAtMs: number;
  /** Of a message that a platform had kept and tells the time of: when it got it, Unix milliseconds. */
  readonly keptAtMs?: number;
}

import type { BrokerMessage } from '../../core/telemetry/message.ts';

const encoder = new TextEncoder();

export const receivedAtMs = Date.UTC(2026, 4, 1, 12);

/** A PUBLISH as it would come off the wire. Text goes in as it stands, bytes too, anything else as its JSON. */
export const brokerMessage = (topic: string, payload: unknown, rest: Partial<BrokerMessage> = {}): BrokerMessage => ({
  topic,
  payload:
    payload instanceof Uint8Array
      ? payload
      : encoder.encode(typeof payload === 'string' ? payload : JSON.stringify(payload)),
  qos: 0,
  isRetained: false,
  receivedAtMs,
  ...rest,
});

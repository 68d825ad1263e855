import { closeReasons, type CloseCode } from './close-code.ts';

/** Who connected, from where. */
export interface ConnectionFacts {
  readonly clientId: string;
  readonly clientAddress: string;
  readonly port: number;
  readonly user: string | undefined;
  readonly protocolVersion: number;
  readonly connectedAtMs: number;
}

export interface Traffic {
  readonly readBytes: number;
  readonly readMessages: number;
  readonly writtenBytes: number;
  readonly writtenMessages: number;
}

export type MonitorEvent =
  | { readonly action: 'Connect' }
  | { readonly action: 'FailedConnect'; readonly closeCode: CloseCode }
  | { readonly action: 'Disconnect'; readonly closeCode: CloseCode; readonly traffic: Traffic };

/**
 * The payload of a `mon` message. Field names as in "Connectivity monitoring" of the platform's MQTT reference for
 * applications, and as its heir writes them:
 * https://github.com/eclipse-amlen/amlen/blob/main/server_proxy/src/monitor.c
 */
export const describeMonitorEvent = (
  facts: ConnectionFacts,
  event: MonitorEvent,
  nowMs: number,
): Readonly<Record<string, unknown>> => ({
  Action: event.action,
  Time: new Date(nowMs).toISOString(),
  ClientAddr: facts.clientAddress,
  ClientID: facts.clientId,
  Port: facts.port,
  Secure: false,
  Protocol: `mqtt${String(facts.protocolVersion)}-tcp`,
  ...(facts.user !== undefined && { User: facts.user }),
  ...(event.action !== 'FailedConnect' && { ConnectTime: new Date(facts.connectedAtMs).toISOString() }),
  ...(event.action !== 'Connect' && { CloseCode: event.closeCode, Reason: closeReasons[event.closeCode] }),
  ...(event.action === 'Disconnect' && {
    ReadBytes: event.traffic.readBytes,
    ReadMsg: event.traffic.readMessages,
    WriteBytes: event.traffic.writtenBytes,
    WriteMsg: event.traffic.writtenMessages,
  }),
});

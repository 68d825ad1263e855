import type { IClientOptions } from 'mqtt';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import type { BrokerAddress } from './broker-address.ts';

export interface ClientSecrets {
  readonly password: string | undefined;
  readonly clientKeyPem: string | undefined;
}

export const connectTimeoutMs = 10_000;
const keepaliveSeconds = 30;

/** How long an MQTT 5 broker keeps our place while we are away. */
const sessionExpirySeconds = 300;

const ignore = () => undefined;

/**
 * Options for one attempt. The address is given in parts, because mqtt.js takes a client id out of a URL's query. Its
 * debug output, which prints CONNECT packets with their passwords when DEBUG is set, is switched off.
 */
export const clientOptions = (
  settings: Pick<ConnectionSettings, 'protocolVersion' | 'username' | 'caPem' | 'clientCertificatePem'>,
  address: BrokerAddress,
  clientId: string,
  secrets: ClientSecrets,
  session: { readonly isClean: boolean; readonly isKept: boolean },
): IClientOptions => ({
  protocol: address.protocol,
  host: address.host,
  // A WebSocket's URL is put together from the host name: IPv6 needs its brackets there.
  hostname: address.protocol.startsWith('ws') && address.host.includes(':') ? `[${address.host}]` : address.host,
  port: address.port,
  ...(address.protocol.startsWith('ws') ? { path: address.path } : {}),
  clientId,
  protocolVersion: settings.protocolVersion,
  ...(settings.username === undefined || settings.username === '' ? {} : { username: settings.username }),
  ...(secrets.password === undefined ? {} : { password: secrets.password }),
  ...(address.isSecure ? tlsOptions(settings, secrets) : {}),
  clean: session.isClean,
  ...(settings.protocolVersion === 5 && session.isKept
    ? { properties: { sessionExpiryInterval: sessionExpirySeconds } }
    : {}),
  connectTimeout: connectTimeoutMs,
  keepalive: keepaliveSeconds,
  reconnectPeriod: 0,
  resubscribe: false,
  // A command is never queued behind a connection that is not there.
  queueQoSZero: false,
  log: ignore,
});

const tlsOptions = (
  settings: Pick<ConnectionSettings, 'caPem' | 'clientCertificatePem'>,
  secrets: ClientSecrets,
): IClientOptions => ({
  rejectUnauthorized: true,
  ...(settings.caPem === undefined ? {} : { ca: settings.caPem }),
  ...(settings.clientCertificatePem === undefined || secrets.clientKeyPem === undefined
    ? {}
    : { cert: settings.clientCertificatePem, key: secrets.clientKeyPem }),
});

import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { RosterEntry } from '../fleet/roster.ts';
import type { Unit, Uplink } from '../fleet/unit.ts';
import type { FaultPlan } from '../http/fault-plan.ts';
import { listenForRest } from '../http/rest-server.ts';
import { mqttUrl } from '../mqtt/listener.ts';
import { PlainBroker } from '../mqtt/plain-broker.ts';
import { spareTokens } from '../spare-tokens.ts';
import { applicationIdentitySchema, createIdentity } from './access/identity.ts';
import { roles } from './access/roles.ts';
import type { StartTokens } from './access/token-desk.ts';
import { IotCentralApplication } from './application.ts';
import { MqttFeed } from './export/mqtt-feed.ts';
import { createIotCentralServer } from './rest/server.ts';

const port = z.number().int().min(0).max(65_535);

/** What a successor needs to be found at the same addresses with the same tokens. */
export const iotCentralRestartSchema = z.strictObject({
  restPort: port,
  exportPort: port,
  identity: applicationIdentitySchema,
});
export type IotCentralRestart = z.infer<typeof iotCentralRestartSchema>;

/** How to connect to it. */
export interface IotCentralInfo {
  /** `http://127.0.0.1:…/api` */
  readonly restUrl: string;
  readonly applicationId: string;
  /** Texts for the Authorization header, one a role. */
  readonly tokens: StartTokens;
  /** As Microsoft Entra gives out: an administrator's, good for an hour, to be sent with `Bearer `. */
  readonly bearerToken: string;
  /** The data export, one topic a device, without a password. */
  readonly exportMqttUrl: string;
}

export interface IotCentralOptions {
  readonly roster: readonly RosterEntry[];
  readonly findUnit: (deviceId: string) => Unit | undefined;
  readonly clock: Clock;
  readonly latencyMs: number;
  readonly faults: FaultPlan;
  readonly adminKey: string;
  readonly restart: IotCentralRestart | undefined;
  /** Tokens beside those to start with. */
  readonly tokenCount: number;
}

export interface IotCentralPlatform {
  readonly info: IotCentralInfo;
  readonly restart: IotCentralRestart;
  /** What the vehicles speak to. */
  readonly uplink: Uplink;
  close(): Promise<void>;
}

const spareRoles = [roles.operator.id, roles.builder.id, roles.administrator.id];

/** Rejects with a sentence for the user when a port cannot be had. */
export const startIotCentral = async (options: IotCentralOptions): Promise<IotCentralPlatform> => {
  const { clock, latencyMs, faults, adminKey, restart } = options;
  const identity = restart?.identity ?? createIdentity(clock.now());
  const broker = await PlainBroker.start(restart?.exportPort ?? 0);
  const feed = new MqttFeed(broker);
  const application = new IotCentralApplication({ ...options, identity, feed });
  const { tokens, routes } = application;
  for (const { name, roleId, expiresAtMs } of spareTokens(options.tokenCount, spareRoles, clock.now())) {
    tokens.add({ id: name, roles: [{ role: roleId }], expiresAtMs });
  }
  const server = createIotCentralServer({ routes, tokens, clock, latencyMs, faults, adminKey });
  let address;
  try {
    address = await listenForRest(server, restart?.restPort ?? 0);
  } catch (error) {
    await broker.close();
    throw error;
  }
  return {
    info: {
      restUrl: `${address.origin}/api`,
      applicationId: identity.applicationId,
      tokens: tokens.startTokens,
      bearerToken: tokens.bearerToken,
      exportMqttUrl: mqttUrl(broker.listener),
    },
    restart: { restPort: address.port, exportPort: broker.listener.port, identity },
    uplink: {
      publishEvent: ({ deviceId }, event, payload) => {
        if (event === 'telemetry') application.receiveTelemetry(deviceId, payload);
      },
      announceDevice: ({ deviceId }) => application.noteConnection(deviceId),
      // Device management is Watson's.
      sendManagement: () => undefined,
    },
    close: async () => {
      application.close();
      await Promise.all([server.close(), broker.close()]);
    },
  };
};

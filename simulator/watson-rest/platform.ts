import type { Clock } from '../clock.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Uplink } from '../fleet/unit.ts';
import type { FaultPlan } from '../http/fault-plan.ts';
import { spareTokens } from '../spare-tokens.ts';
import { WatsonBroker } from '../watson/broker.ts';
import type { PracticeCredentials } from '../watson/credentials.ts';
import { furnish } from '../watson/furnish.ts';
import { Organisation } from '../watson/organisation.ts';
import { roles } from '../watson/roles.ts';
import type { DeviceAddress } from '../watson/topic-rules.ts';
import { startWatsonRest } from './server.ts';

export interface WatsonOptions {
  readonly port: number;
  readonly restPort: number;
  readonly credentials: PracticeCredentials;
  readonly clock: Clock;
  readonly latencyMs: number;
  readonly faults: FaultPlan;
  readonly adminKey: string;
  /** Keys beside those to start with. */
  readonly keyCount: number;
}

/** Both faces of Watson IoT Platform, MQTT and REST, with one organisation behind them. */
export interface Watson {
  readonly broker: WatsonBroker;
  readonly restPort: number;
  readonly restUrl: string;
  /** For simulated vehicles: what is not registered is not heard. */
  readonly uplink: Uplink;
  /** Registers the fleet, and carries to it what the platform has for its vehicles. */
  serve(fleet: Fleet): void;
  close(): Promise<void>;
}

const spareRoles = [roles.standard.id, roles.operations.id];

/** Rejects with words for the user when a port cannot be had. */
export const startWatson = async (options: WatsonOptions): Promise<Watson> => {
  const { credentials, clock } = options;
  let fleet: Fleet | undefined;
  const isSame = (a: DeviceAddress, b: DeviceAddress): boolean => a.typeId === b.typeId && a.deviceId === b.deviceId;
  const organisation = new Organisation(credentials, clock, {
    sendToDevice: (device, topic, payload) => {
      broker.sendToDevice(device, topic, payload);
      fleet?.receiveManagement(device, topic, payload);
    },
    expelKey: (apiKey) => broker.expel((identity, user) => identity.kind === 'application' && user === apiKey),
    expelDevice: (device) => {
      broker.expel((identity) => identity.kind === 'device' && isSame(identity, device));
      fleet?.retire(device);
    },
  });
  for (const { name, roleId, expiresAtMs } of spareTokens(options.keyCount, spareRoles, clock.now())) {
    organisation.keys.create({ comment: name, roleIds: [roleId], expiresAtMs });
  }
  const { directory, witness, registry } = organisation;
  const broker = await WatsonBroker.start({ port: options.port, directory, witness, clock });
  broker.onCommand((command, payload) => {
    organisation.events.countBytes(payload.length);
    organisation.waiters.offer(command, payload);
    fleet?.receive(command, payload);
  });
  const { restPort, latencyMs, faults, adminKey } = options;
  let rest;
  try {
    rest = await startWatsonRest({ port: restPort, organisation, broker, clock, latencyMs, faults, adminKey });
  } catch (error) {
    await broker.close();
    throw error;
  }
  const isKnown = (device: DeviceAddress): boolean => registry.device(device) !== undefined;

  return {
    broker,
    restPort: rest.port,
    restUrl: rest.restUrl,
    uplink: {
      publishEvent: (device, event, payload) => {
        if (isKnown(device)) broker.publishEvent(device, event, payload);
      },
      announceDevice: (device, event, connectedAtMs) => broker.announceDevice(device, event, connectedAtMs),
      sendManagement: (device, topic, payload) => organisation.management.receive(device, topic, payload),
    },
    serve: (served) => {
      fleet = served;
      furnish(organisation, served.addresses, credentials.device);
      served.connect();
    },
    close: async () => {
      await Promise.all([rest.close(), broker.close()]);
    },
  };
};

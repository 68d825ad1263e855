import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { ApiKeys } from './api-keys.ts';
import type { Directory } from './admission.ts';
import { parseClientId } from './client-id.ts';
import { CommandWaiters } from './command-waiters.ts';
import { ConnectionBook } from './connection-book.ts';
import type { PracticeCredentials } from './credentials.ts';
import type { Device, Location } from './device-record.ts';
import { EventBook } from './event-book.ts';
import { Groups } from './groups.ts';
import { Interfaces } from './interfaces.ts';
import { ManagementDesk } from './management/desk.ts';
import { readJson } from './management/protocol.ts';
import { Registry } from './registry.ts';
import type { DeviceAddress } from './topic-rules.ts';
import type { Witness } from './witness.ts';

/** What the organisation needs of the broker. */
export interface Line {
  /** Publishes to one device, on a topic as the device knows it. */
  sendToDevice(device: DeviceAddress, topic: string, payload: string): void;
  /** Ends the connections that a key or a device has. */
  expelKey(apiKey: string): void;
  expelDevice(device: DeviceAddress): void;
}

/**
 * One organisation of the platform: what it knows of its keys, types, devices, groups, connections, events and requests.
 * The broker writes into it what goes by, and asks it who may do what; the REST API reads and changes it.
 */
export class Organisation {
  readonly id: string;
  readonly clock: Clock;
  readonly createdAtMs: number;
  readonly keys: ApiKeys;
  readonly registry: Registry;
  readonly groups = new Groups();
  readonly connections = new ConnectionBook();
  readonly events: EventBook;
  readonly waiters: CommandWaiters;
  readonly interfaces = new Interfaces();
  readonly management: ManagementDesk;
  readonly #line: Line;

  constructor(credentials: PracticeCredentials, clock: Clock, line: Line) {
    const now = (): number => clock.now();
    this.#line = line;
    this.id = credentials.org;
    this.clock = clock;
    this.createdAtMs = now();
    this.keys = new ApiKeys(credentials, now);
    this.registry = new Registry(now);
    this.events = new EventBook(now);
    this.waiters = new CommandWaiters(clock);
    this.management = new ManagementDesk({
      registry: this.registry,
      now,
      send: (device, topic, payload) => line.sendToDevice(device, topic, payload),
    });
  }

  get directory(): Directory {
    return {
      org: this.id,
      isKey: (apiKey, apiToken) => this.keys.authenticate(apiKey, apiToken) !== undefined,
      isValid: (apiKey) => this.keys.isValid(apiKey),
      allows: (apiKey, permission) => this.keys.allows(apiKey, permission),
      deviceToken: (device) => this.registry.device(device)?.token,
    };
  }

  clientIdOf({ typeId, deviceId }: DeviceAddress): string {
    return `d:${this.id}:${typeId}:${deviceId}`;
  }

  isConnected(device: DeviceAddress): boolean {
    return this.connections.isConnected(this.clientIdOf(device));
  }

  /** Where a device is: a simulated vehicle says so in its telemetry. */
  locationOf(device: Device): Location | undefined {
    const telemetry = device.token === null ? this.events.last(device, 'telemetry') : undefined;
    const setAtMs = device.location === undefined ? 0 : Date.parse(device.location.updatedDateTime);
    if (telemetry === undefined || telemetry.receivedAtMs < setAtMs) return device.location;
    const reported = positionSchema.safeParse(readJson(telemetry.payload)).data;
    if (reported === undefined) return device.location;
    return {
      longitude: reported.lon,
      latitude: reported.lat,
      measuredDateTime: reported.ts,
      updatedDateTime: new Date(telemetry.receivedAtMs).toISOString(),
    };
  }

  /** Removes a key, and whoever is connected with it. */
  removeKey(apiKey: string): void {
    this.keys.remove(apiKey);
    this.#line.expelKey(apiKey);
  }

  /** Removes a device and all that is known of it. */
  removeDevice(device: DeviceAddress): void {
    this.management.requests.onRemoved(device);
    this.registry.remove(device);
    this.#line.expelDevice(device);
    this.groups.forget(device);
    this.events.forget(device);
    this.interfaces.forget(device);
    this.connections.forget(this.clientIdOf(device));
  }

  /** What the broker tells. */
  get witness(): Witness {
    return {
      sawEvent: ({ typeId, deviceId, event, format }, payload) => {
        const device = this.registry.device({ typeId, deviceId });
        if (device !== undefined) this.events.note(device, event, format, payload);
      },
      sawConnection: (facts, event) => {
        const identity = parseClientId(facts.clientId);
        // A device that was removed leaves after nobody knows it any more.
        if (identity?.kind === 'device' && this.registry.device(identity) === undefined) return;
        this.connections.note(facts, event, this.clock.now());
      },
      sawManagement: (device, topic, payload) => this.management.receive(device, topic, payload),
    };
  }
}

const positionSchema = z.object({ lat: z.number(), lon: z.number(), ts: z.string() });

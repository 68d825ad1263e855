import { Aedes, type PublishPacket } from 'aedes';
import type { Clock } from '../clock.ts';
import { listenOnLoopback, type Listener } from '../mqtt/listener.ts';
import { deviceUser, type Directory } from './admission.ts';
import { closeCode, Refusal } from './close-code.ts';
import { Doorkeeper } from './doorkeeper.ts';
import type { MonitorEvent } from './monitor-message.ts';
import { Monitor } from './monitor.ts';
import { Outlet } from './outlet.ts';
import type { Permission } from './roles.ts';
import type { Session } from './session.ts';
import {
  mayPublish,
  maySubscribe,
  parseCommandTopic,
  parseEventTopic,
  permissionToPublish,
  permissionToSubscribe,
  toOrganisationTopic,
  type Command,
  type DeviceAddress,
} from './topic-rules.ts';
import type { Witness } from './witness.ts';

export const maximumPayloadBytes = 131_072;
/** About what the platform keeps for a slow subscriber (5000 messages); more is dropped, so that nobody else waits. */
const clientBufferBytes = 2 * 1024 * 1024;
const longestClientId = 256;

export interface WatsonBrokerOptions {
  readonly port: number;
  readonly directory: Directory;
  readonly witness: Witness;
  readonly clock: Clock;
}

/**
 * An MQTT broker that behaves as Watson IoT Platform does towards applications and devices: identities, credentials, topic
 * rules, topic translation and `mon` messages. Simulated devices publish from inside; to applications they look the same.
 */
export class WatsonBroker {
  readonly #aedes: Aedes;
  readonly #options: WatsonBrokerOptions;
  readonly #outlet: Outlet;
  readonly #monitor: Monitor;
  readonly #door: Doorkeeper;
  #listener: Listener | undefined;

  /** Rejects with words for the user when the port cannot be had. */
  static async start(options: WatsonBrokerOptions): Promise<WatsonBroker> {
    const aedes = await Aedes.createBroker({ concurrency: 0, maxClientsIdLength: longestClientId });
    const broker = new WatsonBroker(aedes, options);
    try {
      broker.#listener = await listenOnLoopback(options.port, clientBufferBytes, aedes.handle);
    } catch (error) {
      await broker.close();
      throw error;
    }
    return broker;
  }

  private constructor(aedes: Aedes, options: WatsonBrokerOptions) {
    this.#aedes = aedes;
    this.#options = options;
    this.#outlet = new Outlet(aedes);
    this.#monitor = new Monitor(this.#outlet, options.clock, (facts, event) =>
      options.witness.sawConnection(facts, event),
    );
    this.#door = new Doorkeeper({ ...options, monitor: this.#monitor, port: () => this.listener.port });
    this.#door.install(aedes);
    this.#installTopicRules();
  }

  get listener(): Listener {
    if (this.#listener === undefined) throw new Error('The broker is not listening.');
    return this.#listener;
  }

  /** Hears every command that an application publishes. */
  onCommand(listener: (command: Command, payload: Uint8Array) => void): void {
    this.#aedes.subscribe(
      'iot-2/type/+/id/+/cmd/+/fmt/+',
      (packet, done) => {
        const command = parseCommandTopic(packet.topic);
        if (command !== undefined) listener(command, Buffer.from(packet.payload));
        done();
      },
      () => undefined,
    );
  }

  /** As if the device had published `iot-2/evt/{event}/fmt/json`, QoS 0. */
  publishEvent(device: DeviceAddress, event: string, payload: string | Uint8Array, format = 'json'): void {
    const { typeId, deviceId } = device;
    this.#options.witness.sawEvent({ typeId, deviceId, event, format }, payload);
    this.#outlet.publish(`iot-2/type/${typeId}/id/${deviceId}/evt/${event}/fmt/${format}`, payload, false);
  }

  /** As if an application had published it, QoS 0. */
  publishCommand({ typeId, deviceId, command, format }: Command, payload: Uint8Array): void {
    this.#outlet.publish(`iot-2/type/${typeId}/id/${deviceId}/cmd/${command}/fmt/${format}`, payload, false);
  }

  /** `topic` as the device knows it. */
  sendToDevice(device: DeviceAddress, topic: string, payload: string): void {
    this.#outlet.publish(toOrganisationTopic(device, topic), payload, false);
  }

  /** Ends the connections of a key or a device that is no more. */
  expel(isExpelled: (identity: Session['identity'], user: string | undefined) => boolean): void {
    for (const session of this.#door.connected) {
      if (isExpelled(session.identity, session.facts.user)) this.#end(session);
    }
  }

  /** As if the device had connected or left. */
  announceDevice(device: DeviceAddress, event: MonitorEvent, connectedAtMs: number): void {
    this.#monitor.announceDevice(device, event, {
      clientId: `d:${this.#options.directory.org}:${device.typeId}:${device.deviceId}`,
      clientAddress: '127.0.0.1',
      port: this.listener.port,
      user: deviceUser,
      protocolVersion: 4,
      connectedAtMs,
    });
  }

  async close(): Promise<void> {
    this.#door.expectClosing();
    await this.#listener?.close();
    await new Promise<void>((resolve) => {
      this.#aedes.close(resolve);
    });
  }

  #installTopicRules(): void {
    const aedes = this.#aedes;
    aedes.authorizeSubscribe = (client, subscription, callback) => {
      const session = this.#door.sessionOf(client);
      if (session?.isEstablished === true) {
        const { topic } = subscription;
        if (!maySubscribe(session.kind, topic) || !this.#allows(session, permissionToSubscribe(topic))) {
          callback(new Refusal(closeCode.badTopic));
          return;
        }
        // Written into the subscription itself, because that is what aedes keeps for a session that outlives its connection.
        subscription.topic = session.inward(subscription.topic);
      }
      callback(null, subscription);
    };
    aedes.authorizePublish = (client, packet, callback) => {
      const session = client === null ? undefined : this.#door.sessionOf(client);
      if (
        session === undefined ||
        !mayPublish(session.kind, packet.topic) ||
        !this.#allows(session, permissionToPublish(packet.topic))
      ) {
        callback(new Refusal(closeCode.badTopic));
        return;
      }
      if (packet.payload.length > maximumPayloadBytes) {
        callback(new Refusal(closeCode.messageTooBig));
        return;
      }
      session.readMessages += 1;
      const { topic } = packet;
      packet.topic = session.inward(topic);
      packet.retain = false;
      this.#tellWitness(session, topic, packet);
      callback();
    };
    aedes.authorizeForward = (client, packet) => {
      const session = this.#door.sessionOf(client);
      if (session === undefined || client.conn.writableNeedDrain) return null;
      if (!this.#isStillWelcome(session)) {
        this.#end(session);
        return null;
      }
      if (!packet.retain && !this.#isItsTurn(session, packet.brokerCounter)) return null;
      session.writtenMessages += 1;
      packet.topic = session.outward(packet.topic);
      return packet;
    };
    aedes.on('unsubscribe', (filters, client) => {
      // aedes drops the filters as the client names them; a device's are kept under their translated names.
      const session = this.#door.sessionOf(client);
      if (session?.kind !== 'device') return;
      const named = filters.filter((filter) => maySubscribe('device', filter));
      const translated = named.map((filter) => session.inward(filter));
      if (translated.length === 0) return;
      client.unsubscribe({ cmd: 'unsubscribe', unsubscriptions: translated }, () => undefined);
      if (!client.clean) this.#outlet.removeSubscriptions(client, translated);
    });
  }

  #end(session: Session): void {
    session.closeCode ??= closeCode.byAdministrator;
    session.client.close();
  }

  /** A key that expires while it is connected: no message goes to it any more. */
  #isStillWelcome({ identity, facts }: Session): boolean {
    return identity.kind !== 'application' || this.#options.directory.isValid(facts.user ?? '');
  }

  #allows(session: Session, permission: Permission): boolean {
    if (session.identity.kind !== 'application') return true;
    return this.#options.directory.allows(session.facts.user ?? '', permission);
  }

  #tellWitness({ identity }: Session, deviceTopic: string, { topic, payload }: PublishPacket): void {
    const { witness } = this.#options;
    const bytes = Buffer.from(payload);
    const event = parseEventTopic(topic);
    if (event !== undefined) witness.sawEvent(event, bytes);
    else if (identity.kind === 'device') witness.sawManagement(identity, deviceTopic, bytes);
  }

  /** Of the instances of a shared application, each message goes to one. */
  #isItsTurn(session: Session, messageNumber: number): boolean {
    const { sharedGroup } = session;
    if (sharedGroup === undefined) return true;
    const group = [...this.#door.connected].filter((other) => other.sharedGroup === sharedGroup);
    return group[messageNumber % group.length] === session;
  }
}

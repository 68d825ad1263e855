import { randomUUID } from 'node:crypto';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import type { Clock } from '../clock.ts';
import { listenOnLoopback, type Listener } from '../mqtt/listener.ts';
import { admit } from './admission.ts';
import { parseClientId, type ClientIdentity } from './client-id.ts';
import { closeCode, closeReasons, Refusal, type CloseCode } from './close-code.ts';
import type { PracticeCredentials } from './credentials.ts';
import { describeMonitorEvent, type ConnectionFacts, type MonitorEvent } from './monitor-message.ts';
import { Session } from './session.ts';
import { mayPublish, maySubscribe, parseCommandTopic, type Command, type DeviceAddress } from './topic-rules.ts';

const maximumPayloadBytes = 131_072;
const longestKeepAliveS = 3600;
/** About what the platform keeps for a slow subscriber (5000 messages); more is dropped, so that nobody else waits. */
const clientBufferBytes = 2 * 1024 * 1024;
const longestClientId = 256;

export interface WatsonBrokerOptions {
  readonly port: number;
  readonly credentials: PracticeCredentials;
  readonly clock: Clock;
  readonly onCommand: (command: Command, payload: Uint8Array) => void;
}

/** aedes keeps subscriptions and retained messages here; its types leave the object out. */
interface Persistence {
  storeRetained(packet: object): Promise<void>;
  removeSubscriptions(client: Client, filters: readonly string[]): Promise<void>;
}

/**
 * An MQTT broker that behaves as Watson IoT Platform does towards applications and devices: identities, credentials, topic
 * rules, topic translation and `mon` messages. Simulated devices publish from inside; to applications they look the same.
 */
export class WatsonBroker {
  readonly #aedes: Aedes;
  readonly #options: WatsonBrokerOptions;
  readonly #sessions = new Map<Client, Session>();
  /** The id on the wire, where aedes was given another one to tell the instances of a shared application apart. */
  readonly #wireIds = new WeakMap<Client, string>();
  readonly #cleanSessions = new WeakMap<Client, boolean>();
  #listener: Listener | undefined;
  #isClosing = false;

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
    this.#installRules();
    this.#followConnections();
    aedes.subscribe(
      'iot-2/type/+/id/+/cmd/+/fmt/+',
      (packet, done) => {
        const command = parseCommandTopic(packet.topic);
        if (command !== undefined) options.onCommand(command, Buffer.from(packet.payload));
        done();
      },
      () => undefined,
    );
  }

  get listener(): Listener {
    if (this.#listener === undefined) throw new Error('The broker is not listening.');
    return this.#listener;
  }

  /** As if the device had published `iot-2/evt/{event}/fmt/json`, QoS 0. */
  publishEvent({ typeId, deviceId }: DeviceAddress, event: string, payload: string): void {
    this.#publish(`iot-2/type/${typeId}/id/${deviceId}/evt/${event}/fmt/json`, payload, false);
  }

  /** As if the device had connected or left. */
  announceDevice(device: DeviceAddress, event: MonitorEvent, connectedAtMs: number): void {
    const { org } = this.#options.credentials;
    this.#monitorDevice(device, event, {
      clientId: `d:${org}:${device.typeId}:${device.deviceId}`,
      clientAddress: '127.0.0.1',
      port: this.listener.port,
      user: 'use-token-auth',
      protocolVersion: 4,
      connectedAtMs,
    });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#listener?.close();
    await new Promise<void>((resolve) => {
      this.#aedes.close(resolve);
    });
  }

  #installRules(): void {
    const aedes = this.#aedes;
    aedes.preConnect = (client, packet, callback) => {
      this.#wireIds.set(client, packet.clientId);
      this.#cleanSessions.set(client, packet.clean ?? true);
      packet.keepalive = Math.min(packet.keepalive ?? 0, longestKeepAliveS);
      const identity = parseClientId(packet.clientId);
      if (identity?.kind === 'application' && identity.isShared && identity.instanceId === null) {
        packet.clientId += `:${randomUUID()}`;
      }
      callback(null, true);
    };
    aedes.authenticate = (client, username, password, done) => {
      const clientId = this.#wireIds.get(client) ?? client.id;
      const facts = this.#factsOf(client, clientId, username);
      const cleanSession = this.#cleanSessions.get(client) ?? true;
      const admission = admit(
        { clientId, cleanSession, username, password: password?.toString() },
        this.#options.credentials,
      );
      if (!admission.isAdmitted) {
        this.#announceRefusal(admission.identity, facts, admission.closeCode);
        done(notAuthorized(), false);
        return;
      }
      const predecessor = [...this.#sessions.values()].find((session) => session.client.id === client.id);
      if (predecessor !== undefined) predecessor.closeCode = closeCode.clientIdReused;
      this.#sessions.set(client, new Session(client, admission.identity, facts));
      done(null, true);
    };
    aedes.authorizeSubscribe = (client, subscription, callback) => {
      const session = this.#sessions.get(client);
      if (session?.isEstablished === true) {
        if (!maySubscribe(session.kind, subscription.topic)) {
          callback(new Refusal(closeCode.badTopic));
          return;
        }
        // Written into the subscription itself, because that is what aedes keeps for a session that outlives its connection.
        subscription.topic = session.inward(subscription.topic);
      }
      callback(null, subscription);
    };
    aedes.authorizePublish = (client, packet, callback) => {
      const session = client === null ? undefined : this.#sessions.get(client);
      if (session === undefined || !mayPublish(session.kind, packet.topic)) {
        callback(new Refusal(closeCode.badTopic));
        return;
      }
      if (packet.payload.length > maximumPayloadBytes) {
        callback(new Refusal(closeCode.messageTooBig));
        return;
      }
      session.readMessages += 1;
      packet.topic = session.inward(packet.topic);
      packet.retain = false;
      callback();
    };
    aedes.authorizeForward = (client, packet) => {
      const session = this.#sessions.get(client);
      if (session === undefined || client.conn.writableNeedDrain) return null;
      if (!packet.retain && !this.#isItsTurn(session, packet.brokerCounter)) return null;
      session.writtenMessages += 1;
      packet.topic = session.outward(packet.topic);
      return packet;
    };
  }

  #followConnections(): void {
    const aedes = this.#aedes;
    aedes.on('connackSent', (_packet, client) => {
      const session = this.#sessions.get(client);
      if (session !== undefined) session.isEstablished = true;
    });
    aedes.on('clientReady', (client) => {
      const session = this.#sessions.get(client);
      if (session !== undefined) this.#monitor(session, { action: 'Connect' });
    });
    aedes.on('keepaliveTimeout', (client) => {
      const session = this.#sessions.get(client);
      if (session !== undefined) session.closeCode ??= closeCode.keepAliveTimeout;
    });
    aedes.on('clientError', (client, error) => {
      this.#sessions.get(client)?.noteError(error);
    });
    aedes.on('clientDisconnect', (client) => {
      const session = this.#sessions.get(client);
      this.#sessions.delete(client);
      if (session === undefined) return;
      // aedes notes a DISCONNECT packet in a field that its types leave out.
      const saidGoodbye = Reflect.get(client, '_disconnected') === true;
      const code = this.#isClosing ? closeCode.serverShutdown : saidGoodbye ? closeCode.normal : closeCode.byClient;
      this.#monitor(session, {
        action: 'Disconnect',
        closeCode: session.closeCode ?? code,
        traffic: session.traffic,
      });
    });
    aedes.on('unsubscribe', (filters, client) => {
      // aedes drops the filters as the client names them; a device's are kept under their translated names.
      const session = this.#sessions.get(client);
      if (session?.kind !== 'device') return;
      const translated = filters.filter((filter) => maySubscribe('device', filter)).map((filter) => session.inward(filter));
      if (translated.length === 0) return;
      client.unsubscribe({ cmd: 'unsubscribe', unsubscriptions: translated });
      if (!client.clean) void this.#persistence.removeSubscriptions(client, translated);
    });
  }

  /** Of the instances of a shared application, each message goes to one. */
  #isItsTurn(session: Session, messageNumber: number): boolean {
    const { sharedGroup } = session;
    if (sharedGroup === undefined) return true;
    const group = [...this.#sessions.values()].filter((other) => other.sharedGroup === sharedGroup);
    return group[messageNumber % group.length] === session;
  }

  #factsOf(client: Client, clientId: string, user: string | undefined): ConnectionFacts {
    const address: unknown = Reflect.get(client.conn, 'remoteAddress');
    return {
      clientId,
      clientAddress: typeof address === 'string' ? address : '127.0.0.1',
      port: this.listener.port,
      user,
      protocolVersion: client.version,
      connectedAtMs: this.#options.clock.now(),
    };
  }

  /** Only for those who exist: a stranger's attempt must not put an invented device into every console. */
  #announceRefusal(identity: ClientIdentity | undefined, facts: ConnectionFacts, code: CloseCode): void {
    const { org, device } = this.#options.credentials;
    if (identity?.org !== org) return;
    const event: MonitorEvent = { action: 'FailedConnect', closeCode: code };
    if (identity.kind === 'application') this.#monitorApplication(identity.appId, event, facts);
    else if (identity.typeId === device.typeId && identity.deviceId === device.deviceId)
      this.#monitorDevice(identity, event, facts);
  }

  #monitor(session: Session, event: MonitorEvent): void {
    const { identity, facts } = session;
    if (identity.kind === 'application') this.#monitorApplication(identity.appId, event, facts);
    else this.#monitorDevice(identity, event, facts);
  }

  #monitorDevice({ typeId, deviceId }: DeviceAddress, event: MonitorEvent, facts: ConnectionFacts): void {
    const payload = JSON.stringify(describeMonitorEvent(facts, event, this.#options.clock.now()));
    this.#publish(`iot-2/type/${typeId}/id/${deviceId}/mon`, payload, event.action !== 'FailedConnect');
  }

  #monitorApplication(appId: string, event: MonitorEvent, facts: ConnectionFacts): void {
    const topic = `iot-2/app/${appId}/mon`;
    const payload = JSON.stringify(describeMonitorEvent(facts, event, this.#options.clock.now()));
    this.#publish(topic, payload, event.action === 'Connect');
    // An application that left is not remembered. Taken out of the store directly: nobody is to receive an empty message.
    if (event.action === 'Disconnect') {
      void this.#persistence.storeRetained({ topic, payload: Buffer.alloc(0), retain: true, qos: 0 });
    }
  }

  #publish(topic: string, payload: string, retain: boolean): void {
    if (this.#aedes.closed) return;
    const send = (): void => {
      if (this.#aedes.closed) return;
      this.#aedes.publish(
        { cmd: 'publish', topic, payload: Buffer.from(payload), qos: 0, retain, dup: false },
        () => undefined,
      );
    };
    // aedes stores a retained message before it sends it, and takes a message that is overtaken by a later one for a
    // duplicate. In a turn of the event loop of its own nothing overtakes it.
    if (retain) setImmediate(send);
    else send();
  }

  get #persistence(): Persistence {
    return (this.#aedes as Aedes & { readonly persistence: Persistence }).persistence;
  }
}

const notAuthorized = (): AuthenticateError => Object.assign(new Error(closeReasons[closeCode.notAuthorized]), { returnCode: 5 });

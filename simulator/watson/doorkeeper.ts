import { randomUUID } from 'node:crypto';
import type { Aedes, Client } from 'aedes';
import type { Clock } from '../clock.ts';
import { admit, type Directory } from './admission.ts';
import { parseClientId, type ClientIdentity } from './client-id.ts';
import { closeCode } from './close-code.ts';
import type { ConnectionFacts } from './monitor-message.ts';
import type { Monitor } from './monitor.ts';
import { Session } from './session.ts';

const longestKeepAliveS = 3600;

export interface DoorkeeperNeeds {
  readonly directory: Directory;
  readonly clock: Clock;
  readonly monitor: Monitor;
  /** That the broker listens on. */
  readonly port: () => number;
}

/** What a CONNECT packet says that aedes does not hand on, or that is changed before aedes sees it. */
interface Introduction {
  readonly clientId: string;
  readonly cleanSession: boolean;
}

/** Who comes in to the broker and who is turned away, and who comes and goes, as `mon` messages tell it. */
export class Doorkeeper {
  readonly connected = new Set<Session>();
  readonly #needs: DoorkeeperNeeds;
  readonly #introductions = new WeakMap<Client, Introduction>();
  readonly #sessions = new WeakMap<Client, Session>();
  #isClosing = false;

  constructor(needs: DoorkeeperNeeds) {
    this.#needs = needs;
  }

  install(aedes: Aedes): void {
    this.#installAdmission(aedes);
    this.#followConnections(aedes);
  }

  /** Undefined for a client that was not let in. */
  sessionOf(client: Client): Session | undefined {
    return this.#sessions.get(client);
  }

  /** Who leaves from now on leaves because the broker does. */
  expectClosing(): void {
    this.#isClosing = true;
  }

  #installAdmission(aedes: Aedes): void {
    aedes.preConnect = (client, packet, callback) => {
      this.#introductions.set(client, { clientId: packet.clientId, cleanSession: packet.clean ?? true });
      packet.keepalive = Math.min(packet.keepalive ?? 0, longestKeepAliveS);
      const identity = parseClientId(packet.clientId);
      if (identity?.kind === 'application' && identity.isShared && identity.instanceId === null) {
        // All instances have the same id, and none closes another: for aedes each needs its own.
        packet.clientId += `:${randomUUID()}`;
      }
      callback(null, true);
    };
    aedes.authenticate = (client, username, password, done) => {
      const { clientId, cleanSession } = this.#introductions.get(client) ?? { clientId: client.id, cleanSession: true };
      const facts = this.#factsOf(client, clientId, username);
      const { directory } = this.#needs;
      const admission = admit({ clientId, cleanSession, username, password: password?.toString() }, directory);
      if (!admission.isAdmitted) {
        if (this.#exists(admission.identity)) {
          this.#needs.monitor.announceRefusal(admission.identity, admission.closeCode, facts);
        }
        // Return code 5, whatever was wrong.
        done(null, false);
        return;
      }
      const predecessor = [...this.connected].find((session) => session.client.id === client.id);
      if (predecessor !== undefined) predecessor.closeCode = closeCode.clientIdReused;
      this.#sessions.set(client, new Session(client, admission.identity, facts));
      done(null, true);
    };
  }

  #followConnections(aedes: Aedes): void {
    aedes.on('client', (client) => {
      const session = this.#sessions.get(client);
      if (session !== undefined) this.connected.add(session);
    });
    aedes.on('connackSent', (_packet, client) => {
      const session = this.#sessions.get(client);
      if (session !== undefined) session.isEstablished = true;
    });
    aedes.on('clientReady', (client) => {
      const session = this.#sessions.get(client);
      if (session !== undefined) this.#needs.monitor.announce(session.identity, { action: 'Connect' }, session.facts);
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
      if (session === undefined) return;
      this.connected.delete(session);
      // aedes notes a DISCONNECT packet in a field that its types leave out.
      const saidGoodbye = Reflect.get(client, '_disconnected') === true;
      const code = this.#isClosing ? closeCode.serverShutdown : saidGoodbye ? closeCode.normal : closeCode.byClient;
      const event = { action: 'Disconnect', closeCode: session.closeCode ?? code, traffic: session.traffic } as const;
      this.#needs.monitor.announce(session.identity, event, session.facts);
    });
  }

  /** A stranger's failed attempt must not put an invented device into every console. Applications need no registration. */
  #exists(identity: ClientIdentity | undefined): identity is ClientIdentity {
    const { directory } = this.#needs;
    if (identity?.org !== directory.org) return false;
    return identity.kind === 'application' || directory.deviceToken(identity) !== undefined;
  }

  #factsOf(client: Client, clientId: string, user: string | undefined): ConnectionFacts {
    const address: unknown = Reflect.get(client.conn, 'remoteAddress');
    return {
      clientId,
      clientAddress: typeof address === 'string' ? address : '127.0.0.1',
      port: this.#needs.port(),
      user,
      protocolVersion: client.version,
      connectedAtMs: this.#needs.clock.now(),
    };
  }
}

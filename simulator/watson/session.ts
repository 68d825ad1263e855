import type { Client } from 'aedes';
import type { Socket } from 'node:net';
import type { ApplicationIdentity, DeviceIdentity } from './client-id.ts';
import { closeCode, Refusal, type CloseCode } from './close-code.ts';
import type { ConnectionFacts, Traffic } from './monitor-message.ts';
import { toDeviceTopic, toOrganisationTopic, type ClientKind } from './topic-rules.ts';

/** One client that was let in. What is known of it beyond what aedes knows. */
export class Session {
  readonly client: Client;
  readonly identity: ApplicationIdentity | DeviceIdentity;
  readonly facts: ConnectionFacts;
  /** Until then aedes restores the subscriptions of a kept session, which are translated already. */
  isEstablished = false;
  /** Why it ends, once that is known. */
  closeCode: CloseCode | undefined;
  readMessages = 0;
  writtenMessages = 0;

  constructor(client: Client, identity: Session['identity'], facts: ConnectionFacts) {
    this.client = client;
    this.identity = identity;
    this.facts = facts;
  }

  get kind(): ClientKind {
    return this.identity.kind === 'application' ? 'application' : 'device';
  }

  /** Undefined for an application that shares its messages with nobody. */
  get sharedGroup(): string | undefined {
    return this.identity.kind === 'application' && this.identity.isShared ? this.identity.appId : undefined;
  }

  get traffic(): Traffic {
    const { bytesRead = 0, bytesWritten = 0 } = this.client.conn as Partial<Socket>;
    return {
      readBytes: bytesRead,
      readMessages: this.readMessages,
      writtenBytes: bytesWritten,
      writtenMessages: this.writtenMessages,
    };
  }

  inward(topic: string): string {
    return this.identity.kind === 'application' ? topic : toOrganisationTopic(this.identity, topic);
  }

  outward(topic: string): string {
    return this.identity.kind === 'application' ? topic : toDeviceTopic(this.identity, topic);
  }

  noteError(error: Error): void {
    this.closeCode ??= codeOf(error);
  }
}

const codeOf = (error: Error): CloseCode => {
  if (error instanceof Refusal) return error.closeCode;
  if ('code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')) return closeCode.byClient;
  // aedes refuses wildcards and overlong topics by itself, before our rules are asked; it has only words for it.
  if (/topic|not allowed in PUBLISH|only allowed in/i.test(error.message)) return closeCode.badTopic;
  return closeCode.byServer;
};

import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { ConnectionSecrets, ConnectionSettings } from '../../shared/connection/settings.ts';
import type { ConnectionStatus, ConnectionView, RejectedMessage } from '../../shared/connection/status.ts';
import type { Mapping } from '../../shared/mapping/mapping.ts';
import type { Clock } from '../clock.ts';
import type { FleetState } from '../fleet/fleet-state.ts';
import type { Log } from '../log.ts';
import type { ConnectionBook } from '../settings/connection-book.ts';
import { clientKeyKey, passwordKey, type Vault } from '../vault/vault.ts';
import type { PublishOutcome } from './broker-client.ts';
import { uniqueWord } from './client-identity.ts';
import { Connection } from './connection.ts';
import { Feed, type Acknowledgement } from './feed.ts';
import { openLink, type OpenLink } from './link.ts';
import { managedSettings, type ManagedConnection } from './managed-connection.ts';
import { passwordScopeProblem } from './password-scope.ts';
import { readSecrets, type SecretsAnswer } from './secrets.ts';
import { statusOfEntry, statusOfUnreadable, type Entry } from './status-view.ts';

export interface ConnectionManagerNeeds {
  readonly book: ConnectionBook;
  readonly vault: Vault;
  readonly fleet: FleetState;
  readonly clock: Clock;
  readonly log: Log;
  readonly managed: readonly ManagedConnection[];
  readonly onAcknowledgement: (connectionId: string, acknowledgement: Acknowledgement) => void;
  readonly openLink?: OpenLink;
  /** In [0, 1). */
  readonly random?: () => number;
}

/** All connections of an engine: the host's and the user's. */
export class ConnectionManager {
  readonly #needs: ConnectionManagerNeeds;
  readonly #entries = new Map<string, Entry>();
  readonly #managedPasswords = new Map<string, string | undefined>();
  readonly #listeners = new Set<() => void>();
  readonly #closings = new Set<Promise<void>>();
  /** Stands for `{unique}` in client ids. */
  readonly #word = uniqueWord();

  constructor(needs: ConnectionManagerNeeds) {
    this.#needs = needs;
    for (const managed of needs.managed) {
      const settings = managedSettings(managed, needs.book.isManagedEnabled(managed.id));
      this.#managedPasswords.set(managed.id, managed.password);
      this.#add(managed.id, settings, true);
    }
    for (const { id, settings } of needs.book.all()) {
      if (!this.#entries.has(id)) this.#add(id, settings, false);
    }
  }

  start(): void {
    for (const entry of this.#entries.values()) if (entry.settings.isEnabled) entry.connection.start();
  }

  statuses(): readonly ConnectionStatus[] {
    const { fleet, clock, book } = this.#needs;
    const nowMs = clock.now();
    return [
      ...[...this.#entries.values()].map((entry) => statusOfEntry(entry, fleet, nowMs)),
      ...book.unreadable().map((unreadable) => statusOfUnreadable(unreadable, nowMs)),
    ];
  }

  /** Called when a state, a problem or the list has changed; not for counts, which change all the time. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async view(id: string): Promise<Result<ConnectionView>> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return this.#missing(id);
    const { vault } = this.#needs;
    const [password, clientKeyPem] = entry.isManaged
      ? ([this.#managedPasswords.get(id) === undefined ? 'absent' : 'ok', 'absent'] as const)
      : await Promise.all([vault.status(passwordKey(id)), vault.status(clientKeyKey(id))]);
    return ok({ id, isManaged: entry.isManaged, settings: entry.settings, secrets: { password, clientKeyPem } });
  }

  async save(
    givenId: string | undefined,
    settings: ConnectionSettings,
    secrets: ConnectionSecrets,
  ): Promise<Result<ConnectionView>> {
    const former = givenId === undefined ? undefined : this.#entries.get(givenId);
    if (givenId !== undefined && former === undefined) return this.#missing(givenId);
    if (former?.isManaged === true) return managedRefusal(former.settings.name);
    const id = givenId ?? this.#newId(settings.name);
    const outOfScope = await this.#outOfScope(id, settings, secrets);
    if (outOfScope !== undefined) return fail('refused', outOfScope);
    const isSaved = await this.#saveSecrets(id, secrets);
    if (!isSaved) {
      return fail(
        'vault-locked',
        "The connection was not saved: this computer's keyring is locked, so the password could not be stored. Unlock it and save again.",
      );
    }
    this.#needs.book.save(id, settings);
    const entry = this.#replace(id, settings);
    if (settings.isEnabled) entry.connection.start();
    this.#changed();
    return this.view(id);
  }

  async remove(id: string): Promise<Result<null>> {
    const { book, fleet, vault } = this.#needs;
    const entry = this.#entries.get(id);
    const isUnreadable = book.unreadable().some((unreadable) => unreadable.id === id);
    if (entry === undefined && !isUnreadable) return this.#missing(id);
    if (entry?.isManaged === true) return managedRefusal(entry.settings.name);
    if (entry !== undefined) {
      this.#entries.delete(id);
      this.#track(entry.connection.stop());
      fleet.removeConnection(id);
    }
    book.remove(id);
    this.#changed();
    await vault.remove(passwordKey(id));
    await vault.remove(clientKeyKey(id));
    return ok(null);
  }

  setEnabled(id: string, isEnabled: boolean): Result<null> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return this.#missing(id);
    if (entry.settings.isEnabled === isEnabled) return ok(null);
    entry.settings = { ...entry.settings, isEnabled };
    if (entry.isManaged) this.#needs.book.setManagedEnabled(id, isEnabled);
    else this.#needs.book.save(id, entry.settings);
    if (isEnabled) entry.connection.start();
    else this.#track(entry.connection.stop());
    this.#changed();
    return ok(null);
  }

  retry(id: string): Result<null> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return this.#missing(id);
    entry.connection.retry();
    return ok(null);
  }

  /** Newest first, at most a hundred. */
  rejected(id: string | undefined): Result<RejectedMessage[]> {
    if (id !== undefined && !this.#entries.has(id)) return this.#missing(id);
    const entries = [...this.#entries.values()].filter((entry) => id === undefined || entry.id === id);
    const messages = entries.flatMap((entry) => [...entry.feed.rejectedMessages()]);
    return ok(messages.sort((a, b) => b.receivedAtMs - a.receivedAtMs).slice(0, 100));
  }

  /** For a command: where it goes and how. */
  find(id: string): { readonly name: string; readonly mapping: Mapping; readonly isConnected: boolean } | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    const { settings, connection } = entry;
    return { name: settings.name, mapping: settings.mapping, isConnected: connection.isConnected };
  }

  publish(id: string, topic: string, payload: string, qos: 0 | 1 | 2): Promise<PublishOutcome> {
    return this.#entries.get(id)?.connection.publish(topic, payload, qos) ?? Promise.resolve({ kind: 'not-connected' });
  }

  /** The secrets that a connection with these settings would sign in with. */
  async secretsFor(
    id: string | undefined,
    settings: ConnectionSettings,
    given: ConnectionSecrets,
  ): Promise<SecretsAnswer> {
    if (id !== undefined) {
      const message = await this.#outOfScope(id, settings, given);
      if (message !== undefined) {
        return { isReadable: false, problem: { code: 'secret-missing', message, willRetry: false } };
      }
      if (this.#managedPasswords.has(id) && given.password === undefined) return this.#managedSecrets(id);
    }
    return readSecrets(this.#needs.vault, id, settings.clientCertificatePem !== undefined, given);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    for (const entry of this.#entries.values()) this.#track(entry.connection.stop());
    await Promise.all(this.#closings);
  }

  /** Why the stored password may not be used with these settings; undefined when it may, or is not asked for. */
  async #outOfScope(id: string, settings: ConnectionSettings, given: ConnectionSecrets): Promise<string | undefined> {
    const problem = passwordScopeProblem(this.#entries.get(id)?.settings, settings);
    if (problem === undefined || given.password !== undefined) return undefined;
    const isStored = this.#managedPasswords.has(id) || (await this.#needs.vault.status(passwordKey(id))) !== 'absent';
    return isStored ? problem : undefined;
  }

  #managedSecrets(id: string): SecretsAnswer {
    return {
      isReadable: true,
      secrets: { password: this.#managedPasswords.get(id), clientKeyPem: undefined },
    };
  }

  #add(id: string, settings: ConnectionSettings, isManaged: boolean): Entry {
    const { fleet, clock, log, onAcknowledgement } = this.#needs;
    const feed = new Feed(settings.mapping, {
      connectionId: id,
      fleet,
      clock,
      log,
      onAcknowledgement: (acknowledgement) => {
        onAcknowledgement(id, acknowledgement);
      },
    });
    this.#register(id, settings);
    const entry: Entry = { id, isManaged, settings, feed, connection: this.#connect(id, settings, feed) };
    this.#entries.set(id, entry);
    return entry;
  }

  /** Vehicles stay on screen where the same feed goes on under other credentials or another name. */
  #replace(id: string, settings: ConnectionSettings): Entry {
    const former = this.#entries.get(id);
    if (former === undefined) {
      return this.#add(id, settings, false);
    }
    const stopped = former.connection.stop();
    this.#track(stopped);
    if (!isSameFeed(former.settings, settings)) this.#needs.fleet.removeConnection(id);
    this.#register(id, settings);
    former.feed.useMapping(settings.mapping);
    const entry: Entry = { ...former, settings, connection: this.#connect(id, settings, former.feed, stopped) };
    this.#entries.set(id, entry);
    return entry;
  }

  #register(id: string, settings: ConnectionSettings): void {
    this.#needs.fleet.registerConnection({
      id,
      name: settings.name,
      expectedIntervalMs: settings.mapping.expectedIntervalMs,
      commands: settings.mapping.commands ?? [],
    });
  }

  #connect(id: string, settings: ConnectionSettings, feed: Feed, startsAfter?: Promise<void>): Connection {
    return new Connection({
      id,
      settings,
      isRecording: this.#managedPasswords.has(id) && settings.presetId !== 'practice',
      uniqueWord: this.#word,
      readSecrets: () => this.secretsFor(id, settings, {}),
      openLink: this.#needs.openLink ?? openLink,
      ...(startsAfter === undefined ? {} : { startsAfter }),
      clock: this.#needs.clock,
      log: this.#needs.log,
      random: this.#needs.random ?? Math.random,
      onMessage: feed.handle,
      onChange: () => {
        this.#changed();
      },
    });
  }

  async #saveSecrets(id: string, secrets: ConnectionSecrets): Promise<boolean> {
    const pairs = [
      [passwordKey(id), secrets.password],
      [clientKeyKey(id), secrets.clientKeyPem],
    ] as const;
    for (const [key, secret] of pairs) {
      if (secret === null) await this.#needs.vault.remove(key);
      else if (secret !== undefined && (await this.#needs.vault.save(key, secret)) === 'locked') return false;
    }
    return true;
  }

  #newId(name: string): string {
    const slug = name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40);
    return `${slug === '' ? 'connection' : slug}-${uniqueWord(6)}`;
  }

  #missing(id: string): Result<never> {
    const unreadable = this.#needs.book.unreadable().find((entry) => entry.id === id);
    return unreadable === undefined
      ? fail('not-found', 'This connection does not exist any more. Another window may have removed it.')
      : fail('unsupported', `The settings of "${unreadable.name}" cannot be read: ${unreadable.explanation}.`);
  }

  #track(closing: Promise<void>): void {
    const tracked = closing.finally(() => this.#closings.delete(tracked));
    this.#closings.add(tracked);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

const managedRefusal = (name: string): Result<never> =>
  fail('refused', `"${name}" belongs to this run of the console. It can be switched off, but not changed or removed.`);

const isSameFeed = (a: ConnectionSettings, b: ConnectionSettings): boolean =>
  a.url === b.url &&
  JSON.stringify(a.topics) === JSON.stringify(b.topics) &&
  JSON.stringify(a.mapping) === JSON.stringify(b.mapping);

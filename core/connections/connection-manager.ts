import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { followsBroker, type ConnectionSecrets, type ConnectionSettings } from '../../shared/connection/settings.ts';
import type { ConnectionStatus, ConnectionView, RejectedMessage } from '../../shared/connection/status.ts';
import type { Clock } from '../clock.ts';
import type { FleetState } from '../fleet/fleet-state.ts';
import type { Log } from '../log.ts';
import type { ConnectionBook } from '../settings/connection-book.ts';
import type { CommandedConnections } from '../commands/commanded.ts';
import type { CreatePlatform } from '../platforms/create-platform.ts';
import { Platforms } from '../platforms/platforms.ts';
import type { AccessMemory } from '../platforms/refusal/access-memory.ts';
import type { Vault } from '../vault/vault.ts';
import type { PublishOutcome } from './broker-client.ts';
import { commandedView } from './commanded-view.ts';
import { ConnectionAssembly } from './connection-assembly.ts';
import { newConnectionId } from './connection-id.ts';
import type { Acknowledgement } from './feed.ts';
import { openLink, type OpenLink } from './link.ts';
import { managedSettings, type ManagedConnection } from './managed-connection.ts';
import { ManagedSwitches } from './managed-switches.ts';
import { areApart } from './password-scope.ts';
import { managedRefusal, missingRefusal } from './refusals.ts';
import { SecretKeeper } from './secret-keeper.ts';
import type { SecretsAnswer } from './secrets.ts';
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
  readonly createPlatform?: CreatePlatform | undefined;
  /** Whose tokens were let in where. */
  readonly access: AccessMemory;
  /** An import has not put its secrets in place yet. */
  readonly awaitsSecrets?: (id: string) => boolean;
  /** In [0, 1). */
  readonly random?: () => number;
}

/** All connections of an engine: the host's and the user's. */
export class ConnectionManager {
  readonly #needs: ConnectionManagerNeeds;
  readonly #names = new Map<string, string>();
  readonly #entries = new Map<string, Entry>();
  readonly #secrets: SecretKeeper;
  readonly #platforms: Platforms;
  readonly #switches: ManagedSwitches;
  readonly #listeners = new Set<() => void>();
  readonly #closings = new Set<Promise<void>>();
  readonly #assembly: ConnectionAssembly;

  constructor(needs: ConnectionManagerNeeds) {
    this.#needs = needs;
    const { fleet, clock, log, random = Math.random, createPlatform, onAcknowledgement } = needs;
    const common = {
      ...{ fleet, clock, log, random },
      onChange: () => {
        this.#changed();
      },
    };
    this.#secrets = new SecretKeeper(
      needs.vault,
      needs.managed,
      (id) => needs.book.isInDoubt(id) || needs.awaitsSecrets?.(id) === true,
    );
    this.#platforms = new Platforms({ ...common, createPlatform, access: needs.access });
    this.#assembly = new ConnectionAssembly({
      ...common,
      onAcknowledgement,
      secrets: this.#secrets,
      platforms: this.#platforms,
      openLink: needs.openLink ?? openLink,
    });
    this.#switches = new ManagedSwitches(needs.book, needs.managed);
    for (const managed of needs.managed) {
      this.#add(managed.id, managedSettings(managed, this.#switches.isOn(managed.id)), true);
    }
    for (const { id, settings } of needs.book.all()) {
      if (!this.#entries.has(id)) this.#add(id, settings, false);
    }
  }

  start(): void {
    for (const entry of this.#entries.values()) if (entry.settings.isEnabled) this.#start(entry);
  }

  statuses(): readonly ConnectionStatus[] {
    const { fleet, clock, book } = this.#needs;
    const nowMs = clock.now();
    return [
      ...[...this.#entries.values()].map((entry) => statusOfEntry(entry, fleet, this.#platforms.get(entry.id), nowMs)),
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
    if (entry === undefined) return missingRefusal(this.#needs.book, id);
    const secrets = await this.#secrets.statuses(id);
    return ok({ id, isManaged: entry.isManaged, settings: entry.settings, secrets });
  }

  async save(
    givenId: string | undefined,
    settings: ConnectionSettings,
    secrets: ConnectionSecrets,
  ): Promise<Result<ConnectionView>> {
    const former = givenId === undefined ? undefined : this.#entries.get(givenId);
    if (givenId !== undefined && former === undefined) return missingRefusal(this.#needs.book, givenId);
    if (former?.isManaged === true) return managedRefusal(former.settings.name);
    const id = givenId ?? newConnectionId(settings.name);
    const outOfScope = await this.#secrets.scopeProblem(id, former?.settings, settings, secrets);
    if (outOfScope !== undefined) return fail('refused', outOfScope);
    this.#names.set(id, former?.settings.name ?? settings.name);
    // Between the two writes the process may end, and the next one must not take the new secret to the former host.
    const { book } = this.#needs;
    const wasInDoubt = book.isInDoubt(id);
    const isMoving = former !== undefined && areApart(settings, former.settings);
    if (isMoving) {
      book.beginMove(id);
      book.save(id, { ...former.settings, isEnabled: false });
    }
    const notSaved = await this.#secrets.save(id, secrets);
    if (notSaved !== undefined) {
      // Of several secrets a first may be stored already.
      const given = Object.values(secrets).filter((secret) => secret !== undefined);
      const isUntouched = !wasInDoubt && given.length === 1 && !notSaved.ok && notSaved.error.code === 'vault-locked';
      if (isMoving && isUntouched) {
        book.save(id, former.settings);
        book.callOffMove(id);
      } else if (isMoving) this.setEnabled(id, false);
      return notSaved;
    }
    book.save(id, settings);
    book.settle(id, isMoving);
    const entry = this.#replace(id, settings);
    if (settings.isEnabled) this.#start(entry);
    this.#changed();
    return this.view(id);
  }

  async remove(id: string): Promise<Result<null>> {
    const { book, fleet } = this.#needs;
    const entry = this.#entries.get(id);
    const isUnreadable = book.unreadable().some((unreadable) => unreadable.id === id);
    if (entry === undefined && !isUnreadable) return missingRefusal(this.#needs.book, id);
    if (entry?.isManaged === true) return managedRefusal(entry.settings.name);
    if (entry !== undefined) {
      this.#names.set(id, entry.settings.name);
      this.#entries.delete(id);
      this.#track(entry.connection.stop());
      this.#platforms.remove(id);
      fleet.removeConnection(id);
    }
    book.remove(id);
    this.#changed();
    await this.#secrets.remove(id);
    return ok(null);
  }

  setEnabled(id: string, isEnabled: boolean): Result<null> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return missingRefusal(this.#needs.book, id);
    if (entry.settings.isEnabled === isEnabled) return ok(null);
    entry.settings = { ...entry.settings, isEnabled };
    if (entry.isManaged) this.#switches.set(id, isEnabled);
    else this.#needs.book.save(id, entry.settings);
    if (isEnabled) this.#start(entry);
    else this.#stop(entry);
    this.#changed();
    return ok(null);
  }

  /** The vault was opened: those that wait for a secret of theirs try again. */
  retryLocked(): void {
    for (const { id, connection } of this.#entries.values()) {
      if (connection.condition.problem?.code === 'secret-locked') connection.retry();
      const platform = this.#platforms.get(id);
      if (platform?.condition.problem?.code === 'secret-locked') platform.retry();
    }
  }

  /** After the stored settings were changed beside the book, as an import does. */
  reload(connectionIds: readonly string[]): void {
    const { book } = this.#needs;
    book.reload();
    for (const { id, settings } of book.all()) {
      if (!connectionIds.includes(id)) continue;
      const entry = this.#replace(id, settings);
      if (settings.isEnabled) this.#start(entry);
    }
    for (const { id, isManaged } of [...this.#entries.values()]) {
      if (isManaged) this.setEnabled(id, this.#switches.isOn(id));
    }
    this.#changed();
  }

  retry(id: string): Result<null> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return missingRefusal(this.#needs.book, id);
    if (followsBroker(entry.settings)) entry.connection.retry();
    this.#platforms.get(id)?.retry();
    return ok(null);
  }

  /** Newest first, at most a hundred. */
  rejected(id: string | undefined): Result<RejectedMessage[]> {
    if (id !== undefined && !this.#entries.has(id)) return missingRefusal(this.#needs.book, id);
    const entries = [...this.#entries.values()].filter((entry) => id === undefined || entry.id === id);
    const messages = entries.flatMap((entry) => [...entry.feed.rejectedMessages()]);
    return ok(messages.sort((a, b) => b.receivedAtMs - a.receivedAtMs).slice(0, 100));
  }

  find(id: string): ReturnType<CommandedConnections['find']> {
    const entry = this.#entries.get(id);
    return entry === undefined ? undefined : commandedView(entry, this.#platforms);
  }

  /** Also of one that is being made, and of one that was removed in this run: their secrets come first and go last. */
  nameOf(id: string): string | undefined {
    return this.#entries.get(id)?.settings.name ?? this.#names.get(id);
  }

  get platforms(): Platforms {
    return this.#platforms;
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
    return this.#secrets.forBroker(id, this.#settingsOf(id), settings, given);
  }

  /** The secret that the platform's API of a connection with these settings would be asked with. */
  platformSecretFor(
    id: string | undefined,
    settings: ConnectionSettings,
    given: ConnectionSecrets,
  ): Promise<Result<string>> {
    return this.#secrets.forPlatform(id, this.#settingsOf(id), settings, given);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#platforms.close();
    for (const entry of this.#entries.values()) this.#track(entry.connection.stop());
    await Promise.all(this.#closings);
  }

  #settingsOf(id: string | undefined): ConnectionSettings | undefined {
    return id === undefined ? undefined : this.#entries.get(id)?.settings;
  }

  #start({ id, settings, connection }: Entry): void {
    if (followsBroker(settings)) connection.start();
    this.#platforms.get(id)?.start();
  }

  #stop({ id, connection }: Entry): void {
    this.#track(connection.stop());
    this.#platforms.get(id)?.stop();
  }

  #add(id: string, settings: ConnectionSettings, isManaged: boolean): Entry {
    const entry = this.#assembly.create(id, settings, isManaged);
    this.#entries.set(id, entry);
    return entry;
  }

  #replace(id: string, settings: ConnectionSettings): Entry {
    const former = this.#entries.get(id);
    if (former === undefined) return this.#add(id, settings, false);
    const stopped = former.connection.stop();
    this.#track(stopped);
    const entry = this.#assembly.replace(former, settings, stopped);
    this.#entries.set(id, entry);
    return entry;
  }

  #track(closing: Promise<void>): void {
    const tracked = closing.finally(() => this.#closings.delete(tracked));
    this.#closings.add(tracked);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

import { connectionSettingsSchema, type ConnectionSettings } from '../../shared/connection/settings.ts';
import type { Log } from '../log.ts';
import type { SettingsStore } from './settings-store.ts';

export const connectionsKey = 'connections';
export const unreadableKey = 'unreadableConnections';
export const disabledManagedKey = 'disabledManagedConnections';
/** Ids of connections that are being taken to another address. One that is there at a start was broken off. */
const movingKey = 'movingConnections';
/** By id of a connection that was taken to another address: the consoles whose stored secrets are for that one. */
const settledKey = 'settledConnections';

export interface StoredConnection {
  readonly id: string;
  readonly settings: ConnectionSettings;
}

/** An entry that this version cannot read. It is kept as it was found, for a version that can or a hand that mends it. */
export interface UnreadableConnection {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** In words, what could not be read. */
  readonly explanation: string;
}

/** The user's connections in the settings store. Nothing that was stored is ever dropped because it cannot be read. */
export class ConnectionBook {
  readonly #store: SettingsStore;
  readonly #connections = new Map<string, ConnectionSettings>();
  readonly #unreadable = new Map<string, unknown>();
  readonly #disabledManaged = new Set<string>();
  readonly #moving = new Set<string>();
  readonly #settled = new Map<string, readonly string[]>();
  readonly #host: string;
  readonly #log: Log;

  /** @param host which of the console's hosts this is: each has a vault of its own. */
  constructor(store: SettingsStore, log: Log, host = '') {
    this.#store = store;
    this.#host = host;
    this.#log = log;
    this.reload();
  }

  /** For whoever has written to the store beside this book, as an import does. */
  reload(): void {
    const store = this.#store;
    this.#connections.clear();
    this.#unreadable.clear();
    this.#disabledManaged.clear();
    this.#moving.clear();
    this.#settled.clear();
    const stored = entriesOf(store.get(connectionsKey));
    const setAside = entriesOf(store.get(unreadableKey));
    // Entries set aside by another version are tried again: this one may read them.
    for (const [id, value] of [...setAside, ...stored]) {
      const parsed = connectionSettingsSchema.safeParse(value);
      if (parsed.success) {
        this.#connections.set(id, parsed.data);
        this.#unreadable.delete(id);
      } else if (!this.#connections.has(id)) {
        this.#unreadable.set(id, value);
        this.#log.warn('connection-settings-unreadable', { connectionId: id, issues: issueWords(parsed.error.issues) });
      }
    }
    const isMoved = setAside.length !== this.#unreadable.size || stored.length !== this.#connections.size;
    if (isMoved) this.#write();
    for (const id of listOf(store.get(disabledManagedKey))) this.#disabledManaged.add(id);
    for (const id of listOf(store.get(movingKey))) this.#moving.add(id);
    for (const [id, hosts] of entriesOf(store.get(settledKey))) this.#settled.set(id, listOf(hosts));
  }

  all(): readonly StoredConnection[] {
    return [...this.#connections].map(([id, settings]) => ({ id, settings }));
  }

  unreadable(): readonly UnreadableConnection[] {
    return [...this.#unreadable].map(([id, value]) => {
      const error = connectionSettingsSchema.safeParse(value).error;
      return {
        id,
        name: textOf(value, 'name') ?? id,
        url: textOf(value, 'url') ?? '',
        explanation: issueWords(error?.issues ?? []).join('; '),
      };
    });
  }

  save(id: string, settings: ConnectionSettings): void {
    this.#connections.set(id, settings);
    this.#unreadable.delete(id);
    this.#write();
  }

  remove(id: string): void {
    this.#connections.delete(id);
    this.#unreadable.delete(id);
    this.#write();
    if (!this.#moving.delete(id) && !this.#settled.delete(id)) return;
    this.#settled.delete(id);
    this.#writeMoves();
  }

  /**
   * The secrets that are stored here may be those of another address: it is just being taken elsewhere, that was broken
   * off, or the other host of this console, which shares the settings and not the secrets, took it there.
   */
  isInDoubt(id: string): boolean {
    const settled = this.#settled.get(id);
    return this.#moving.has(id) || (settled !== undefined && !settled.includes(this.#host));
  }

  /** Before the first write of a move. */
  beginMove(id: string): void {
    this.#moving.add(id);
    this.#writeMoves();
  }

  /** It stays where it was, and so do its secrets. */
  callOffMove(id: string): void {
    this.#moving.delete(id);
    this.#writeMoves();
  }

  /** After the last write of a save that brought every secret that was in doubt. */
  settle(id: string, wasMoved: boolean): void {
    const settled = this.#settled.get(id);
    if (wasMoved) this.#settled.set(id, [this.#host]);
    else if (this.isInDoubt(id)) this.#settled.set(id, [...(settled ?? []), this.#host]);
    else return;
    this.#moving.delete(id);
    this.#writeMoves();
  }

  isManagedEnabled(id: string): boolean {
    return !this.#disabledManaged.has(id);
  }

  setManagedEnabled(id: string, isEnabled: boolean): void {
    if (isEnabled) this.#disabledManaged.delete(id);
    else this.#disabledManaged.add(id);
    this.#store.set(disabledManagedKey, [...this.#disabledManaged]);
  }

  #writeMoves(): void {
    this.#store.setAll({ [movingKey]: [...this.#moving], [settledKey]: Object.fromEntries(this.#settled) });
  }

  #write(): void {
    // Set aside first: a crash between the two writes then leaves an entry twice rather than not at all.
    this.#store.set(unreadableKey, Object.fromEntries(this.#unreadable));
    this.#store.set(connectionsKey, Object.fromEntries(this.#connections));
  }
}

/** A whole that is not a record of entries is an entry of its own, so that it, too, is kept. */
export const entriesOf = (stored: unknown): readonly (readonly [string, unknown])[] => {
  if (stored === undefined || stored === null) return [];
  if (typeof stored !== 'object' || Array.isArray(stored)) return [['unreadable-settings', stored]];
  return Object.entries(stored);
};

export const listOf = (stored: unknown): readonly string[] =>
  Array.isArray(stored) ? stored.filter((item): item is string => typeof item === 'string') : [];

export const textOf = (value: unknown, name: string): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const text: unknown = Object.getOwnPropertyDescriptor(value, name)?.value;
  return typeof text === 'string' && text.length > 0 ? text.slice(0, 500) : undefined;
};

export const issueWords = (
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): readonly string[] => issues.slice(0, 5).map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`);

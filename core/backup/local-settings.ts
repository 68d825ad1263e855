import { connectionSettingsSchema, type ConnectionSettings } from '../../shared/connection/settings.ts';
import { connectionsKey, disabledManagedKey, entriesOf, listOf, unreadableKey } from '../settings/connection-book.ts';
import { preferencesKey } from '../settings/preferences-book.ts';
import type { SettingsStore } from '../settings/settings-store.ts';

/** What of this machine's settings a backup is about, as it is stored. */
export interface LocalSettings {
  /** Those that this version can read. */
  readonly connections: ReadonlyMap<string, ConnectionSettings>;
  /** Those that it cannot, and keeps. */
  readonly unreadable: ReadonlyMap<string, unknown>;
  readonly preferences: unknown;
  readonly disabledManaged: ReadonlySet<string>;
  /** Another one means that something has changed meanwhile. */
  readonly fingerprint: string;
}

export const readLocalSettings = (store: SettingsStore): LocalSettings => {
  const connections = new Map<string, ConnectionSettings>();
  const unreadable = new Map<string, unknown>();
  for (const [id, value] of [...entriesOf(store.get(unreadableKey)), ...entriesOf(store.get(connectionsKey))]) {
    const parsed = connectionSettingsSchema.safeParse(value);
    if (parsed.success) {
      connections.set(id, parsed.data);
      unreadable.delete(id);
    } else if (!connections.has(id)) unreadable.set(id, value);
  }
  const stored = [connectionsKey, unreadableKey, preferencesKey, disabledManagedKey].map(
    (key) => store.get(key) ?? null,
  );
  return {
    connections,
    unreadable,
    preferences: store.get(preferencesKey),
    disabledManaged: new Set(listOf(store.get(disabledManagedKey))),
    fingerprint: JSON.stringify(stored),
  };
};

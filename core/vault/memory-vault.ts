import { systemClock, type Clock } from '../clock.ts';
import { explainMemory } from './explanations.ts';
import type { Vault } from './vault.ts';
import { createVaultEvents } from './vault-events.ts';

/** The secrets by their keys. Whoever holds one holds it in memory, and nowhere else. */
export type HeldSecrets = Readonly<Record<string, string>>;

interface HeldEntry {
  readonly secret: string;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number | null;
}

/** Secrets for as long as the console runs, with nothing to choose: for an engine that is to leave no trace. */
export const createMemoryVault = (clock: Pick<Clock, 'now'> = systemClock): Vault => {
  const secrets = new Map<string, HeldEntry>();
  const events = createVaultEvents(clock);
  const backend = 'memory';
  return {
    info: () => ({ backend, isPersistent: false, explanation: explainMemory() }),
    read: (key) => {
      const held = secrets.get(key);
      if (held === undefined) return Promise.resolve({ status: 'absent' });
      secrets.set(key, { ...held, lastUsedAtMs: clock.now() });
      return Promise.resolve({ status: 'ok', secret: held.secret });
    },
    save: (key, secret) => {
      const createdAtMs = secrets.get(key)?.createdAtMs ?? clock.now();
      secrets.set(key, { secret, createdAtMs, lastUsedAtMs: null });
      events.tell({ kind: 'saved', backend, key });
      return Promise.resolve('saved');
    },
    remove: (key) => {
      if (secrets.delete(key)) events.tell({ kind: 'removed', backend, key });
      return Promise.resolve();
    },
    status: (key) => Promise.resolve(secrets.has(key) ? 'ok' : 'absent'),
    entries: () =>
      Promise.resolve(
        [...secrets]
          .map(([key, { createdAtMs, lastUsedAtMs }]) => ({
            key,
            backend,
            createdAtMs,
            lastUsedAtMs,
            status: 'ok' as const,
          }))
          .sort((a, b) => (a.key < b.key ? -1 : 1)),
      ),
    onEvent: events.onEvent,
  };
};

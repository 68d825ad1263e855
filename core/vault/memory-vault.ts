import type { Vault } from './vault.ts';

/** The secrets by their keys. Whoever holds one holds it in memory, and nowhere else. */
export type HeldSecrets = Readonly<Record<string, string>>;

interface MemoryVaultOptions {
  /** What a former process of this run held. */
  readonly held?: HeldSecrets | undefined;
  /** Told all secrets whenever one has changed, so that a next process of this run can hold them. */
  readonly onChange?: (held: HeldSecrets) => void;
}

/** Secrets for as long as the console runs: the browser host's vault, where no keyring can be relied on. */
export const createMemoryVault = ({ held = {}, onChange }: MemoryVaultOptions = {}): Vault => {
  const secrets = new Map(Object.entries(held));
  const tell = (): void => onChange?.(Object.fromEntries(secrets));
  return {
    info: () => ({
      backend: 'memory',
      isPersistent: false,
      explanation:
        'Passwords and keys are kept in memory only and are forgotten when the console is closed. Enter them again after a start.',
    }),
    read: (key) => {
      const secret = secrets.get(key);
      return Promise.resolve(secret === undefined ? { status: 'absent' } : { status: 'ok', secret });
    },
    save: (key, secret) => {
      secrets.set(key, secret);
      tell();
      return Promise.resolve('saved');
    },
    remove: (key) => {
      if (secrets.delete(key)) tell();
      return Promise.resolve();
    },
    status: (key) => Promise.resolve(secrets.has(key) ? 'ok' : 'absent'),
  };
};

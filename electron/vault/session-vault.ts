import type { Clock } from '../../core/clock.ts';
import { createMemoryVault } from '../../core/vault/memory-vault.ts';
import type { SecretAnswer, Vault } from '../../core/vault/vault.ts';
import { inVaultWords } from '../../core/vault/vault-error.ts';
import type { CiphertextStore } from './ciphertext-store.ts';
import type { Keyring } from './keyring.ts';

export interface SessionVaultNeeds {
  readonly keyring: Keyring;
  readonly store: CiphertextStore;
  readonly clock: Pick<Clock, 'now'>;
}

/** For this run only. What a keyring encrypted before is locked, and stays until somebody removes that very secret. */
export const createSessionVault = ({ keyring, store, clock }: SessionVaultNeeds): Vault => {
  const memory = createMemoryVault(clock);
  const orStored = <A extends { readonly status: SecretAnswer['status'] }>(key: string, answer: A) =>
    answer.status === 'absent' && store.read(key) !== 'absent' ? ({ status: 'locked' } as const) : answer;
  return {
    ...memory,
    info: () => ({
      backend: keyring.backend,
      isPersistent: false,
      explanation:
        'This computer has no keyring that is open to Fleetdeck. Passwords and keys are kept in memory only and are ' +
        'forgotten when the console is closed. To keep them, set up a keyring (GNOME Keyring or KDE Wallet) and start again.',
    }),
    read: async (key) => orStored(key, await memory.read(key)),
    status: async (key) => orStored(key, { status: await memory.status(key) }).status,
    remove: async (key) => {
      await memory.remove(key);
      await inVaultWords('The secret could not be removed', () => {
        store.remove(key);
      });
    },
    entries: async () => {
      const held = await memory.entries();
      const heldKeys = new Set(held.map(({ key }) => key));
      const stored = store
        .list()
        .filter(({ key }) => !heldKeys.has(key))
        .map(({ key, ciphertext }) => ({
          key,
          backend: ciphertext === 'damaged' ? 'unknown' : ciphertext.backend,
          createdAtMs: ciphertext === 'damaged' ? null : ciphertext.createdAtMs,
          lastUsedAtMs: store.lastUsedAtMs(key),
          status: 'locked' as const,
        }));
      return [...held, ...stored].sort((a, b) => (a.key < b.key ? -1 : 1));
    },
  };
};

import type { Log } from '../../core/log.ts';
import type { SecretAnswer, Vault } from '../../core/vault/vault.ts';
import type { SafeStorageApi } from '../electron-api.ts';
import type { CiphertextStore } from './ciphertext-store.ts';
import { isAvailable, type Keyring } from './keyring.ts';

export interface KeyringVaultNeeds {
  readonly safeStorage: SafeStorageApi;
  readonly keyring: Keyring;
  readonly store: CiphertextStore;
  readonly log: Log;
}

/**
 * Secrets encrypted by the operating system. Lives in the main process, the only one that has `safeStorage`. Where there
 * is no real keyring, secrets are kept in memory for this run, and what is on disk from better days stays untouched.
 */
export const createKeyringVault = (needs: KeyringVaultNeeds): Vault =>
  needs.keyring.isReal ? createPersistentVault(needs) : createSessionVault(needs);

const createPersistentVault = ({ safeStorage, keyring, store, log }: KeyringVaultNeeds): Vault => {
  const read = async (key: string): Promise<SecretAnswer> => {
    const stored = store.read(key);
    if (stored === 'absent') return { status: 'absent' };
    if (stored === 'damaged') return { status: 'undecryptable' };
    // Of another keyring, such as after a change of desktop: still good, once that keyring is back.
    if (stored.backend !== keyring.backend) return { status: 'locked' };
    try {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(stored.data);
      if (shouldReEncrypt) await renew(key, result);
      return { status: 'ok', secret: result };
    } catch {
      return { status: (await isAvailable(safeStorage)) ? 'undecryptable' : 'locked' };
    }
  };

  /** The keyring's key was rotated; what cannot be renewed now can still be read with the old one. */
  const renew = async (key: string, secret: string): Promise<void> => {
    try {
      store.write(key, { backend: keyring.backend, data: await safeStorage.encryptStringAsync(secret) });
    } catch {
      log.warn('secret not renewed', { entry: key });
    }
  };

  return {
    info: () => ({
      backend: keyring.backend,
      isPersistent: true,
      explanation: `Passwords and keys are encrypted, protected by ${keyring.title}, and kept on this computer.`,
    }),
    read,
    status: async (key) => (await read(key)).status,
    save: async (key, secret) => {
      let data: Buffer;
      try {
        data = await safeStorage.encryptStringAsync(secret);
      } catch {
        return 'locked';
      }
      store.write(key, { backend: keyring.backend, data });
      return 'saved';
    },
    remove: (key) => {
      store.remove(key);
      return Promise.resolve();
    },
  };
};

const createSessionVault = ({ keyring, store }: KeyringVaultNeeds): Vault => {
  const secrets = new Map<string, string>();
  const read = (key: string): SecretAnswer => {
    const secret = secrets.get(key);
    if (secret !== undefined) return { status: 'ok', secret };
    return { status: store.read(key) === 'absent' ? 'absent' : 'locked' };
  };
  return {
    info: () => ({
      backend: keyring.backend,
      isPersistent: false,
      explanation:
        'This computer has no keyring that is open to Fleetdeck. Passwords and keys are kept in memory only and are ' +
        'forgotten when the console is closed. To keep them, set up a keyring (GNOME Keyring or KDE Wallet) and start again.',
    }),
    read: (key) => Promise.resolve(read(key)),
    status: (key) => Promise.resolve(read(key).status),
    save: (key, secret) => {
      secrets.set(key, secret);
      return Promise.resolve('saved');
    },
    remove: (key) => {
      secrets.delete(key);
      store.remove(key);
      return Promise.resolve();
    },
  };
};

import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { SecretAnswer, Vault, VaultEntry } from '../../core/vault/vault.ts';
import { VaultError, inVaultWords } from '../../core/vault/vault-error.ts';
import { createVaultEvents, type VaultEvents } from '../../core/vault/vault-events.ts';
import type { SafeStorageApi } from '../electron-api.ts';
import type { Ciphertext, CiphertextStore } from './ciphertext-store.ts';
import { isAvailable, type Keyring } from './keyring.ts';
import { createSessionVault } from './session-vault.ts';
import { createWaitingVault } from './waiting-vault.ts';

export interface KeyringVaultNeeds {
  readonly safeStorage: SafeStorageApi;
  readonly keyring: Keyring;
  readonly store: CiphertextStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

const markUsedEveryMs = 60_000;

/**
 * Secrets encrypted by the operating system. Lives in the main process, the only one that has `safeStorage`. Where there
 * is no real keyring, secrets are kept in memory for this run, and what is on disk from better days stays untouched; where
 * there is one that does not open yet, they are in memory until it does.
 */
export const createKeyringVault = (needs: KeyringVaultNeeds): Vault => {
  const { keyring, store, clock, log } = needs;
  switch (keyring.condition) {
    case 'open':
      return createPersistentVault(needs, true);
    case 'shut':
      return createWaitingVault(createPersistentVault(needs, false), { title: keyring.title, clock, log });
    case 'none':
      return createSessionVault({ keyring, store, clock });
  }
};

const createPersistentVault = (needs: KeyringVaultNeeds, isOpenAtFirst: boolean): Vault => {
  const { safeStorage, keyring, store, clock, log } = needs;
  const { backend } = keyring;
  const events = createVaultEvents(clock);
  const lock = trackLock(events, backend, isOpenAtFirst);
  const markedAtMs = new Map<string, number>();

  const open = async (key: string, stored: ReturnType<CiphertextStore['read']>): Promise<SecretAnswer> => {
    if (stored === 'absent') return { status: 'absent' };
    if (stored === 'damaged') return { status: 'undecryptable' };
    // Of another keyring, such as after a change of desktop: still good, once that keyring is back.
    if (stored.backend !== backend) return { status: 'locked' };
    try {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(stored.data);
      if (shouldReEncrypt) await renew(key, result, stored);
      lock.isOpen();
      return { status: 'ok', secret: result };
    } catch {
      if (await isAvailable(safeStorage)) return { status: 'undecryptable' };
      lock.isShut();
      return { status: 'locked' };
    }
  };

  /** To be asked before a former ciphertext is replaced by this one. */
  const opensTo = async (data: Buffer, secret: string): Promise<boolean> => {
    try {
      return (await safeStorage.decryptStringAsync(data)).result === secret;
    } catch {
      return false;
    }
  };

  /** The keyring's key was rotated; what cannot be renewed now can still be read with the old one. */
  const renew = async (key: string, secret: string, former: Ciphertext): Promise<void> => {
    try {
      const data = await safeStorage.encryptStringAsync(secret);
      if (await opensTo(data, secret)) store.write({ ...former, data });
    } catch {
      log.warn('secret not renewed', { entry: key });
    }
  };

  const entryOf = async (key: string, ciphertext: Ciphertext | 'damaged'): Promise<VaultEntry> => {
    const { status } = await open(key, ciphertext);
    const lastUsedAtMs = store.lastUsedAtMs(key);
    if (ciphertext === 'damaged') return { key, backend: 'unknown', createdAtMs: null, lastUsedAtMs, status };
    return { key, backend: ciphertext.backend, createdAtMs: ciphertext.createdAtMs, lastUsedAtMs, status };
  };

  return {
    info: () => ({
      backend,
      isPersistent: true,
      explanation: `Passwords and keys are encrypted, protected by ${keyring.title}, and kept on this computer.`,
    }),
    read: async (key) => {
      const answer = await open(key, store.read(key));
      if (answer.status === 'ok') {
        if (clock.now() - (markedAtMs.get(key) ?? -Infinity) >= markUsedEveryMs) {
          markedAtMs.set(key, clock.now());
          store.markUsed(key, clock.now());
        }
      } else if (answer.status !== 'absent') {
        events.tell({ kind: 'read-failed', backend, key, detail: answer.status });
      }
      return answer;
    },
    status: async (key) => (await open(key, store.read(key))).status,
    save: async (key, secret) => {
      let data: Buffer;
      try {
        data = await safeStorage.encryptStringAsync(secret);
      } catch {
        lock.isShut();
        return 'locked';
      }
      if (!(await opensTo(data, secret))) {
        throw new VaultError(
          `The secret could not be saved: ${keyring.title} does not give back what it was given. What was stored before is still there.`,
        );
      }
      lock.isOpen();
      const former = store.read(key);
      const createdAtMs = typeof former === 'string' ? null : former.createdAtMs;
      await inVaultWords('The secret could not be saved', () => {
        store.write({ key, backend, data, createdAtMs: createdAtMs ?? clock.now() });
      });
      events.tell({ kind: 'saved', backend, key });
      return 'saved';
    },
    remove: async (key) => {
      const isThere = store.read(key) !== 'absent';
      await inVaultWords('The secret could not be removed', () => {
        store.remove(key);
      });
      if (isThere) events.tell({ kind: 'removed', backend, key });
    },
    entries: () => Promise.all(store.list().map(({ key, ciphertext }) => entryOf(key, ciphertext))),
    onEvent: events.onEvent,
  };
};

/** Nothing tells when a keyring is shut or opened; it shows when it is used. */
const trackLock = (events: VaultEvents, backend: string, isOpenAtFirst: boolean) => {
  let isLocked = !isOpenAtFirst;
  const become = (next: boolean): void => {
    if (isLocked === next) return;
    isLocked = next;
    events.tell({ kind: next ? 'locked' : 'unlocked', backend });
  };
  return {
    isOpen: () => {
      become(false);
    },
    isShut: () => {
      become(true);
    },
  };
};

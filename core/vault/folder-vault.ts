import { makeFolder } from '../data-folder/make-folder.ts';
import { StartError, fileProblem } from '../data-folder/start-error.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { openSecretFiles } from './files/secret-files.ts';
import type { OnStep } from './files/atomic-file.ts';
import { FolderSecrets } from './folder-secrets.ts';
import { createFolderManagement } from './folder-management.ts';
import { DataKeys } from './keys/data-keys.ts';
import { openKeySlots } from './keys/key-slots.ts';
import type { KeyringAnswer } from './keys/os-keyring.ts';
import { recommendedCost, type ScryptCost } from './keys/passphrase.ts';
import { openUnlockLimit } from './keys/unlock-limit.ts';
import type { HeldSecrets } from './memory-vault.ts';
import { MovingSecrets } from './moving-secrets.ts';
import { SecretPlaces } from './secret-places.ts';
import type { Vault } from './vault.ts';
import { createVaultEvents } from './vault-events.ts';
import type { VaultManagement } from './vault-management.ts';

/**
 * What a next process of this run needs to be where this one was: secrets that are in memory only, and the keys (in
 * base64, by their ids) that the user has unlocked. It goes to the launcher over its channel, and into no file.
 */
export interface VaultHandOver {
  readonly secrets: HeldSecrets;
  readonly keys: Readonly<Record<string, string>>;
}

export const emptyHandOver: VaultHandOver = { secrets: {}, keys: {} };

export interface FolderVaultNeeds {
  /** Made when it is not there. Nobody else writes in it but vaults. */
  readonly folder: string;
  readonly openKeyring: () => Promise<KeyringAnswer>;
  readonly clock: Clock;
  readonly log: Log;
  readonly handedOver?: VaultHandOver | undefined;
  /** Told whenever it changes; a secret is removed from disk only after this has been heard. */
  readonly onHandOver?: (handOver: VaultHandOver) => Promise<void> | void;
  readonly scryptCost?: ScryptCost;
  readonly keyringPatienceMs?: number;
  /** For tests that end the process between two steps. */
  readonly onStep?: OnStep;
}

export interface FolderVault extends Vault {
  readonly management: VaultManagement;
}

/**
 * The browser host's vault: one file a secret, sealed with AES-256-GCM under a random key that the operating system's
 * keyring keeps, or that opens with a passphrase; or memory. The keyring holds the key and not the secrets because the one
 * of Windows takes no more than 2 560 bytes an entry, which a private key in PEM does not fit in.
 * https://learn.microsoft.com/en-us/windows/win32/api/wincred/ns-wincred-credentialw
 *
 * @throws {StartError} where the folder cannot be used.
 */
export const openFolderVault = async (needs: FolderVaultNeeds): Promise<FolderVault> => {
  const { folder, clock, log, onStep, handedOver = emptyHandOver } = needs;
  const events = createVaultEvents(clock);
  const keys = new DataKeys({
    slots: openKeySlots(folder, onStep),
    openKeyring: needs.openKeyring,
    clock,
    log,
    scryptCost: needs.scryptCost ?? recommendedCost,
    keyringPatienceMs: needs.keyringPatienceMs ?? 3000,
    onKeyringOpened: () => {
      events.tell({ kind: 'unlocked', backend: 'os-keyring' });
    },
  });
  const files = openSecretFiles(folder, onStep);
  const places = new SecretPlaces({
    ...{ files, keys, clock },
    held: handedOver.secrets,
    onHandOver: async (held) => {
      await needs.onHandOver?.({ secrets: held, keys: keys.openPassphraseKeys() });
    },
  });
  const moving = new MovingSecrets({ places, files, keys });
  const secrets = new FolderSecrets({ folder, files, keys, events, clock, places, moving });
  try {
    makeFolder(folder);
    await secrets.open(handedOver.keys);
  } catch (error) {
    throw new StartError(`The vault in ${folder} cannot be opened: ${fileProblem(error)}.`);
  }
  const limit = openUnlockLimit(folder, clock);
  return {
    info: () => secrets.info(),
    read: (key) => secrets.read(key),
    save: (key, secret) => secrets.save(key, secret),
    remove: (key) => secrets.remove(key),
    status: (key) => secrets.status(key),
    entries: () => secrets.entries(),
    onEvent: events.onEvent,
    management: createFolderManagement({ secrets, moving, keys, limit, events }),
  };
};

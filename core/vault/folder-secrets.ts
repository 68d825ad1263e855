import type { SecretStatus } from '../../shared/connection/settings.ts';
import type { Clock } from '../clock.ts';
import { explainKeyring, explainMemory, explainPassphrase } from './explanations.ts';
import type { SecretFiles } from './files/secret-files.ts';
import { waitForVaultLock } from './files/vault-lock.ts';
import type { ActiveKey, DataKeys } from './keys/data-keys.ts';
import type { MovingSecrets } from './moving-secrets.ts';
import type { SecretPlaces } from './secret-places.ts';
import type { SecretAnswer, VaultEntry, VaultInfo } from './vault.ts';
import { VaultError, inVaultWords } from './vault-error.ts';
import type { VaultEvents } from './vault-events.ts';

export interface FolderSecretsNeeds {
  readonly folder: string;
  readonly files: SecretFiles;
  readonly keys: DataKeys;
  readonly events: VaultEvents;
  readonly clock: Clock;
  readonly places: SecretPlaces;
  readonly moving: MovingSecrets;
}

const lockAttempts = 400;

/** The secrets of one folder and of this process's memory, as a vault. */
export class FolderSecrets {
  readonly #needs: FolderSecretsNeeds;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(needs: FolderSecretsNeeds) {
    this.#needs = needs;
  }

  async open(handedOverKeys: Readonly<Record<string, string>>): Promise<void> {
    const { keys, files, moving } = this.#needs;
    await this.exclusive(async () => {
      await files.sweep();
      await keys.repair();
      await moving.removeUnusedKeys();
    });
    keys.take(handedOverKeys);
    // Asked now, so that nobody has to wait for it later.
    if (keys.active.keyId !== null) await keys.condition(keys.active.keyId);
  }

  info(): VaultInfo {
    const { keys } = this.#needs;
    const { backend, keyId } = keys.active;
    if (backend === 'memory') return { backend, isPersistent: false, explanation: explainMemory(keys.keyringProblem) };
    const condition = keyId === null ? 'open' : keys.lastCondition(keyId);
    const explanation =
      backend === 'passphrase' ? explainPassphrase(condition !== 'open') : explainKeyring(keys.keyringTitle, condition);
    return { backend, isPersistent: true, explanation };
  }

  async read(key: string): Promise<SecretAnswer> {
    const { events, places } = this.#needs;
    const found = await places.find(key);
    if (found.answer.status === 'ok') {
      await places.noteUse(key, found.isFile);
    } else if (found.answer.status !== 'absent') {
      events.tell({ kind: 'read-failed', backend: found.backend, key, detail: found.answer.status });
    }
    return found.answer;
  }

  async status(key: string): Promise<SecretStatus> {
    return (await this.#needs.places.find(key)).answer.status;
  }

  async entries(): Promise<readonly VaultEntry[]> {
    const { files, places } = this.#needs;
    const listed = await files.list();
    const filed = await Promise.all(
      listed.map(async ({ key, file }): Promise<VaultEntry> => {
        const { answer, backend } = await places.find(key);
        const { createdAtMs } = file === 'damaged' ? { createdAtMs: null } : file;
        // A damaged file under a name that tells no key is found by no key.
        const status = answer.status === 'absent' ? 'undecryptable' : answer.status;
        return { key, backend, createdAtMs, lastUsedAtMs: await places.lastUsedAtMs(key), status };
      }),
    );
    const filedKeys = new Set(listed.map(({ key }) => key));
    const held = [...places.held()].filter(([key]) => !filedKeys.has(key));
    const inMemory = held.map(([key, { createdAtMs, lastUsedAtMs }]): VaultEntry => ({
      key,
      backend: 'memory',
      createdAtMs,
      lastUsedAtMs,
      status: 'ok',
    }));
    return [...filed, ...inMemory].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async save(key: string, secret: string): Promise<'saved' | 'locked'> {
    const { events, places } = this.#needs;
    const backend = await this.#written('The secret could not be saved', async () => {
      const active = await this.#keyForSaving();
      if (active === 'locked') return undefined;
      if (active.backend === 'memory') {
        await places.put(key, secret);
        await places.handOver();
      } else {
        await places.seal(key, secret, active);
      }
      return active.backend;
    });
    if (backend === undefined) return 'locked';
    events.tell({ kind: 'saved', backend, key });
    return 'saved';
  }

  async remove(key: string): Promise<void> {
    const { events, files, places } = this.#needs;
    const backend = await this.#written('The secret could not be removed', async () => {
      const file = await files.read(key);
      if (file !== 'absent') await files.remove(key);
      const isHeld = await places.letGo(key);
      if (file === 'absent') return isHeld ? 'memory' : undefined;
      return file === 'damaged' ? 'unknown' : file.backend;
    });
    if (backend !== undefined) events.tell({ kind: 'removed', backend, key });
  }

  /** Whatever changes the folder runs in here: alone among this process and all others, with the keys as they are on disk. */
  exclusive<T>(action: () => Promise<T>): Promise<T> {
    const { folder, clock, keys } = this.#needs;
    const turn = this.#queue.then(async () => {
      const release = await waitForVaultLock(folder, clock, lockAttempts);
      if (release === undefined) {
        throw new VaultError(
          'Another Fleetdeck is changing the vault. Nothing was changed. Try again in a moment.',
          'busy',
        );
      }
      try {
        await keys.load();
        return await action();
      } finally {
        release();
      }
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** The first secret makes the keyring's key; one whose key the keyring has lost needs a new one. */
  async #keyForSaving(): Promise<ActiveKey | 'locked'> {
    const { keys } = this.#needs;
    const { active } = keys;
    if (active.backend === 'memory') return active;
    const condition = active.keyId === null ? 'lost' : await keys.condition(active.keyId);
    if (condition === 'open') return active;
    if (condition === 'locked' || active.backend === 'passphrase') return 'locked';
    const created = await keys.createKeyringKey();
    await keys.choose(created);
    return created;
  }

  #written<T>(what: string, action: () => Promise<T>): Promise<T> {
    return inVaultWords(what, () => this.exclusive(action));
  }
}

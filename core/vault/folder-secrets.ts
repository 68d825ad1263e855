import type { SecretStatus } from '../../shared/connection/settings.ts';
import type { Clock } from '../clock.ts';
import { explainKeyring, explainMemory, explainPassphrase } from './explanations.ts';
import type { SecretFile, SecretFiles } from './files/secret-files.ts';
import { waitForVaultLock } from './files/vault-lock.ts';
import type { ActiveKey, DataKeys } from './keys/data-keys.ts';
import { seal, unseal } from './keys/seal.ts';
import type { HeldSecrets } from './memory-vault.ts';
import type { SecretAnswer, VaultEntry, VaultInfo } from './vault.ts';
import { VaultError, inVaultWords } from './vault-error.ts';
import type { VaultEvents } from './vault-events.ts';

export interface FolderSecretsNeeds {
  readonly folder: string;
  readonly files: SecretFiles;
  readonly keys: DataKeys;
  readonly events: VaultEvents;
  readonly clock: Clock;
  readonly held: HeldSecrets;
  readonly onHandOver: (held: HeldSecrets) => Promise<void>;
}

interface HeldEntry {
  readonly secret: string;
  readonly createdAtMs: number | null;
  readonly lastUsedAtMs: number | null;
}

/** A secret that is not where new ones go: in memory, or sealed with another key. */
export interface StraySecret {
  readonly key: string;
  readonly backend: string;
  readonly condition: 'open' | 'locked' | 'lost';
}

const markUsedEveryMs = 60_000;
const lockAttempts = 400;

/**
 * The secrets of one folder and of this process's memory. Where a key stands in more than one place, the file under the
 * active key is the newest, then memory, then a file under a former key.
 */
export class FolderSecrets {
  readonly #needs: FolderSecretsNeeds;
  readonly #held: Map<string, HeldEntry>;
  readonly #markedAtMs = new Map<string, number>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(needs: FolderSecretsNeeds) {
    this.#needs = needs;
    const entries = Object.entries(needs.held);
    this.#held = new Map(
      entries.map(([key, secret]) => [key, { secret, createdAtMs: null, lastUsedAtMs: null }] as const),
    );
  }

  async open(handedOverKeys: Readonly<Record<string, string>>): Promise<void> {
    const { keys, files } = this.#needs;
    await this.exclusive(async () => {
      await files.sweep();
      await keys.repair();
      await this.removeUnusedKeys();
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
    const { events, clock, files } = this.#needs;
    const found = await this.#find(key);
    if (found.answer.status === 'ok') {
      const held = this.#held.get(key);
      if (held !== undefined) this.#held.set(key, { ...held, lastUsedAtMs: clock.now() });
      if (found.isFile && clock.now() - (this.#markedAtMs.get(key) ?? -Infinity) >= markUsedEveryMs) {
        this.#markedAtMs.set(key, clock.now());
        await files.markUsed(key, clock.now());
      }
    } else if (found.answer.status !== 'absent') {
      events.tell({ kind: 'read-failed', backend: found.backend, key, detail: found.answer.status });
    }
    return found.answer;
  }

  async status(key: string): Promise<SecretStatus> {
    return (await this.#find(key)).answer.status;
  }

  async entries(): Promise<readonly VaultEntry[]> {
    const { files } = this.#needs;
    const listed = await files.list();
    const filed = await Promise.all(
      listed.map(async ({ key, file }): Promise<VaultEntry> => {
        const { answer, backend } = await this.#find(key);
        const { createdAtMs } = file === 'damaged' ? { createdAtMs: null } : file;
        // A damaged file under a name that tells no key is found by no key.
        const status = answer.status === 'absent' ? 'undecryptable' : answer.status;
        return { key, backend, createdAtMs, lastUsedAtMs: await this.#lastUsedAtMs(key), status };
      }),
    );
    const filedKeys = new Set(listed.map(({ key }) => key));
    const held = [...this.#held].filter(([key]) => !filedKeys.has(key));
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
    const { events } = this.#needs;
    const backend = await this.#written('The secret could not be saved', async () => {
      const active = await this.#keyForSaving();
      if (active === 'locked') return undefined;
      if (active.backend === 'memory') {
        await this.#put(key, secret);
        await this.handOver();
      } else {
        await this.#seal(key, secret, active);
      }
      return active.backend;
    });
    if (backend === undefined) return 'locked';
    events.tell({ kind: 'saved', backend, key });
    return 'saved';
  }

  async remove(key: string): Promise<void> {
    const { events, files } = this.#needs;
    const backend = await this.#written('The secret could not be removed', async () => {
      const file = await files.read(key);
      if (file !== 'absent') await files.remove(key);
      const isHeld = await this.#letGo(key);
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

  /** The secrets that are not where `target` would have them. */
  async strays(target: ActiveKey): Promise<readonly StraySecret[]> {
    const { files, keys } = this.#needs;
    const strays: StraySecret[] = [];
    const filed = new Set<string>();
    for (const { key, file } of await files.list()) {
      if (file === 'damaged' || (file.keyId === target.keyId && !this.#held.has(key))) continue;
      filed.add(key);
      const isHeld = this.#held.has(key) && file.keyId !== keys.active.keyId;
      strays.push({ key, backend: file.backend, condition: isHeld ? 'open' : await keys.condition(file.keyId) });
    }
    if (target.backend === 'memory') return strays;
    const held = [...this.#held.keys()].filter((key) => !filed.has(key));
    return [...strays, ...held.map((key) => ({ key, backend: 'memory', condition: 'open' as const }))];
  }

  /** Inside `exclusive`: seals one secret with the active key. @returns false where it cannot be read now. */
  async moveToActive(key: string): Promise<boolean> {
    const { answer } = await this.#find(key);
    if (answer.status === 'ok') await this.#seal(key, answer.secret, this.#needs.keys.active);
    return answer.status === 'ok';
  }

  /** Inside `exclusive`: what can be read is in memory, and the next process of this run is sure to have it. */
  async copyToMemory(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const { answer } = await this.#find(key);
      if (answer.status === 'ok') await this.#put(key, answer.secret);
    }
    await this.handOver();
  }

  /** Inside `exclusive`: a secret that memory holds needs no file. @returns false where memory does not. */
  async removeCopied(key: string): Promise<boolean> {
    if (!this.#held.has(key)) return false;
    await this.#needs.files.remove(key);
    return true;
  }

  /** Inside `exclusive`, or before anything else knows of this vault. */
  async removeUnusedKeys(): Promise<void> {
    const { files, keys } = this.#needs;
    const listed = await files.list();
    // Nobody knows which key a damaged file needs: somebody may mend it.
    if (listed.some(({ file }) => file === 'damaged')) return;
    const used = listed.flatMap(({ file }) => (file === 'damaged' ? [] : [file.keyId]));
    await keys.removeUnused(new Set(used));
  }

  handOver(): Promise<void> {
    const held = [...this.#held].map(([key, { secret }]) => [key, secret] as const);
    return this.#needs.onHandOver(Object.fromEntries(held));
  }

  async #put(key: string, secret: string): Promise<void> {
    const createdAtMs = this.#held.get(key)?.createdAtMs ?? (await this.#createdAtMs(key)) ?? this.#needs.clock.now();
    this.#held.set(key, { secret, createdAtMs, lastUsedAtMs: null });
  }

  /** @returns whether memory had it. */
  async #letGo(key: string): Promise<boolean> {
    const wasHeld = this.#held.delete(key);
    if (wasHeld) await this.handOver();
    return wasHeld;
  }

  /** Written, read back from the disk, and only then gone from memory. */
  async #seal(key: string, secret: string, { backend, keyId }: ActiveKey): Promise<void> {
    const { clock, files, keys } = this.#needs;
    const dataKey = keyId === null ? undefined : keys.key(keyId);
    if (keyId === null || dataKey === undefined) throw new Error('the active key has to be open');
    const savedAtMs = clock.now();
    const createdAtMs = (await this.#createdAtMs(key)) ?? this.#held.get(key)?.createdAtMs ?? savedAtMs;
    const facts = { version: 1 as const, key, backend, keyId, createdAtMs, savedAtMs };
    await files.write({ ...facts, sealed: seal(dataKey, secret, contextOf(facts)) }, (written) => {
      if (unseal(dataKey, written.sealed, contextOf(written)) !== secret) {
        throw new Error('what was read back is not what was written');
      }
    });
    await this.#letGo(key);
  }

  async #find(
    key: string,
  ): Promise<{ readonly answer: SecretAnswer; readonly backend: string; readonly isFile: boolean }> {
    const { files, keys } = this.#needs;
    const { active } = keys;
    // A secret that moves between memory and disk while this looks is in one of the three places.
    const heldBefore = this.#held.get(key);
    const file = await files.read(key);
    const held = heldBefore ?? this.#held.get(key);
    const isNewest = typeof file !== 'string' && file.keyId === active.keyId;
    if (held !== undefined && !isNewest) {
      return { answer: { status: 'ok', secret: held.secret }, backend: 'memory', isFile: false };
    }
    if (file === 'absent') return { answer: { status: 'absent' }, backend: active.backend, isFile: false };
    if (file === 'damaged') return { answer: { status: 'undecryptable' }, backend: 'unknown', isFile: true };
    return { answer: await this.#unseal(file), backend: file.backend, isFile: true };
  }

  async #unseal(file: SecretFile): Promise<SecretAnswer> {
    const { keys } = this.#needs;
    const condition = await keys.condition(file.keyId);
    if (condition === 'locked') return { status: 'locked' };
    const dataKey = keys.key(file.keyId);
    const secret = dataKey === undefined ? undefined : unseal(dataKey, file.sealed, contextOf(file));
    return secret === undefined ? { status: 'undecryptable' } : { status: 'ok', secret };
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

  async #createdAtMs(key: string): Promise<number | undefined> {
    const file = await this.#needs.files.read(key);
    return typeof file === 'string' ? undefined : file.createdAtMs;
  }

  async #lastUsedAtMs(key: string): Promise<number | null> {
    return (await this.#needs.files.lastUsedAtMs(key)) ?? this.#held.get(key)?.lastUsedAtMs ?? null;
  }
}

/** All that stands beside a ciphertext is bound to it. */
const contextOf = (file: Omit<SecretFile, 'sealed'>): readonly string[] => [
  'fleetdeck-secret',
  String(file.version),
  file.keyId,
  file.key,
  file.backend,
  String(file.createdAtMs),
  String(file.savedAtMs),
];

import type { Clock } from '../clock.ts';
import type { SecretFile, SecretFiles } from './files/secret-files.ts';
import type { ActiveKey, DataKeys } from './keys/data-keys.ts';
import { seal, unseal } from './keys/seal.ts';
import type { HeldSecrets } from './memory-vault.ts';
import type { SecretAnswer } from './vault.ts';

export interface SecretPlacesNeeds {
  readonly files: SecretFiles;
  readonly keys: DataKeys;
  readonly clock: Clock;
  readonly held: HeldSecrets;
  readonly onHandOver: (held: HeldSecrets) => Promise<void>;
}

export interface HeldEntry {
  readonly secret: string;
  readonly createdAtMs: number | null;
  readonly lastUsedAtMs: number | null;
}

export interface FoundSecret {
  readonly answer: SecretAnswer;
  readonly backend: string;
  readonly isFile: boolean;
}

const markUsedEveryMs = 60_000;

/**
 * The two places of a secret: a file of the folder, and this process's memory. Where a key stands in more than one, the
 * file under the active key is the newest, then memory, then a file under a former key.
 */
export class SecretPlaces {
  readonly #needs: SecretPlacesNeeds;
  readonly #held: Map<string, HeldEntry>;
  readonly #markedAtMs = new Map<string, number>();

  constructor(needs: SecretPlacesNeeds) {
    this.#needs = needs;
    const entries = Object.entries(needs.held);
    this.#held = new Map(
      entries.map(([key, secret]) => [key, { secret, createdAtMs: null, lastUsedAtMs: null }] as const),
    );
  }

  async find(key: string): Promise<FoundSecret> {
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

  /** Written, read back from the disk, and only then gone from memory. */
  async seal(key: string, secret: string, { backend, keyId }: ActiveKey): Promise<void> {
    const { clock, files, keys } = this.#needs;
    const dataKey = keyId === null ? undefined : keys.key(keyId);
    if (keyId === null || dataKey === undefined) throw new Error('the active key has to be open');
    const held = this.#held.get(key);
    const savedAtMs = clock.now();
    const createdAtMs = (await this.#createdAtMs(key)) ?? held?.createdAtMs ?? savedAtMs;
    const facts = { version: 1 as const, key, backend, keyId, createdAtMs, savedAtMs };
    await files.write({ ...facts, sealed: seal(dataKey, secret, contextOf(facts)) }, (written) => {
      if (unseal(dataKey, written.sealed, contextOf(written)) !== secret) {
        throw new Error('what was read back is not what was written');
      }
    });
    if (typeof held?.lastUsedAtMs === 'number') await files.markUsed(key, held.lastUsedAtMs);
    await this.letGo(key);
  }

  /** Into memory; the next process of this run has it after `handOver`. */
  async put(key: string, secret: string, lastUsedAtMs: number | null = null): Promise<void> {
    const createdAtMs = this.#held.get(key)?.createdAtMs ?? (await this.#createdAtMs(key)) ?? this.#needs.clock.now();
    this.#held.set(key, { secret, createdAtMs, lastUsedAtMs });
  }

  /** Out of memory. @returns whether memory had it. */
  async letGo(key: string): Promise<boolean> {
    const wasHeld = this.#held.delete(key);
    if (wasHeld) await this.handOver();
    return wasHeld;
  }

  isHeld(key: string): boolean {
    return this.#held.has(key);
  }

  held(): ReadonlyMap<string, HeldEntry> {
    return this.#held;
  }

  handOver(): Promise<void> {
    const held = [...this.#held].map(([key, { secret }]) => [key, secret] as const);
    return this.#needs.onHandOver(Object.fromEntries(held));
  }

  async noteUse(key: string, isFile: boolean): Promise<void> {
    const { clock, files } = this.#needs;
    const nowMs = clock.now();
    const held = this.#held.get(key);
    if (held !== undefined) this.#held.set(key, { ...held, lastUsedAtMs: nowMs });
    if (!isFile || nowMs - (this.#markedAtMs.get(key) ?? -Infinity) < markUsedEveryMs) return;
    this.#markedAtMs.set(key, nowMs);
    await files.markUsed(key, nowMs);
  }

  async lastUsedAtMs(key: string): Promise<number | null> {
    return (await this.#needs.files.lastUsedAtMs(key)) ?? this.#held.get(key)?.lastUsedAtMs ?? null;
  }

  async #unseal(file: SecretFile): Promise<SecretAnswer> {
    const { keys } = this.#needs;
    const condition = await keys.condition(file.keyId);
    if (condition === 'locked') return { status: 'locked' };
    const dataKey = keys.key(file.keyId);
    const secret = dataKey === undefined ? undefined : unseal(dataKey, file.sealed, contextOf(file));
    return secret === undefined ? { status: 'undecryptable' } : { status: 'ok', secret };
  }

  async #createdAtMs(key: string): Promise<number | undefined> {
    const file = await this.#needs.files.read(key);
    return typeof file === 'string' ? undefined : file.createdAtMs;
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

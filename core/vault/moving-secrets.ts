import type { SecretFiles } from './files/secret-files.ts';
import type { ActiveKey, DataKeys } from './keys/data-keys.ts';
import type { SecretPlaces } from './secret-places.ts';

/** A secret that is not where new ones go: in memory, or sealed with another key. */
export interface StraySecret {
  readonly key: string;
  readonly backend: string;
  readonly condition: 'open' | 'locked' | 'lost';
}

export interface MovingSecretsNeeds {
  readonly places: SecretPlaces;
  readonly files: SecretFiles;
  readonly keys: DataKeys;
}

/** What a move between backends does to single secrets. All that changes something runs inside `exclusive`. */
export class MovingSecrets {
  readonly #needs: MovingSecretsNeeds;

  constructor(needs: MovingSecretsNeeds) {
    this.#needs = needs;
  }

  /** The secrets that are not where `target` would have them. */
  async strays(target: ActiveKey): Promise<readonly StraySecret[]> {
    const { files, keys, places } = this.#needs;
    const strays: StraySecret[] = [];
    const filed = new Set<string>();
    for (const { key, file } of await files.list()) {
      if (file === 'damaged' || (file.keyId === target.keyId && !places.isHeld(key))) continue;
      filed.add(key);
      const isHeld = places.isHeld(key) && file.keyId !== keys.active.keyId;
      strays.push({ key, backend: file.backend, condition: isHeld ? 'open' : await keys.condition(file.keyId) });
    }
    if (target.backend === 'memory') return strays;
    const held = [...places.held().keys()].filter((key) => !filed.has(key));
    return [...strays, ...held.map((key) => ({ key, backend: 'memory', condition: 'open' as const }))];
  }

  /** Seals one secret with the active key. @returns false where it cannot be read now. */
  async moveToActive(key: string): Promise<boolean> {
    const { places, keys } = this.#needs;
    const { answer } = await places.find(key);
    if (answer.status === 'ok') await places.seal(key, answer.secret, keys.active);
    return answer.status === 'ok';
  }

  /** What can be read is in memory, and the next process of this run is sure to have it. */
  async copyToMemory(keys: readonly string[]): Promise<void> {
    const { places } = this.#needs;
    for (const key of keys) {
      const { answer } = await places.find(key);
      if (answer.status === 'ok') await places.put(key, answer.secret, await places.lastUsedAtMs(key));
    }
    await places.handOver();
  }

  /** A secret that memory holds needs no file. @returns false where memory does not. */
  async removeCopied(key: string): Promise<boolean> {
    if (!this.#needs.places.isHeld(key)) return false;
    await this.#needs.files.remove(key);
    return true;
  }

  handOver(): Promise<void> {
    return this.#needs.places.handOver();
  }

  /** Also before anything else knows of this vault. */
  async removeUnusedKeys(): Promise<void> {
    const { files, keys } = this.#needs;
    const listed = await files.list();
    // Nobody knows which key a damaged file needs: somebody may mend it.
    if (listed.some(({ file }) => file === 'damaged')) return;
    const used = listed.flatMap(({ file }) => (file === 'damaged' ? [] : [file.keyId]));
    await keys.removeUnused(new Set(used));
  }
}

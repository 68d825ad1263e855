import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { VaultError } from '../vault-error.ts';
import type { VaultBackend } from '../vault-management.ts';
import { fitsProof, proofOf, type KeySlot, type KeySlots, type PassphraseSlot } from './key-slots.ts';
import { KeyringDoor } from './keyring-door.ts';
import type { KeyringAnswer } from './os-keyring.ts';
import { unwrapKey, wrapKey, type ScryptCost } from './passphrase.ts';
import { newKey } from './seal.ts';

export interface DataKeysNeeds {
  readonly slots: KeySlots;
  readonly openKeyring: () => Promise<KeyringAnswer>;
  readonly clock: Clock;
  readonly log: Log;
  readonly scryptCost: ScryptCost;
  /** How long an answer of the keyring is waited for; it may be asking the user. */
  readonly keyringPatienceMs: number;
  /** The keyring gave a key that it had not given before when it was asked. */
  readonly onKeyringOpened: () => void;
}

/** `lost`: nothing on this computer opens it; `locked`: something does, and it is not open now. */
export type KeyCondition = 'open' | 'locked' | 'lost';

export interface ActiveKey {
  readonly backend: VaultBackend;
  /** Null for memory, and for a keyring that nothing has been saved with yet. */
  readonly keyId: string | null;
}

/** The keys that secrets are sealed with: which there are, which of them are open, and which one new secrets get. */
export class DataKeys {
  readonly #needs: DataKeysNeeds;
  readonly #open = new Map<string, Buffer>();
  readonly #keyring: KeyringDoor;
  #slots = new Map<string, KeySlot>();
  #active: ActiveKey | undefined;
  /** What was last found out of keys that are not open. */
  readonly #shut = new Map<string, Exclude<KeyCondition, 'open'>>();

  constructor(needs: DataKeysNeeds) {
    this.#needs = needs;
    const { openKeyring, clock, keyringPatienceMs } = needs;
    this.#keyring = new KeyringDoor({
      ...{ openKeyring, clock, keyringPatienceMs },
      onKey: ({ keyId }, key) => {
        this.#open.set(keyId, key);
        if (this.#shut.delete(keyId)) needs.onKeyringOpened();
      },
    });
  }

  /** As it stands on disk, where another process may have changed it. */
  async load(): Promise<void> {
    const { slots, log } = this.#needs;
    const choice = await slots.choice();
    this.#slots = new Map((await slots.list()).map((slot) => [slot.keyId, slot]));
    if (choice === 'undecided') {
      this.#active = undefined;
      await this.probe();
    } else if (choice === 'damaged') {
      const newest = [...this.#slots.values()].sort((a, b) => b.createdAtMs - a.createdAtMs)[0];
      log.warn('vault choice damaged', { goesOnWith: newest?.backend ?? 'none' });
      this.#active = newest;
    } else {
      this.#active = choice;
    }
  }

  /** Inside the vault's lock, at the start: what a process that was killed, or a bad disk, has left. */
  async repair(): Promise<void> {
    await this.#needs.slots.repair();
    await this.load();
  }

  /** Before anything was chosen: the keyring where there is one, otherwise memory. */
  get active(): ActiveKey {
    return this.#active ?? { backend: this.#keyring.isUsable ? 'os-keyring' : 'memory', keyId: null };
  }

  /** For an operator, as part of a sentence. */
  get keyringTitle(): string {
    return this.#keyring.title;
  }

  /** Why the keyring cannot be used, as far as it was looked for; undefined where it can, or was not. */
  get keyringProblem(): string | undefined {
    return this.#keyring.problem;
  }

  /** The keyring of this computer; looked for once, and again when `isAfresh`. */
  probe(isAfresh = false): Promise<KeyringAnswer> {
    return this.#keyring.probe(isAfresh);
  }

  slots(): readonly KeySlot[] {
    return [...this.#slots.values()];
  }

  backendOf(keyId: string): VaultBackend | undefined {
    return this.#slots.get(keyId)?.backend;
  }

  key(keyId: string): Buffer | undefined {
    return this.#open.get(keyId);
  }

  /** Without asking anybody: as it was found last. */
  lastCondition(keyId: string): KeyCondition {
    return this.#open.has(keyId) ? 'open' : (this.#shut.get(keyId) ?? 'locked');
  }

  async condition(keyId: string): Promise<KeyCondition> {
    if (this.#open.has(keyId)) return 'open';
    const condition = await this.#askFor(keyId);
    if (condition !== 'open') this.#shut.set(keyId, condition);
    return condition;
  }

  async #askFor(keyId: string): Promise<KeyCondition> {
    if (!this.#slots.has(keyId)) await this.load();
    const slot = this.#slots.get(keyId);
    if (slot === undefined) return 'lost';
    if (slot.backend === 'passphrase') return 'locked';
    return this.#keyring.ask(slot);
  }

  lockedPassphraseSlots(): readonly PassphraseSlot[] {
    return this.slots().filter(
      (slot): slot is PassphraseSlot => slot.backend === 'passphrase' && !this.#open.has(slot.keyId),
    );
  }

  /** @returns how many keys the passphrase opened. */
  async openWith(passphrase: string, slots: readonly PassphraseSlot[]): Promise<number> {
    let openedCount = 0;
    for (const slot of slots) {
      const key = await unwrapKey(slot.wrapped, slot.keyId, passphrase);
      if (key === undefined) continue;
      this.#open.set(slot.keyId, key);
      openedCount += 1;
    }
    return openedCount;
  }

  /** The open keys that no keyring can give back, in base64. */
  openPassphraseKeys(): Readonly<Record<string, string>> {
    const own = [...this.#open].filter(([keyId]) => this.backendOf(keyId) === 'passphrase');
    return Object.fromEntries(own.map(([keyId, key]) => [keyId, key.toString('base64')]));
  }

  /** What `openPassphraseKeys` gave to a former process of this run. */
  take(keys: Readonly<Record<string, string>>): void {
    for (const [keyId, text] of Object.entries(keys)) {
      const slot = this.#slots.get(keyId);
      const key = Buffer.from(text, 'base64');
      if (slot !== undefined && fitsProof(key, slot)) this.#open.set(keyId, key);
    }
  }

  /** @returns whether there was one. */
  forgetPassphraseKeys(): boolean {
    const keyIds = Object.keys(this.openPassphraseKeys());
    for (const keyId of keyIds) {
      this.#open.get(keyId)?.fill(0);
      this.#open.delete(keyId);
    }
    return keyIds.length > 0;
  }

  /** The key and its slot are safe when this resolves; nothing is sealed with it yet. */
  async createPassphraseKey(passphrase: string): Promise<ActiveKey> {
    const key = newKey();
    const keyId = newKeyId();
    await this.#writePassphraseSlot(keyId, key, passphrase, this.#needs.clock.now());
    this.#open.set(keyId, key);
    return { backend: 'passphrase', keyId };
  }

  /** The key stays, so no secret is written anew; a copy of the files from before still opens with the former one. */
  async changePassphrase(slot: PassphraseSlot, passphrase: string): Promise<void> {
    const key = this.#open.get(slot.keyId);
    if (key === undefined) throw new Error('the key has to be open');
    await this.#writePassphraseSlot(slot.keyId, key, passphrase, slot.createdAtMs);
  }

  /** @throws {VaultError} where the keyring does not keep it. */
  async createKeyringKey(): Promise<ActiveKey> {
    const answer = await this.probe(true);
    if (!answer.isUsable) throw new VaultError(`${answer.reason}. Nothing was changed.`);
    const key = newKey();
    const keyId = newKeyId();
    const account = `vault-${keyId}`;
    const { clock, slots } = this.#needs;
    // First the slot: a keyring's entry that nothing on disk tells of would stay for ever.
    const slot: KeySlot = {
      version: 1,
      keyId,
      createdAtMs: clock.now(),
      proof: proofOf(key, keyId),
      backend: 'os-keyring',
      account,
    };
    await slots.write(slot, (written) => {
      if (!fitsProof(key, written)) throw unlikeWritten();
    });
    this.#slots.set(keyId, slot);
    await this.#keyring.keep(answer.keyring, account, key);
    this.#open.set(keyId, key);
    return { backend: 'os-keyring', keyId };
  }

  async choose(active: ActiveKey): Promise<void> {
    const { slots } = this.#needs;
    if (active.backend === 'memory' || active.keyId === null) {
      await slots.choose({ version: 1, backend: 'memory', keyId: null });
    } else {
      await slots.choose({ version: 1, backend: active.backend, keyId: active.keyId });
    }
    this.#active = active;
  }

  /** Slots that neither new secrets nor any of `usedKeyIds` need; of a move that was ended, or broken off early. */
  async removeUnused(usedKeyIds: ReadonlySet<string>): Promise<void> {
    for (const slot of this.slots()) {
      if (usedKeyIds.has(slot.keyId) || slot.keyId === this.#active?.keyId) continue;
      if (slot.backend === 'os-keyring' && !(await this.#keyring.forget(slot))) continue;
      await this.#needs.slots.remove(slot.keyId);
      this.#slots.delete(slot.keyId);
    }
  }

  async #writePassphraseSlot(keyId: string, key: Buffer, passphrase: string, createdAtMs: number): Promise<void> {
    const slot: KeySlot = {
      version: 1,
      keyId,
      createdAtMs,
      proof: proofOf(key, keyId),
      backend: 'passphrase',
      wrapped: await wrapKey(key, keyId, passphrase, this.#needs.scryptCost),
    };
    await this.#needs.slots.write(slot, async (written) => {
      const unwrapped = written.backend === 'passphrase' && (await unwrapKey(written.wrapped, keyId, passphrase));
      if (unwrapped === false || unwrapped?.equals(key) !== true) throw unlikeWritten();
    });
    this.#slots.set(keyId, slot);
  }
}

const newKeyId = (): string => randomBytes(8).toString('hex');

const unlikeWritten = (): Error => new Error('what was read back is not what was written');

import type { Clock } from '../../clock.ts';
import { VaultError } from '../vault-error.ts';
import { fitsProof, type KeyringSlot } from './key-slots.ts';
import { probeKeyring, type KeyringAnswer, type OsKeyring } from './os-keyring.ts';

export interface KeyringDoorNeeds {
  readonly openKeyring: () => Promise<KeyringAnswer>;
  readonly clock: Pick<Clock, 'after'>;
  /** How long an answer of the keyring is waited for; it may be asking the user. */
  readonly keyringPatienceMs: number;
  /** A key was asked for, and here it is: also long after whoever asked has stopped waiting. */
  readonly onKey: (slot: KeyringSlot, key: Buffer) => void;
}

/** The computer's keyring as the vault sees it: it may be missing, shut, or busy asking its user. */
export class KeyringDoor {
  readonly #needs: KeyringDoorNeeds;
  readonly #asking = new Map<string, Promise<'open' | 'locked' | 'lost'>>();
  #probe: KeyringAnswer | undefined;
  #title = "this computer's keyring";

  constructor(needs: KeyringDoorNeeds) {
    this.#needs = needs;
  }

  /** For an operator, as part of a sentence. */
  get title(): string {
    return this.#title;
  }

  /** Whether it can be used, as far as it was looked for. */
  get isUsable(): boolean {
    return this.#probe?.isUsable === true;
  }

  /** Why it cannot be used, as far as it was looked for; undefined where it can, or was not. */
  get problem(): string | undefined {
    return this.#probe?.isUsable === false ? this.#probe.reason : undefined;
  }

  /** The keyring of this computer; looked for once, and again when `isAfresh`. */
  async probe(isAfresh = false): Promise<KeyringAnswer> {
    if (this.#probe === undefined || isAfresh) {
      this.#probe = await probeKeyring(this.#needs.openKeyring, (promise) => this.#patience(promise));
    }
    if (this.#probe.isUsable) this.#title = this.#probe.keyring.title;
    return this.#probe;
  }

  /** @returns `open` where `onKey` was given the key; `lost` where the keyring has it no more. */
  async ask(slot: KeyringSlot): Promise<'open' | 'locked' | 'lost'> {
    // The keyring is asked once at a time: each question may be a dialogue on the user's screen.
    const asking = this.#asking.get(slot.keyId) ?? this.#ask(slot);
    const answer = await this.#patience(asking);
    return answer === 'no answer' ? 'locked' : answer;
  }

  /** @throws {VaultError} where the keyring does not give it back. */
  async keep(keyring: OsKeyring, account: string, key: Buffer): Promise<void> {
    if ((await this.#patience(keep(keyring, account, key.toString('base64')))) === 'kept') return;
    throw new VaultError(`The key could not be stored in ${keyring.title}. Nothing was changed. Try again.`);
  }

  /** @returns whether it is gone. */
  async forget(slot: KeyringSlot): Promise<boolean> {
    const answer = await this.probe();
    if (!answer.isUsable) return false;
    const removing = answer.keyring.remove(slot.account).then(
      () => true,
      () => false,
    );
    return (await this.#patience(removing)) === true;
  }

  #ask(slot: KeyringSlot): Promise<'open' | 'locked' | 'lost'> {
    const asking = (async () => {
      try {
        const answer = await this.#needs.openKeyring();
        if (!answer.isUsable) return 'locked';
        this.#title = answer.keyring.title;
        const text = await answer.keyring.get(slot.account);
        const key = text === null ? undefined : Buffer.from(text, 'base64');
        if (key === undefined || !fitsProof(key, slot)) return 'lost';
        this.#needs.onKey(slot, key);
        return 'open';
      } catch {
        return 'locked';
      } finally {
        this.#asking.delete(slot.keyId);
      }
    })();
    this.#asking.set(slot.keyId, asking);
    return asking;
  }

  #patience<T>(promise: Promise<T>): Promise<T | 'no answer'> {
    const { clock, keyringPatienceMs } = this.#needs;
    return new Promise((resolve, reject) => {
      const callOff = clock.after(keyringPatienceMs, () => {
        resolve('no answer');
      });
      promise.then(resolve, reject).finally(callOff);
    });
  }
}

const keep = async (keyring: OsKeyring, account: string, text: string): Promise<'kept' | 'refused'> => {
  try {
    await keyring.set(account, text);
    return (await keyring.get(account)) === text ? 'kept' : 'refused';
  } catch {
    return 'refused';
  }
};

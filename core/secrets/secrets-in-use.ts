import { redact } from '../audit/redact.ts';

/** Shorter ones are ordinary words too often for a text to be refused because of them. */
const shortestToken = 16;

/**
 * The secrets that the engine holds at present, so that they can be kept out of what it writes. It knows those that a
 * connection or the desk of tokens works with, and no others: a list of all would be a reason to have them in memory.
 */
export class SecretsInUse {
  readonly #byKey = new Map<string, string>();

  note(key: string, secret: string): void {
    this.#byKey.set(key, secret);
  }

  forget(key: string): void {
    this.#byKey.delete(key);
  }

  /** As when the vault is locked. */
  forgetAll(): void {
    this.#byKey.clear();
  }

  values(): Iterable<string> {
    return this.#byKey.values();
  }

  /** Takes out of a text what is, or looks like, a secret. */
  readonly hide = (text: string): string => redact(text, this.#byKey.values());

  /** Whether one that is long enough to be no word stands in the text. */
  isIn(text: string): boolean {
    return [...this.#byKey.values()].some((secret) => secret.length >= shortestToken && text.includes(secret));
  }
}

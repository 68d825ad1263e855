import { createKey, isSameSecret, type KeyCredentials, type PracticeCredentials } from './credentials.ts';
import { doRolesAllow, roleNames, roles, type Permission } from './roles.ts';

export interface ApiKey {
  readonly apiKey: string;
  readonly comment: string;
  readonly roleIds: readonly string[];
  readonly addedAtMs: number;
  readonly expiresAtMs: number | null;
}

interface Entry extends ApiKey {
  readonly apiToken: string;
}

export interface KeyWish {
  readonly comment: string;
  readonly roleIds: readonly string[];
  readonly expiresAtMs: number | null;
}

/** The organisation's API keys. What a key may do is asked each time, so that a change counts at once. */
export class ApiKeys {
  readonly #org: string;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();

  constructor({ org, keys }: PracticeCredentials, now: () => number) {
    this.#org = org;
    this.#now = now;
    for (const name of roleNames) {
      const comment = `Practice key: ${name}`;
      this.#add(keys[name], { comment, roleIds: [roles[name].id], expiresAtMs: null });
    }
  }

  list(): readonly ApiKey[] {
    return [...this.#entries.values()];
  }

  get(apiKey: string): ApiKey | undefined {
    return this.#entries.get(apiKey);
  }

  /** The key, if there is one that has not expired and this is its token. */
  authenticate(apiKey: string, apiToken: string): ApiKey | undefined {
    const entry = this.#entries.get(apiKey);
    if (entry === undefined || !isSameSecret(apiToken, entry.apiToken)) return undefined;
    return this.#hasExpired(entry) ? undefined : entry;
  }

  /** Whether it exists and has not expired. */
  isValid(apiKey: string): boolean {
    const entry = this.#entries.get(apiKey);
    return entry !== undefined && !this.#hasExpired(entry);
  }

  allows(apiKey: string, permission: Permission): boolean {
    return this.isValid(apiKey) && doRolesAllow(this.#entries.get(apiKey)?.roleIds ?? [], permission);
  }

  /** The only moment at which the token is told. */
  create(wish: KeyWish): KeyCredentials {
    const credentials = createKey(this.#org);
    this.#add(credentials, wish);
    return credentials;
  }

  /** Its token stays as it is. */
  change(apiKey: string, wish: Partial<KeyWish>): void {
    const entry = this.#entries.get(apiKey);
    if (entry !== undefined) this.#entries.set(apiKey, { ...entry, ...wish });
  }

  remove(apiKey: string): void {
    this.#entries.delete(apiKey);
  }

  #add(credentials: KeyCredentials, wish: KeyWish): void {
    this.#entries.set(credentials.apiKey, { ...credentials, ...wish, addedAtMs: this.#now() });
  }

  #hasExpired({ expiresAtMs }: Entry): boolean {
    return expiresAtMs !== null && expiresAtMs <= this.#now();
  }
}

import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { ConnectionSecrets, ConnectionSettings } from '../../shared/connection/settings.ts';
import type { ConnectionView } from '../../shared/connection/status.ts';
import { VaultError } from '../vault/vault-error.ts';
import { clientKeyKey, passwordKey, platformTokenKey, type Vault } from '../vault/vault.ts';
import type { ManagedConnection } from './managed-connection.ts';
import { passwordScopeProblem, platformTokenScopeProblem } from './password-scope.ts';
import { readPlatformSecret, readSecrets, type SecretsAnswer } from './secrets.ts';

type HeldByHost = Pick<ConnectionSecrets, 'password' | 'platformToken'>;

/** The secrets of all connections: the vault's, and those that the host brought for this run. */
export class SecretKeeper {
  readonly #vault: Vault;
  readonly #managed: ReadonlyMap<string, HeldByHost>;
  /** Whether its stored secrets may be those of another address than it has. */
  readonly #isInDoubt: (id: string) => boolean;

  constructor(vault: Vault, managed: readonly ManagedConnection[], isInDoubt: (id: string) => boolean) {
    this.#vault = vault;
    this.#isInDoubt = isInDoubt;
    this.#managed = new Map(managed.map(({ id, password, platformToken }) => [id, { password, platformToken }]));
  }

  isManaged(id: string): boolean {
    return this.#managed.has(id);
  }

  /** Whether they are there; never what they are. */
  async statuses(id: string): Promise<ConnectionView['secrets']> {
    const held = this.#managed.get(id);
    if (held !== undefined) {
      const status = (secret: string | null | undefined) => (typeof secret === 'string' ? 'ok' : 'absent');
      return { password: status(held.password), clientKeyPem: 'absent', platformToken: status(held.platformToken) };
    }
    const [password, clientKeyPem, platformToken] = await Promise.all(
      [passwordKey(id), clientKeyKey(id), platformTokenKey(id)].map((key) => this.#vault.status(key)),
    );
    return {
      password: password ?? 'absent',
      clientKeyPem: clientKeyPem ?? 'absent',
      platformToken: platformToken ?? 'absent',
    };
  }

  /** What a broker is signed in to with. `former` is what stored secrets were entered for. */
  async forBroker(
    id: string | undefined,
    former: ConnectionSettings | undefined,
    settings: ConnectionSettings,
    given: ConnectionSecrets,
  ): Promise<SecretsAnswer> {
    const problem = id === undefined ? undefined : await this.scopeProblem(id, former, settings, given);
    if (problem !== undefined) {
      return { isReadable: false, problem: { code: 'secret-missing', message: problem, willRetry: false } };
    }
    const held = id === undefined ? undefined : this.#managed.get(id);
    if (typeof held?.password === 'string' && given.password === undefined) {
      return { isReadable: true, secrets: { password: held.password, clientKeyPem: undefined } };
    }
    return readSecrets(this.#vault, id, settings.clientCertificatePem !== undefined, given);
  }

  /** What the platform's API takes: its token, or Watson's password. */
  async forPlatform(
    id: string | undefined,
    former: ConnectionSettings | undefined,
    settings: ConnectionSettings,
    given: ConnectionSecrets = {},
  ): Promise<Result<string>> {
    const problem = id === undefined ? undefined : await this.scopeProblem(id, former, settings, given);
    if (problem !== undefined) return fail('not-authorised', problem);
    const isPassword = settings.platform?.kind === 'watson';
    const name = isPassword ? 'password' : 'platformToken';
    const held = id === undefined ? undefined : this.#managed.get(id)?.[name];
    if (typeof held === 'string' && given[name] === undefined) return ok(held);
    const key = id === undefined ? undefined : isPassword ? passwordKey(id) : platformTokenKey(id);
    return readPlatformSecret(this.#vault, key, given[name], isPassword ? 'API key’s token' : 'API token');
  }

  /** Why a stored secret may not be used with these settings; undefined when it may, or is not asked for. */
  async scopeProblem(
    id: string,
    former: ConnectionSettings | undefined,
    settings: ConnectionSettings,
    given: ConnectionSecrets,
  ): Promise<string | undefined> {
    const isInDoubt = this.#isInDoubt(id);
    const ofPassword =
      given.password !== undefined
        ? undefined
        : isInDoubt
          ? inDoubt('password')
          : passwordScopeProblem(former, settings);
    if (ofPassword !== undefined && (await this.#isStored(id, 'password', passwordKey(id)))) return ofPassword;
    const ofToken =
      given.platformToken !== undefined
        ? undefined
        : isInDoubt
          ? inDoubt('token')
          : platformTokenScopeProblem(former, settings);
    if (ofToken !== undefined && (await this.#isStored(id, 'platformToken', platformTokenKey(id)))) return ofToken;
    return undefined;
  }

  /** @returns why the connection cannot be saved; undefined where all secrets are stored. */
  async save(id: string, secrets: ConnectionSecrets): Promise<Result<never> | undefined> {
    const pairs = [
      [passwordKey(id), secrets.password],
      [clientKeyKey(id), secrets.clientKeyPem],
      [platformTokenKey(id), secrets.platformToken],
    ] as const;
    try {
      for (const [key, secret] of pairs) {
        if (secret === null) await this.#vault.remove(key);
        else if (secret !== undefined && (await this.#vault.save(key, secret)) === 'locked') return vaultIsLocked;
      }
      return undefined;
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      return fail('refused', `The connection was not saved, because its secret could not be stored. ${error.message}`);
    }
  }

  async remove(id: string): Promise<void> {
    for (const key of [passwordKey(id), clientKeyKey(id), platformTokenKey(id)]) await this.#vault.remove(key);
  }

  async #isStored(id: string, name: keyof HeldByHost, key: string): Promise<boolean> {
    return typeof this.#managed.get(id)?.[name] === 'string' || (await this.#vault.status(key)) !== 'absent';
  }
}

const inDoubt = (what: 'password' | 'token'): string =>
  `This connection was taken to another host, and nobody knows for which of the two the stored ${what} is. Enter it again, or remove it.`;

const vaultIsLocked = fail(
  'vault-locked',
  'The connection was not saved: the vault is locked, so its secret could not be stored. Unlock it and save again.',
);

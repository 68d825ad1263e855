import type { Clock } from '../../clock.ts';
import type { ApplicationIdentity } from './identity.ts';
import { roleById, roles, type Permission } from './roles.ts';
import { readBearer, readToken, signBearer, signToken } from './signature.ts';

export interface RoleAssignment {
  readonly role: string;
  readonly organization?: string | undefined;
}

export interface ApiToken {
  readonly id: string;
  readonly roles: readonly RoleAssignment[];
  readonly expiresAtMs: number;
}

/** Who calls. */
export interface Principal {
  readonly permissions: ReadonlySet<Permission>;
  /** Sees only what belongs to these organizations; null: everything. */
  readonly organizations: readonly string[] | null;
}

export interface StartTokens {
  readonly administrator: string;
  readonly builder: string;
  readonly operator: string;
}

const yearMs = 365 * 24 * 3600 * 1000;
const hourMs = 3600 * 1000;

/** Issues, knows and checks the tokens of one application. */
export class TokenDesk {
  readonly startTokens: StartTokens;
  /** With an administrator's rights, for an hour, as `az account get-access-token` fetches them. */
  readonly bearerToken: string;
  readonly #identity: ApplicationIdentity;
  readonly #clock: Clock;
  readonly #tokens = new Map<string, ApiToken>();

  constructor(identity: ApplicationIdentity, clock: Clock) {
    this.#identity = identity;
    this.#clock = clock;
    const issue = (name: keyof StartTokens): string => {
      const token = {
        id: `practice-${name}`,
        roles: [{ role: roles[name].id }],
        expiresAtMs: identity.issuedAtMs + yearMs,
      };
      return this.add(token);
    };
    this.startTokens = {
      administrator: issue('administrator'),
      builder: issue('builder'),
      operator: issue('operator'),
    };
    this.bearerToken = signBearer(identity, identity.issuedAtMs + hourMs);
  }

  /** The token's text, which is shown this once. */
  add(token: ApiToken): string {
    this.#tokens.set(token.id, token);
    return signToken(this.#identity, { tokenId: token.id, expiresAtMs: token.expiresAtMs });
  }

  list(): readonly ApiToken[] {
    return [...this.#tokens.values()];
  }

  get(id: string): ApiToken | undefined {
    return this.#tokens.get(id);
  }

  remove(id: string): boolean {
    return this.#tokens.delete(id);
  }

  /** Until when a token made now is good, unless its maker says otherwise. */
  get defaultExpiryMs(): number {
    return this.#clock.now() + yearMs;
  }

  /** Undefined for whoever must not come in: no token, a wrong one, an expired one, one that was deleted. */
  admit(authorization: string | undefined): Principal | undefined {
    if (authorization === undefined) return undefined;
    if (authorization.startsWith('Bearer ')) {
      const expiresAtMs = readBearer(this.#identity, authorization);
      if (expiresAtMs === undefined || expiresAtMs <= this.#clock.now()) return undefined;
      return principalOf([{ role: roles.administrator.id }]);
    }
    const signed = readToken(this.#identity, authorization);
    if (signed === undefined || signed.expiresAtMs <= this.#clock.now()) return undefined;
    const token = this.#tokens.get(signed.tokenId);
    // A token that was made anew under the same name has another expiry, and the old one is void.
    if (token?.expiresAtMs !== signed.expiresAtMs) return undefined;
    return principalOf(token.roles);
  }
}

const principalOf = (assignments: readonly RoleAssignment[]): Principal => {
  const permissions = new Set(assignments.flatMap(({ role }) => roleById(role)?.permissions ?? []));
  const organizations = assignments.flatMap(({ organization }) => (organization === undefined ? [] : [organization]));
  return { permissions, organizations: organizations.length === assignments.length ? organizations : null };
};

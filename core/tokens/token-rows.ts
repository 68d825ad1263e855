import type { TokenRow, TokenState } from '../../shared/access/token.ts';
import type { TokenListing } from './token-book.ts';
import type { TokenUse } from './token-use.ts';

const dayMs = 86_400_000;
export const expiringWithinMs = 30 * dayMs;

export const stateOf = (expiresAtMs: number | null, nowMs: number): TokenState => {
  if (expiresAtMs === null) return 'active';
  if (expiresAtMs <= nowMs) return 'expired';
  return expiresAtMs - nowMs <= expiringWithinMs ? 'expiring' : 'active';
};

/** What the platform lists, then what connections sign in with that it does not list. */
export const rowsOf = (
  listing: TokenListing,
  use: TokenUse,
  connectionId: string,
  nowMs: number,
): readonly TokenRow[] => {
  const usersOf = (id: string): Pick<TokenRow, 'usedBy' | 'isOwn'> => {
    const users = use.users.get(id) ?? [];
    return { usedBy: [...users], isOwn: users.some((user) => user.connectionId === connectionId) };
  };
  const rows = listing.tokens.map(({ id, name, roles, createdAtMs, expiresAtMs }): TokenRow => ({
    ...{ id, name, createdAtMs, expiresAtMs },
    roles: roles === null ? null : [...roles],
    state: stateOf(expiresAtMs, nowMs),
    ...usersOf(id),
  }));
  // What is missing from a list that is not whole may well be there.
  if (listing.problem !== null) return rows;
  const listed = new Set(listing.tokens.map(({ id }) => id));
  const unlisted = [...use.users.keys()].filter((id) => !listed.has(id));
  return [
    ...rows,
    ...unlisted.map((id): TokenRow => ({
      ...{ id, name: id, roles: null, createdAtMs: null, expiresAtMs: null, state: 'unknown-to-platform' },
      ...usersOf(id),
    })),
  ];
};

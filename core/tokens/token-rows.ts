import type { TokenRow, TokenState } from '../../shared/access/token.ts';
import type { PlatformToken } from './token-book.ts';
import type { TokenUse } from './token-use.ts';

const dayMs = 86_400_000;
export const expiringWithinMs = 30 * dayMs;

export const stateOf = (expiresAtMs: number | null, nowMs: number): TokenState => {
  if (expiresAtMs === null) return 'active';
  if (expiresAtMs <= nowMs) return 'expired';
  return expiresAtMs - nowMs <= expiringWithinMs ? 'expiring' : 'active';
};

/** A token that the platform told of, with who uses it; `connectionId` is the one through which it was asked. */
export const rowOf = (
  { id, name, roles, createdAtMs, expiresAtMs }: PlatformToken,
  use: TokenUse,
  connectionId: string,
  nowMs: number,
): TokenRow => ({
  ...{ id, name, createdAtMs, expiresAtMs },
  roles: roles === null ? null : [...roles],
  state: stateOf(expiresAtMs, nowMs),
  ...usersOf(id, use, connectionId),
});

/** One that a connection signs in with and the platform does not list. */
export const unlistedRow = (id: string, use: TokenUse, connectionId: string): TokenRow => ({
  ...{ id, name: id, roles: null, createdAtMs: null, expiresAtMs: null, state: 'unknown-to-platform' },
  ...usersOf(id, use, connectionId),
});

const usersOf = (id: string, use: TokenUse, connectionId: string): Pick<TokenRow, 'usedBy' | 'isOwn'> => {
  const users = use.users.get(id) ?? [];
  return { usedBy: [...users], isOwn: users.some((user) => user.connectionId === connectionId) };
};

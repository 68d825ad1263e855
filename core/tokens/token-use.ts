import { readToken } from '../../shared/platform/token.ts';
import type { TokenUser } from '../../shared/access/token.ts';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import type { PlatformSettings } from '../../shared/platform/settings.ts';
import { organisationOfKey } from '../../shared/platform/watson-hosts.ts';
import type { ConnectionManager } from '../connections/connection-manager.ts';
import { platformKey } from '../platforms/same-platform.ts';

export { platformKey };

export type TokenConnections = Pick<
  ConnectionManager,
  'platforms' | 'statuses' | 'view' | 'save' | 'platformSecretFor' | 'secretsFor' | 'onChange'
>;

/** Which tokens the connections of this console sign in with. */
export interface TokenUse {
  /** By token id. */
  readonly users: ReadonlyMap<string, readonly TokenUser[]>;
  /** Connections to the same platform whose token cannot be read at present. */
  readonly unknown: readonly TokenUser[];
}

export const isSamePlatform = (a: PlatformSettings | undefined, b: PlatformSettings | undefined): boolean =>
  a !== undefined && b !== undefined && platformKey(a) === platformKey(b);

/** Read offline, from the settings and from what the tokens say of themselves. */
export const findTokenUse = async (connections: TokenConnections, platform: PlatformSettings): Promise<TokenUse> => {
  const users = new Map<string, TokenUser[]>();
  const unknown: TokenUser[] = [];
  for (const { id, name } of connections.statuses()) {
    const view = await connections.view(id);
    if (!view.ok) continue;
    const tokenId = await tokenIdOf(connections, id, view.value.settings, platform);
    const user = { connectionId: id, name };
    if (tokenId === 'unreadable') unknown.push(user);
    else if (tokenId !== undefined) users.set(tokenId, [...(users.get(tokenId) ?? []), user]);
  }
  return { users, unknown };
};

const tokenIdOf = async (
  connections: TokenConnections,
  id: string,
  settings: ConnectionSettings,
  platform: PlatformSettings,
): Promise<string | undefined> => {
  if (platform.kind === 'watson') {
    // Keys are unique, and a connection to the broker alone signs in with one, too.
    const isOfAnother = settings.platform !== undefined && !isSamePlatform(settings.platform, platform);
    return isOfAnother || organisationOfKey(settings.username ?? '') === null ? undefined : settings.username?.trim();
  }
  const own = settings.platform;
  if (own?.kind !== 'iot-central' || own.auth !== 'api-token' || !isSamePlatform(own, platform)) return undefined;
  const learnt = connections.platforms.get(id)?.status.token.name;
  if (typeof learnt === 'string') return learnt;
  const secret = await connections.platformSecretFor(id, settings, {});
  if (secret.ok) return readToken(secret.value).name ?? 'unreadable';
  return secret.error.code === 'vault-locked' ? 'unreadable' : undefined;
};

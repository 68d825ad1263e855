import type { ConnectionStatus } from '../../shared/connection/status.ts';
import type { PlatformAction, Right } from '../../shared/platform/rights.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { useConnections } from '../engine/connections-context.ts';

/** Undefined for a plain broker, and for as long as the engine has not told the connections. */
export const usePlatform = (connectionId: string): PlatformStatus | undefined => {
  const connections = useConnections();
  return connections?.find(({ id }) => id === connectionId)?.platform ?? undefined;
};

export interface PlatformConnection {
  readonly connection: ConnectionStatus;
  readonly platform: PlatformStatus;
}

export const platformConnectionsOf = (connections: readonly ConnectionStatus[]): readonly PlatformConnection[] =>
  connections.flatMap((connection) =>
    connection.platform === null ? [] : [{ connection, platform: connection.platform }],
  );

export const rightOf = (platform: PlatformStatus, action: PlatformAction): Right => platform.rights[action];

export const isOffered = (right: Right): boolean => right.state !== 'unsupported';

/** In words, why the token may not; undefined when it may, or when nobody knows before it is tried. */
export const denialOf = (right: Right): string | undefined => {
  if (right.state !== 'denied') return undefined;
  return right.explanation === '' ? 'The token’s role does not allow it.' : right.explanation;
};

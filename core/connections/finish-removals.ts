import type { AuditEntry } from '../../shared/audit/entry.ts';
import type { Log } from '../log.ts';
import { VaultError } from '../vault/vault-error.ts';
import { clientKeyKey, passwordKey, platformTokenKey, type Vault } from '../vault/vault.ts';

/**
 * Takes away the secrets of connections whose removal was asked for, and broken off by the end of the console after the
 * connection itself had gone. To be called before anything else changes connections.
 */
export const finishRemovals = async (
  interrupted: readonly AuditEntry[],
  isThere: (connectionId: string) => boolean,
  vault: Pick<Vault, 'entries' | 'remove'>,
  log: Log,
): Promise<void> => {
  const gone = interrupted.flatMap(({ action, connectionId }) =>
    action === 'connection.remove' && connectionId !== null && !isThere(connectionId) ? [connectionId] : [],
  );
  if (gone.length === 0) return;
  const wanted = new Set(gone.flatMap((id) => [passwordKey(id), clientKeyKey(id), platformTokenKey(id)]));
  try {
    for (const { key } of await vault.entries()) if (wanted.has(key)) await vault.remove(key);
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    // They stay in the list of secrets, where they can be removed by hand.
    log.warn('removal-not-finished', { reason: error.message });
  }
};

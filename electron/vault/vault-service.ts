import type { Log } from '../../core/log.ts';
import type { Vault } from '../../core/vault/vault.ts';
import { VaultError } from '../../core/vault/vault-error.ts';
import { vaultRequestSchema, type VaultReply, type VaultRequest } from './vault-messages.ts';

/** The main process's end: answers what the engine's process asks of the vault. Other messages are not its own: false. */
export const answerVaultRequest = (
  vault: Vault,
  message: unknown,
  reply: (message: VaultReply) => void,
  log: Log,
): boolean => {
  const parsed = vaultRequestSchema.safeParse(message);
  if (!parsed.success) return false;
  const request = parsed.data;
  void ask(vault, request).then(reply, (error: unknown) => {
    // Only the vault's own words go on: another error may quote what could not be written.
    const words = error instanceof VaultError ? error.message : null;
    log.error('the vault failed', { method: request.method, entry: 'key' in request ? request.key : undefined, words });
    reply({ type: 'vault-reply', id: request.id, method: 'failed', value: words });
  });
  return true;
};

const ask = async (vault: Vault, request: VaultRequest): Promise<VaultReply> => {
  const { id } = request;
  switch (request.method) {
    case 'read':
      return { type: 'vault-reply', id, method: 'read', value: await vault.read(request.key) };
    case 'status':
      return { type: 'vault-reply', id, method: 'status', value: await vault.status(request.key) };
    case 'save':
      return { type: 'vault-reply', id, method: 'save', value: await vault.save(request.key, request.secret) };
    case 'remove':
      await vault.remove(request.key);
      return { type: 'vault-reply', id, method: 'remove', value: null };
    case 'entries':
      return { type: 'vault-reply', id, method: 'entries', value: [...(await vault.entries())] };
  }
};

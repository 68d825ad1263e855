import type { Log } from '../../core/log.ts';
import type { Vault } from '../../core/vault/vault.ts';
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
  void ask(vault, request).then(reply, () => {
    // The error's text is not logged: it may quote what it could not write.
    log.error('the vault failed', { method: request.method, entry: request.key });
    reply({ type: 'vault-reply', id: request.id, method: 'failed', value: null });
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
  }
};

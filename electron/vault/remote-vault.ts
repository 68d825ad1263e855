import type { Vault, VaultInfo } from '../../core/vault/vault.ts';
import { VaultError } from '../../core/vault/vault-error.ts';
import type { VaultEvent } from '../../core/vault/vault-events.ts';
import { vaultNewsSchema, vaultReplySchema, type VaultReply, type VaultRequest } from './vault-messages.ts';

export interface RemoteVault extends Vault {
  /** Takes a message from the main process; false when it is neither a reply to this vault nor news of it. */
  receive(message: unknown): boolean;
}

/** All but what `ask` adds; distributed, so that each method keeps its own fields. */
type Question = VaultRequest extends infer R ? (R extends VaultRequest ? Omit<R, 'id' | 'type'> : never) : never;

/**
 * The engine's end of the vault. There is no time limit: a keyring that is closed asks the user for its password first,
 * and the user may be at lunch.
 */
export const createRemoteVault = (firstInfo: VaultInfo, post: (request: VaultRequest) => void): RemoteVault => {
  const pending = new Map<number, (reply: VaultReply) => void>();
  const listeners = new Set<(event: VaultEvent) => void>();
  let info = firstInfo;
  let lastId = 0;

  const ask = (question: Question): Promise<VaultReply> =>
    new Promise((resolve) => {
      const id = ++lastId;
      pending.set(id, resolve);
      post({ ...question, type: 'vault-request', id });
    });

  return {
    info: () => info,
    read: async (key) => {
      const reply = await ask({ method: 'read', key });
      if (reply.method !== 'read') throw unanswered(reply);
      return reply.value;
    },
    status: async (key) => {
      const reply = await ask({ method: 'status', key });
      if (reply.method !== 'status') throw unanswered(reply);
      return reply.value;
    },
    save: async (key, secret) => {
      const reply = await ask({ method: 'save', key, secret });
      if (reply.method !== 'save') throw unanswered(reply);
      return reply.value;
    },
    remove: async (key) => {
      const reply = await ask({ method: 'remove', key });
      if (reply.method !== 'remove') throw unanswered(reply);
    },
    entries: async () => {
      const reply = await ask({ method: 'entries' });
      if (reply.method !== 'entries') throw unanswered(reply);
      return reply.value;
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    receive: (message) => {
      const news = vaultNewsSchema.safeParse(message);
      if (news.success) {
        ({ info } = news.data);
        const { key, detail, ...event } = news.data.event;
        const told = { ...event, ...(key === undefined ? {} : { key }), ...(detail === undefined ? {} : { detail }) };
        for (const listener of [...listeners]) listener(told);
        return true;
      }
      const parsed = vaultReplySchema.safeParse(message);
      if (!parsed.success) return false;
      const settle = pending.get(parsed.data.id);
      pending.delete(parsed.data.id);
      settle?.(parsed.data);
      return true;
    },
  };
};

const unanswered = (reply: VaultReply): VaultError =>
  new VaultError(reply.method === 'failed' && reply.value !== null ? reply.value : 'The vault could not answer.');

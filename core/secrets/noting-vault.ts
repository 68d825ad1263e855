import type { Vault } from '../vault/vault.ts';
import type { SecretsInUse } from './secrets-in-use.ts';

/** The vault, for those who use what they read: what passes through is noted for as long as it is there and open. */
export const createNotingVault = (vault: Vault, secrets: SecretsInUse): Vault => {
  vault.onEvent(({ kind }) => {
    if (kind === 'locked') secrets.forgetAll();
  });
  return {
    ...(vault.management === undefined ? {} : { management: vault.management }),
    info: () => vault.info(),
    read: async (key) => {
      const answer = await vault.read(key);
      if (answer.status === 'ok') secrets.note(key, answer.secret);
      return answer;
    },
    save: async (key, secret) => {
      // Before it is saved: an error on the way may quote it.
      secrets.note(key, secret);
      return vault.save(key, secret);
    },
    remove: async (key) => {
      await vault.remove(key);
      secrets.forget(key);
    },
    status: (key) => vault.status(key),
    entries: () => vault.entries(),
    onEvent: (listener) => vault.onEvent(listener),
  };
};

import type { Vault } from './vault.ts';

/** Secrets for as long as the process lives: the browser host's vault, where no keyring can be relied on. */
export const createMemoryVault = (): Vault => {
  const secrets = new Map<string, string>();
  return {
    info: () => ({
      backend: 'memory',
      isPersistent: false,
      explanation:
        'Passwords and keys are kept in memory only and are forgotten when the console is closed. Enter them again after a start.',
    }),
    read: (key) => {
      const secret = secrets.get(key);
      return Promise.resolve(secret === undefined ? { status: 'absent' } : { status: 'ok', secret });
    },
    save: (key, secret) => {
      secrets.set(key, secret);
      return Promise.resolve('saved');
    },
    remove: (key) => {
      secrets.delete(key);
      return Promise.resolve();
    },
    status: (key) => Promise.resolve(secrets.has(key) ? 'ok' : 'absent'),
  };
};

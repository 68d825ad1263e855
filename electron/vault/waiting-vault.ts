import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { createMemoryVault } from '../../core/vault/memory-vault.ts';
import type { Vault } from '../../core/vault/vault.ts';
import type { VaultEvent } from '../../core/vault/vault-events.ts';

/**
 * For a keyring that was shut when the app started. Each question goes to it first, so that it is used as soon as its user
 * has opened it; what it could not take until then is in memory, and moves to it: written, read back, and only then removed.
 */
export const createWaitingVault = (
  persistent: Vault,
  { title, clock, log }: { readonly title: string; readonly clock: Pick<Clock, 'now'>; readonly log: Log },
): Vault => {
  const memory = createMemoryVault(clock);
  let isOpen = false;
  let moving: Promise<void> = Promise.resolve();

  const moveToKeyring = async (): Promise<void> => {
    for (const { key } of await memory.entries()) {
      const held = await memory.read(key);
      if (held.status !== 'ok' || (await persistent.save(key, held.secret)) === 'locked') continue;
      const kept = await persistent.read(key);
      if (kept.status === 'ok' && kept.secret === held.secret) await memory.remove(key);
    }
  };

  persistent.onEvent(({ kind }) => {
    if (kind === 'locked') isOpen = false;
    if (kind !== 'unlocked') return;
    isOpen = true;
    moving = moving.then(moveToKeyring).catch(() => {
      // They stay in memory, and the next opening tries again.
      log.warn('secrets not moved to the keyring');
    });
  });

  return {
    info: () =>
      isOpen
        ? persistent.info()
        : {
            backend: persistent.info().backend,
            isPersistent: false,
            explanation:
              `What protects passwords and keys on this computer is ${title}, and it is locked. Those that it keeps cannot ` +
              'be used until you unlock it; new ones are kept in memory only until then.',
          },
    read: async (key) => {
      await moving;
      const held = await memory.read(key);
      return held.status === 'ok' ? held : await persistent.read(key);
    },
    status: async (key) => ((await memory.status(key)) === 'ok' ? 'ok' : await persistent.status(key)),
    save: async (key, secret) => {
      await moving;
      if ((await persistent.save(key, secret)) === 'locked') return await memory.save(key, secret);
      await memory.remove(key);
      return 'saved';
    },
    remove: async (key) => {
      await moving;
      await memory.remove(key);
      await persistent.remove(key);
    },
    entries: async () => {
      const held = await memory.entries();
      const heldKeys = new Set(held.map(({ key }) => key));
      const kept = (await persistent.entries()).filter(({ key }) => !heldKeys.has(key));
      return [...held, ...kept].sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    onEvent: (listener) => {
      const relay = (event: VaultEvent): void => {
        // Of what only memory holds, nobody needs to hear when it leaves for the keyring.
        if (event.backend !== 'memory' || event.kind === 'saved') listener(event);
      };
      const stops = [persistent.onEvent(listener), memory.onEvent(relay)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
};

import { join } from 'node:path';
import type { Clock } from '../../core/clock.ts';
import { createSupervisedProcess } from '../../core/hosting/supervised-process.ts';
import type { Log } from '../../core/log.ts';
import type { Vault } from '../../core/vault/vault.ts';
import { isOwnSender } from '../baseline.ts';
import { connectChannel, goneChannel, portChannel } from '../channels.ts';
import type { ElectronApi, IpcEvent, PortApi } from '../electron-api.ts';
import type { VaultNews } from '../vault/vault-messages.ts';
import { answerVaultRequest } from '../vault/vault-service.ts';
import type { EngineStartOptions } from './engine-messages.ts';

export interface EngineLinkNeeds {
  readonly electron: Pick<ElectronApi, 'ipcMain' | 'MessageChannelMain' | 'utilityProcess'>;
  /** Where the built entries are. */
  readonly buildFolder: string;
  readonly onNotice: (sentence: string) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface EngineLink {
  /** Rejects with words for the user. */
  readonly start: (options: EngineStartOptions, vault: Vault) => Promise<void>;
  readonly end: () => void;
}

type Sender = IpcEvent['sender'];

/**
 * Keeps the engine's process up, and gives each window that asks a port straight to it. When the engine dies every window
 * is told, whatever its port has heard of it: one that was given just then leads to a process that never took it. A window
 * asks again, and while the engine is not up it gets its port as soon as it is.
 */
export const createEngineLink = (needs: EngineLinkNeeds): EngineLink => {
  const { electron, log } = needs;
  const waiting = new Set<Sender>();
  const served = new Set<Sender>();
  let startOptions: EngineStartOptions | undefined;
  let vault: Vault | undefined;

  const engine = createSupervisedProcess<PortApi>({
    title: 'The engine',
    fork: () =>
      electron.utilityProcess.fork(join(needs.buildFolder, 'engine.js'), [], {
        serviceName: 'Fleetdeck engine',
        stdio: 'inherit',
      }),
    // What is known of the vault may have changed since the first start.
    startOptions: () => startOptions && { ...startOptions, vault: vault?.info() ?? startOptions.vault },
    onMessage: (message, reply) => {
      if (vault !== undefined) answerVaultRequest(vault, message, reply, log);
    },
    onReady: ({ notices }) => {
      log.info('engine ready');
      if (Array.isArray(notices)) for (const notice of notices) needs.onNotice(String(notice));
      const senders = [...waiting];
      waiting.clear();
      for (const sender of senders) connect(sender);
    },
    onDeath: (reason, restartDelayMs) => {
      log.warn('engine ended, starting it again', { reason, restartDelayMs });
      for (const sender of served) if (!sender.isDestroyed()) sender.postMessage(goneChannel, null);
      served.clear();
    },
    clock: needs.clock,
  });

  const connect = (sender: Sender): void => {
    if (sender.isDestroyed()) return;
    const { port1, port2 } = new electron.MessageChannelMain();
    if (engine.post({ type: 'window' }, [port1])) {
      served.add(sender);
      sender.postMessage(portChannel, null, [port2]);
    } else {
      port1.close();
      waiting.add(sender);
    }
  };

  electron.ipcMain.on(connectChannel, (event) => {
    if (isOwnSender(event)) connect(event.sender);
    else log.warn('a stranger asked for the engine', { address: event.senderFrame?.url });
  });

  return {
    start: async (options, vaultOfThisRun) => {
      startOptions = options;
      vault = vaultOfThisRun;
      vault.onEvent((event) => {
        engine.post({ type: 'vault-event', event, info: vaultOfThisRun.info() } satisfies VaultNews);
      });
      await engine.start();
    },
    end: () => void engine.end(),
  };
};

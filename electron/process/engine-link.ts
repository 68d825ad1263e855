import { join } from 'node:path';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Vault } from '../../core/vault/vault.ts';
import { isOwnSender } from '../baseline.ts';
import { connectChannel, portChannel } from '../channels.ts';
import type { ElectronApi, IpcEvent } from '../electron-api.ts';
import { answerVaultRequest } from '../vault/vault-service.ts';
import { createSupervisedProcess } from './supervised-process.ts';
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
 * Keeps the engine's process up, and gives each window that asks a port straight to it. A window whose port closes asks
 * again; one that asks while the engine is down, or not up yet, gets its port as soon as it is.
 */
export const createEngineLink = (needs: EngineLinkNeeds): EngineLink => {
  const { electron, log } = needs;
  const waiting = new Set<Sender>();
  let startOptions: EngineStartOptions | undefined;
  let vault: Vault | undefined;

  const engine = createSupervisedProcess({
    title: 'engine',
    fork: () =>
      electron.utilityProcess.fork(join(needs.buildFolder, 'engine.js'), [], {
        serviceName: 'Fleetdeck engine',
        stdio: 'inherit',
      }),
    startOptions: () => startOptions,
    onMessage: (message, reply) => {
      if (vault !== undefined) answerVaultRequest(vault, message, reply, log);
    },
    onReady: ({ notices }) => {
      if (Array.isArray(notices)) for (const notice of notices) needs.onNotice(String(notice));
      const senders = [...waiting];
      waiting.clear();
      for (const sender of senders) connect(sender);
    },
    clock: needs.clock,
    log,
  });

  const connect = (sender: Sender): void => {
    if (sender.isDestroyed()) return;
    const { port1, port2 } = new electron.MessageChannelMain();
    if (engine.post({ type: 'window' }, [port1])) sender.postMessage(portChannel, null, [port2]);
    else {
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
      await engine.start();
    },
    end: engine.end,
  };
};

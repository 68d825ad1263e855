import { join } from 'node:path';
import { openSettingsFile } from '../core/data-folder/settings-file.ts';
import { lockDataFolder } from '../core/data-folder/lock.ts';
import type { createEngine } from '../core/engine.ts';
import type { Clock } from '../core/clock.ts';
import type { LogFile } from '../core/data-folder/log-file.ts';
import type { Log } from '../core/log.ts';
import { SecretsInUse } from '../core/secrets/secrets-in-use.ts';
import { emptyHandOver, openFolderVault } from '../core/vault/folder-vault.ts';
import type { KeyringAnswer } from '../core/vault/keys/os-keyring.ts';
import { createWebSocketTransport } from '../shared/contract/transports/web-socket.ts';
import { createAccess, windowUrl } from './access.ts';
import type { Restart, StartOptions } from './messages.ts';
import { startServer } from './server.ts';

export interface HostNeeds {
  readonly createEngine: typeof createEngine;
  /** The built window. */
  readonly rendererFolder: string;
  readonly version: string;
  readonly clock: Clock;
  /** Called when what a next process needs has changed; resolves when it has been passed on. */
  readonly onRestartChange: (restart: Restart) => Promise<void>;
  readonly openKeyring: () => Promise<KeyringAnswer>;
  /** Opened once the data folder is ours. */
  readonly openLog: (folder: string, hide: (text: string) => string) => LogFile;
}

export interface Host {
  readonly url: string;
  readonly restart: Restart;
  readonly notices: readonly string[];
  readonly log: Log;
  /** Ends the engine and frees the port and the data folder. */
  close(): Promise<void>;
}

/**
 * The engine behind a loopback web server. What was opened before a failure is closed again.
 *
 * @throws {StartError} with a sentence for whoever started the console.
 */
export const startHost = async (options: StartOptions, needs: HostNeeds): Promise<Host> => {
  const undo: (() => void | Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const lock = lockDataFolder(options.homeDir);
    undo.push(lock.release);
    const secretsInUse = new SecretsInUse();
    const log = needs.openLog(options.homeDir, secretsInUse.hide);
    undo.push(log.close);
    const settings = openSettingsFile(options.homeDir, log, needs.clock.now());
    let handOver = options.restart?.vault ?? emptyHandOver;
    let restart: Restart | undefined;
    const vault = await openFolderVault({
      folder: join(options.homeDir, 'vault'),
      openKeyring: options.isKeyringWanted === false ? noKeyring : needs.openKeyring,
      clock: needs.clock,
      log,
      handedOver: handOver,
      onHandOver: async (next) => {
        handOver = next;
        if (restart === undefined) return;
        restart = { ...restart, vault: handOver };
        await needs.onRestartChange(restart);
      },
    });
    const engine = await needs.createEngine({
      vault,
      settings,
      dataDir: options.homeDir,
      clock: needs.clock,
      log,
      appInfo: { name: 'Fleetdeck', version: needs.version, host: 'browser' },
      managedConnections: options.managedConnections,
      secretsInUse,
    });
    undo.push(() => engine.close());
    const access = options.restart ?? createAccess();
    const server = await startServer({
      port: options.restart?.port ?? options.port ?? 0,
      access,
      rendererFolder: options.rendererDir ?? needs.rendererFolder,
      log,
      onWindow: (socket) => {
        engine.openSession(createWebSocketTransport(socket));
      },
    });
    undo.push(server.close);
    restart = { port: server.port, key: access.key, cookie: access.cookie, vault: handOver };
    log.info('browser host started', { port: server.port });
    return {
      url: windowUrl(server.port, access),
      restart,
      notices: settings.notice === undefined ? [] : [settings.notice],
      log,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

const noKeyring = (): Promise<KeyringAnswer> =>
  Promise.resolve({ isUsable: false, reason: 'the keyring of this computer is not to be used' });

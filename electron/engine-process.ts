import type Electron from 'electron';
import { redact } from '../core/audit/redact.ts';
import { systemClock } from '../core/clock.ts';
import { openLogFile } from '../core/data-folder/log-file.ts';
import { openSettingsFile } from '../core/data-folder/settings-file.ts';
import { StartError } from '../core/data-folder/start-error.ts';
import { createEngine, type Engine } from '../core/engine.ts';
import type { Log } from '../core/log.ts';
import { SecretsInUse } from '../core/secrets/secrets-in-use.ts';
import { createMessagePortTransport } from '../shared/contract/transports/message-port.ts';
import type { EngineStartOptions, FromEngine, ToEngine } from './process/engine-messages.ts';
import { createRemoteVault, type RemoteVault } from './vault/remote-vault.ts';

/**
 * The engine's own process: a window that hangs does not stop it, and its crash does not close a window. Each window
 * has a port straight to it; the main process only hands the ports over.
 */
const { parentPort } = process;
let engine: Engine | undefined;
let vault: RemoteVault | undefined;
let log: Log | undefined;

const tell = (message: FromEngine): void => {
  parentPort.postMessage(message);
};

const start = async (options: EngineStartOptions): Promise<void> => {
  const secretsInUse = new SecretsInUse();
  const { hide } = secretsInUse;
  const opened = openLogFile(options.homeDir, { name: 'fleetdeck', level: options.logLevel, hide });
  log = opened;
  const settings = openSettingsFile(options.homeDir, opened, systemClock.now());
  vault = createRemoteVault(options.vault, tell);
  engine = await createEngine({
    vault,
    settings,
    dataDir: options.homeDir,
    clock: systemClock,
    log: opened,
    appInfo: { name: 'Fleetdeck', version: options.version, host: 'desktop' },
    managedConnections: options.managedConnections,
    secretsInUse,
  });
  tell({ type: 'ready', notices: settings.notice === undefined ? [] : [settings.notice] });
};

const startOrSayWhyNot = async (options: EngineStartOptions): Promise<void> => {
  try {
    await start(options);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // The main process ends this one then; a process that ends itself may take its last message with it.
    tell({ type: 'failed', message: error instanceof StartError ? message : `The engine could not start: ${message}` });
  }
};

const receive = (message: ToEngine, ports: readonly Electron.MessagePortMain[]): void => {
  switch (message.type) {
    case 'start':
      void startOrSayWhyNot(message.options);
      break;
    case 'window': {
      const [port] = ports;
      // Before the engine is ready no port is sent; one that comes all the same is closed, and the window asks again.
      if (port !== undefined && engine !== undefined) engine.openSession(createMessagePortTransport(port));
      else port?.close();
      break;
    }
    case 'vault-reply':
    case 'vault-event':
      vault?.receive(message);
      break;
  }
};

const crash = (error: unknown): void => {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (log === undefined) process.stderr.write(`${redact(reason)}\n`);
  else log.error('the engine stopped on an error', { reason });
  // What the engine holds may be half done: nothing of it is saved on the way out. The main process starts the next one.
  process.exit(1);
};

process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
process.on('SIGTERM', () => {
  void (async () => {
    await engine?.close();
    process.exit(0);
  })();
});

parentPort.on('message', ({ data, ports }: { data: ToEngine; ports: Electron.MessagePortMain[] }) => {
  receive(data, ports);
});

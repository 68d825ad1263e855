import { join, resolve } from 'node:path';
import type { Clock } from '../core/clock.ts';
import type { ManagedConnection } from '../core/connections/managed-connection.ts';
import { lockDataFolder, type DataFolderLock } from '../core/data-folder/lock.ts';
import { openLogFile, type LogFile } from '../core/data-folder/log-file.ts';
import { StartError } from '../core/data-folder/start-error.ts';
import { practiceConnections, readPractice, type PracticeInfo } from '../core/hosting/practice-platform.ts';
import { applyBaseline, prepareBaseline, windowScheme } from './baseline.ts';
import type { ElectronApi } from './electron-api.ts';
import { menuTemplate } from './menu.ts';
import { readDesktopOptions, type DesktopOptions } from './options.ts';
import { createEngineLink } from './process/engine-link.ts';
import { createPracticeProcess } from './process/practice-process.ts';
import { openCiphertextStore } from './vault/ciphertext-store.ts';
import { findKeyring } from './vault/keyring.ts';
import { createKeyringVault } from './vault/keyring-vault.ts';
import { createFleetWindows, type FleetWindows } from './windows.ts';
import { serveWindowFiles } from './window-files.ts';

export interface DesktopNeeds {
  readonly electron: ElectronApi;
  /** The command line without the program and, in development, without the app's folder. */
  readonly args: readonly string[];
  readonly platform: NodeJS.Platform;
  /** `dist/electron`: this file and its siblings, once built. */
  readonly buildFolder: string;
  readonly rendererFolder: string;
  readonly clock: Clock;
  readonly write: { out(text: string): void; error(text: string): void };
  /** Calls when the app is told from outside to end: by Ctrl-C, or by the launcher. */
  readonly onEndSignal: (end: () => void) => void;
}

/** Runs the desktop app. Resolves when everything is started, or when it was decided that this process ends. */
export const runDesktop = async (needs: DesktopNeeds): Promise<void> => {
  const { electron, write } = needs;
  const { app } = electron;
  const options = readDesktopOptions(needs.args);
  if (typeof options === 'string') {
    write.error(`${options}\n`);
    app.exit(2);
    return;
  }
  // Before anything asks for the folder. The single instance is one a data folder, because its lock lies there.
  if (options.homeDir !== undefined) app.setPath('userData', resolve(options.homeDir));
  if (!app.requestSingleInstanceLock()) {
    write.error('Fleetdeck runs already; its window comes to the front.\n');
    app.exit(0);
    return;
  }
  prepareBaseline(electron);
  await app.whenReady();
  applyBaseline(electron);
  electron.protocol.handle(windowScheme, serveWindowFiles(needs.rendererFolder));

  try {
    await startParts(needs, options);
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    write.error(`${sentence}\n`);
    if (options.isWindowWanted) electron.dialog.showErrorBox('Fleetdeck cannot start', sentence);
    app.exit(1);
  }
};

const startParts = async (needs: DesktopNeeds, options: DesktopOptions): Promise<void> => {
  const { electron, clock } = needs;
  const { app } = electron;
  const homeDir = app.getPath('userData');
  const lock = lockDataFolder(homeDir);
  const log = openLogFile(homeDir, { name: 'desktop', level: options.logLevel });
  const windows = createFleetWindows({ electron, preloadFile: join(needs.buildFolder, 'preload.cjs'), clock, log });
  const ends: (() => void)[] = [];
  endWith(needs, windows, ends, lock, log);

  const notice = (sentence: string) => {
    log.warn('notice', { sentence });
    needs.write.error(`${sentence}\n`);
  };
  const engine = createEngineLink({ electron, buildFolder: needs.buildFolder, onNotice: notice, clock, log });
  ends.push(engine.end);

  // The window draws while the engine starts, and gets its port when that is ready.
  const menu = menuTemplate(needs.platform, { openWindow: windows.openAnother });
  electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(menu));
  if (options.isWindowWanted) windows.show();
  app.on('activate', windows.show);
  app.on('second-instance', windows.show);

  const practice = options.isPracticeWanted ? createPracticeProcess({ ...needs, options, log }) : undefined;
  if (practice !== undefined) ends.push(() => void practice.end());
  const store = openCiphertextStore(homeDir, log, clock.now());
  if (store.kept !== undefined) {
    notice(`The file of encrypted passwords was damaged. It is kept as ${store.kept}; enter the passwords again.`);
  }
  const [keyring, info] = await Promise.all([
    findKeyring(electron.safeStorage, needs.platform),
    practice === undefined ? undefined : startPractice(practice.start, notice, options),
  ]);
  const vault = createKeyringVault({ safeStorage: electron.safeStorage, keyring, store, clock, log });
  const managedConnections: readonly ManagedConnection[] = info === undefined ? [] : practiceConnections(info, options);
  const { logLevel } = options;
  await engine.start({ homeDir, logLevel, version: app.getVersion(), vault: vault.info(), managedConnections }, vault);
  if (options.isJsonWanted) needs.write.out(`${JSON.stringify({ ready: true, host: 'desktop', practice: info })}\n`);
};

/** Without a practice platform the console still shows the user's own fleet; a recording that was asked for is a must. */
const startPractice = async (
  start: () => Promise<Readonly<Record<string, unknown>>>,
  notice: (sentence: string) => void,
  options: DesktopOptions,
): Promise<PracticeInfo | undefined> => {
  try {
    return readPractice(await start());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (options.replay !== undefined) throw new StartError(reason);
    notice(`The practice fleet could not start: ${reason}`);
    return undefined;
  }
};

const endWith = (
  { electron: { app }, onEndSignal }: DesktopNeeds,
  windows: FleetWindows,
  ends: readonly (() => void)[],
  lock: DataFolderLock,
  log: LogFile,
): void => {
  // Whoever sends a signal sees no dialog, so nothing may wait for one.
  onEndSignal(() => {
    windows.closeAll();
    app.quit();
  });
  app.on('window-all-closed', () => {
    app.quit();
  });
  app.on('will-quit', () => {
    for (const end of [...ends].reverse()) end();
    lock.release();
    log.close();
  });
};

export const buildFolders = (mainFolder: string): Pick<DesktopNeeds, 'buildFolder' | 'rendererFolder'> => ({
  buildFolder: mainFolder,
  rendererFolder: join(mainFolder, '..', 'renderer'),
});

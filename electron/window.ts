import { join } from 'node:path';
import { webPreferences, windowAddress } from './baseline.ts';
import type { ElectronApi, WindowApi } from './electron-api.ts';

export interface FleetWindow {
  /** Opens the window, or brings the open one to the front. */
  readonly show: () => void;
}

/** The one window. Its place and size are kept by Electron under its name. */
export const createFleetWindow = (electron: Pick<ElectronApi, 'BrowserWindow'>, buildFolder: string): FleetWindow => {
  let window: WindowApi | undefined;

  const open = (): WindowApi => {
    const opened = new electron.BrowserWindow({
      name: 'fleet',
      windowStatePersistence: true,
      title: 'Fleetdeck',
      width: 1440,
      height: 900,
      minWidth: 640,
      minHeight: 480,
      // Shown when it has something to show.
      show: false,
      webPreferences: { ...webPreferences, preload: join(buildFolder, 'preload.cjs') },
    });
    opened.once('ready-to-show', () => {
      opened.show();
    });
    opened.on('closed', () => {
      window = undefined;
    });
    void opened.loadURL(windowAddress);
    return opened;
  };

  return {
    show: () => {
      if (window === undefined) {
        window = open();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.focus();
    },
  };
};

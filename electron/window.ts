import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { webPreferences, windowAddress } from './baseline.ts';
import type { ElectronApi, WindowApi } from './electron-api.ts';

export interface WindowNeeds {
  readonly electron: Pick<ElectronApi, 'BrowserWindow' | 'dialog'>;
  readonly preloadFile: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** One window on the fleet. Its place and size are kept by Electron under its name, which no other open window has. */
export const openFleetWindow = (needs: WindowNeeds, name: string): WindowApi => {
  const window = new needs.electron.BrowserWindow({
    name,
    windowStatePersistence: true,
    title: 'Fleetdeck',
    width: 1440,
    height: 900,
    minWidth: 640,
    minHeight: 480,
    // Shown when it has something to show.
    show: false,
    webPreferences: { ...webPreferences, preload: needs.preloadFile },
  });
  window.once('ready-to-show', () => {
    window.show();
  });
  askBeforeLeaving(window, needs);
  reopenAfterCrash(window, needs);
  void window.loadURL(windowAddress);
  return window;
};

/**
 * The page says that something is not saved. A browser would ask; Electron stays where it is without a word, on closing
 * and on reloading: https://www.electronjs.org/docs/latest/api/web-contents#event-will-prevent-unload
 */
const askBeforeLeaving = (window: WindowApi, { electron }: WindowNeeds): void => {
  window.webContents.on('will-prevent-unload', (event) => {
    const answer = electron.dialog.showMessageBoxSync(window, {
      type: 'question',
      message: 'Leave without saving?',
      detail: 'What was entered in this window is not saved yet. It is lost when you leave.',
      buttons: ['Leave without saving', 'Stay'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    });
    // Prevented is the page's wish to stay.
    if (answer === 0) event.preventDefault();
  });
};

/** A second crash within this time is not a chance: the window does not go round in circles, it asks. */
const crashAgainWithinMs = 60_000;

/** The engine is a process of its own and lives on; what is left of the window is a blank page. */
const reopenAfterCrash = (window: WindowApi, { electron, clock, log }: WindowNeeds): void => {
  let reopenedAtMs: number | undefined;
  const reopen = (): void => {
    reopenedAtMs = clock.now();
    window.webContents.reload();
  };

  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log.error('the window crashed', { reason, exitCode });
    if (reopenedAtMs === undefined || clock.now() - reopenedAtMs >= crashAgainWithinMs) {
      reopen();
      void electron.dialog.showMessageBox(window, {
        type: 'warning',
        message: 'The window stopped and was opened again',
        detail:
          'What was entered and not saved is lost. Vehicles were followed all the time, and commands that were sent are ' +
          'still under way.',
        buttons: ['OK'],
      });
      return;
    }
    void electron.dialog
      .showMessageBox(window, {
        type: 'error',
        message: 'The window stopped again',
        detail:
          'Vehicles are still followed, and commands that were sent are still under way. Try again; if it keeps ' +
          'stopping, close Fleetdeck and start it again.',
        buttons: ['Try again', 'Close window'],
        defaultId: 0,
        cancelId: 1,
        noLink: true,
      })
      .then(({ response }) => {
        if (window.isDestroyed()) return;
        if (response === 0) reopen();
        else window.destroy();
      });
  });
};

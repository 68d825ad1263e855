import type { WindowApi } from './electron-api.ts';
import { openFleetWindow, type WindowNeeds } from './window.ts';

export interface FleetWindows {
  /** Brings an open window to the front, or opens the first. */
  readonly show: () => void;
  /** One more, beside those that are open: for a second monitor. */
  readonly openAnother: () => void;
  /** Closes all of them at once, without asking for what is not saved. */
  readonly closeAll: () => void;
}

export const createFleetWindows = (needs: WindowNeeds): FleetWindows => {
  const windows = new Map<string, WindowApi>();

  const openAnother = (): void => {
    const name = freeName(windows);
    const window = openFleetWindow(needs, name);
    windows.set(name, window);
    window.on('closed', () => {
      windows.delete(name);
    });
  };

  return {
    show: () => {
      const [window] = windows.values();
      if (window === undefined) {
        openAnother();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.focus();
    },
    openAnother,
    closeAll: () => {
      for (const window of [...windows.values()]) window.destroy();
    },
  };
};

/** The lowest that is free, so that the second window opens where the second window was. */
const freeName = (taken: ReadonlyMap<string, unknown>): string => {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'fleet' : `fleet-${String(number)}`;
    if (!taken.has(name)) return name;
  }
};

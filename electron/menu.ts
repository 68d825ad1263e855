import type Electron from 'electron';

export interface MenuActions {
  readonly openWindow: () => void;
}

/** Standard roles wherever there is one: each brings its label in the user's language, its accelerator and its platform's habits. */
export const menuTemplate = (
  platform: NodeJS.Platform,
  actions: MenuActions,
): Electron.MenuItemConstructorOptions[] => {
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'New window', accelerator: 'CmdOrCtrl+N', click: actions.openWindow },
        { type: 'separator' },
        // On macOS the app menu quits.
        { role: 'close' },
        ...(isMac ? [] : [{ role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { role: 'toggleDevTools' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
};

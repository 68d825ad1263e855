import type Electron from 'electron';

/**
 * The part of Electron that this host uses, by Electron's own types. The real module is assigned to it in `main.ts`, so
 * a name or a signature that Electron does not have fails the build; the tests run on a double of the same type.
 */
export interface ElectronApi {
  readonly app: AppApi;
  readonly BrowserWindow: new (options: Electron.BrowserWindowConstructorOptions) => WindowApi;
  readonly dialog: DialogApi;
  readonly ipcMain: {
    on(channel: string, listener: (event: IpcEvent) => void): unknown;
  };
  readonly Menu: {
    buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): Electron.Menu;
    setApplicationMenu(menu: Electron.Menu | null): void;
  };
  readonly MessageChannelMain: new () => { readonly port1: PortApi; readonly port2: PortApi };
  readonly protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>;
  readonly safeStorage: SafeStorageApi;
  readonly session: { readonly defaultSession: SessionApi };
  readonly shell: Pick<Electron.Shell, 'openExternal'>;
  readonly utilityProcess: {
    fork(modulePath: string, args?: string[], options?: Electron.ForkOptions): UtilityProcessApi;
  };
}

export interface AppApi extends Pick<
  Electron.App,
  | 'enableSandbox'
  | 'exit'
  | 'getPath'
  | 'getVersion'
  | 'isPackaged'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'setPath'
  | 'whenReady'
> {
  on(event: 'activate' | 'second-instance' | 'window-all-closed', listener: () => void): unknown;
  on(event: 'will-quit', listener: (event: { preventDefault(): void }) => void): unknown;
  on(event: 'web-contents-created', listener: (event: unknown, contents: WebContentsApi) => void): unknown;
}

export interface DialogApi extends Pick<Electron.Dialog, 'showErrorBox'> {
  showMessageBox(window: DialogParent, options: Electron.MessageBoxOptions): Promise<{ readonly response: number }>;
  showMessageBoxSync(window: DialogParent, options: Electron.MessageBoxSyncOptions): number;
}

/** Electron takes any window of its own. */
type DialogParent = Pick<Electron.BaseWindow, 'destroy' | 'focus' | 'isDestroyed'>;

export interface WebContentsApi {
  on(
    event: 'render-process-gone',
    listener: (event: unknown, details: Electron.RenderProcessGoneDetails) => void,
  ): unknown;
  on(event: 'will-frame-navigate' | 'will-redirect', listener: (event: NavigationEvent) => void): unknown;
  on(
    event: 'will-attach-webview' | 'will-prevent-unload',
    listener: (event: { preventDefault(): void }) => void,
  ): unknown;
  reload(): void;
  setWindowOpenHandler(handler: (details: { readonly url: string }) => { action: 'deny' }): void;
}

export interface NavigationEvent {
  readonly url: string;
  preventDefault(): void;
}

export interface WindowApi extends Pick<
  Electron.BrowserWindow,
  'destroy' | 'focus' | 'isDestroyed' | 'isMinimized' | 'loadURL' | 'restore' | 'show'
> {
  readonly webContents: WebContentsApi;
  on(event: 'closed', listener: () => void): unknown;
  once(event: 'ready-to-show', listener: () => void): unknown;
}

export interface IpcEvent {
  readonly sender: {
    isDestroyed(): boolean;
    postMessage(channel: string, message: unknown, transfer?: PortApi[]): void;
  };
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

export type PortApi = Electron.MessagePortMain;

export type SafeStorageApi = Pick<
  Electron.SafeStorage,
  'decryptStringAsync' | 'encryptStringAsync' | 'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable'
>;

export interface SessionApi extends Pick<
  Electron.Session,
  'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
> {
  readonly webRequest: {
    onBeforeRequest(
      listener: (details: { readonly url: string }, callback: (response: { cancel: boolean }) => void) => void,
    ): void;
  };
}

export interface UtilityProcessApi {
  on(event: 'exit', listener: (code: number) => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  postMessage(message: unknown, transfer?: PortApi[]): void;
  kill(): boolean;
}

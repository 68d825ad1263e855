import type Electron from 'electron';
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import type {
  ElectronApi,
  IpcEvent,
  NavigationEvent,
  PortApi,
  SafeStorageApi,
  SessionApi,
  UtilityProcessApi,
  WebContentsApi,
} from '../electron-api.ts';
import { MessageChannelDouble, takePorts } from './port-double.ts';
import { UtilityProcessDouble } from './utility-process-double.ts';

type Handler<K extends keyof SessionApi> = SessionApi[K] extends (handler: infer H) => unknown ? NonNullable<H> : never;

/** What arrived at a page: the message, and the ports that a browser would hand to it. */
export interface PageMessage {
  readonly channel: string;
  readonly message: unknown;
  readonly ports: readonly ReturnType<typeof takePorts>[number][];
}

export class WebContentsDouble extends EventEmitter implements WebContentsApi {
  openHandler: ((details: { readonly url: string }) => { action: 'deny' }) | undefined;
  readonly received = new EventEmitter<{ message: [PageMessage] }>();
  isGone = false;
  reloads = 0;

  setWindowOpenHandler(handler: (details: { readonly url: string }) => { action: 'deny' }): void {
    this.openHandler = handler;
  }

  isDestroyed(): boolean {
    return this.isGone;
  }

  postMessage(channel: string, message: unknown, transfer?: PortApi[]): void {
    if (this.isGone) throw new TypeError('Object has been destroyed');
    this.received.emit('message', { channel, message: structuredClone(message), ports: takePorts(transfer) });
  }

  reload(): void {
    this.reloads += 1;
  }

  /** The page wants to stay, as one with something unsaved does. @returns whether it is left all the same. */
  leave(): boolean {
    let isLeft = false;
    this.emit('will-prevent-unload', { preventDefault: () => (isLeft = true) });
    return isLeft;
  }

  crash(reason: Electron.RenderProcessGoneDetails['reason'] = 'crashed'): void {
    const details: Electron.RenderProcessGoneDetails = { reason, exitCode: 5 };
    this.emit('render-process-gone', {}, details);
  }

  /** @returns whether the page went there. */
  navigate(event: 'will-frame-navigate' | 'will-redirect', url: string): boolean {
    let isPrevented = false;
    const navigation: NavigationEvent = { url, preventDefault: () => (isPrevented = true) };
    this.emit(event, navigation);
    return !isPrevented;
  }
}

/**
 * Electron as far as this host uses it, without its program: the same types, every message cloned, real ports and real
 * threads underneath. What a test needs to see or to do from outside stands beside `api`.
 */
export const createElectronDouble = (options: {
  readonly userData: string;
  readonly safeStorage?: SafeStorageApi;
  readonly isFirstInstance?: boolean;
  /** The file that runs for a forked module; the module itself by default. */
  readonly entryOf?: (modulePath: string) => URL;
}) => {
  const app = new EventEmitter();
  const ipcMain = new EventEmitter();
  const paths = new Map([['userData', options.userData]]);
  const calls: string[] = [];
  const windows: WindowDouble[] = [];
  const processes: UtilityProcessDouble[] = [];
  const opened: string[] = [];
  const errorBoxes: string[] = [];
  const questions: Electron.MessageBoxOptions[] = [];
  const answers: string[] = [];
  const schemes: Electron.CustomScheme[] = [];
  const menus: Electron.MenuItemConstructorOptions[][] = [];
  const requestHandlers = new Map<string, (request: Request) => Response | Promise<Response>>();
  const ready = Promise.withResolvers<undefined>();
  const exited = Promise.withResolvers<number>();
  const firstWindow = Promise.withResolvers<WindowDouble>();
  const session: {
    request?: Handler<'setPermissionRequestHandler'>;
    check?: Handler<'setPermissionCheckHandler'>;
    device?: Handler<'setDevicePermissionHandler'>;
    beforeRequest?: Parameters<SessionApi['webRequest']['onBeforeRequest']>[0];
  } = {};

  class WindowDouble extends EventEmitter {
    readonly options: Electron.BrowserWindowConstructorOptions;
    readonly webContents = new WebContentsDouble();
    address = '';
    shown = 0;
    focused = 0;

    constructor(windowOptions: Electron.BrowserWindowConstructorOptions) {
      super();
      this.options = structuredClone(windowOptions);
      // As Electron, which finds a window's place again by its name.
      if (windows.some((other) => other.options.name === windowOptions.name && !other.isDestroyed())) {
        throw new Error(`Window name "${String(windowOptions.name)}" is already in use`);
      }
      windows.push(this);
      firstWindow.resolve(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
    isDestroyed(): boolean {
      return this.webContents.isGone;
    }
    destroy(): void {
      this.webContents.isGone = true;
      this.emit('closed');
      if (windows.every((window) => window.isDestroyed())) app.emit('window-all-closed');
    }
    loadURL(address: string): Promise<void> {
      this.address = address;
      this.emit('ready-to-show');
      return Promise.resolve();
    }
    show(): void {
      this.shown += 1;
    }
    focus(): void {
      this.focused += 1;
    }
    restore(): void {
      calls.push('restore');
    }
    isMinimized(): boolean {
      return false;
    }
  }

  const ask = (options: Electron.MessageBoxOptions): number => {
    const question = structuredClone(options);
    questions.push(question);
    const index = question.buttons?.indexOf(answers.shift() ?? '') ?? -1;
    return index < 0 ? (question.cancelId ?? 0) : index;
  };

  const api: ElectronApi = {
    app: {
      on: (event: string, listener: (...args: never[]) => void) =>
        app.on(event, (...args) => {
          listener(...(args as never[]));
        }),
      enableSandbox: () => calls.push('enableSandbox'),
      exit: (code = 0) => {
        exited.resolve(code);
      },
      getPath: (name) => paths.get(name) ?? '',
      setPath: (name, path) => {
        paths.set(name, path);
        calls.push(`setPath ${name}`);
      },
      getVersion: () => '1.2.3',
      isPackaged: false,
      quit: () => {
        app.emit('will-quit', { preventDefault: () => undefined });
        exited.resolve(0);
      },
      requestSingleInstanceLock: () => {
        calls.push('requestSingleInstanceLock');
        return options.isFirstInstance ?? true;
      },
      whenReady: async () => {
        await ready.promise;
      },
    },
    BrowserWindow: WindowDouble,
    dialog: {
      showErrorBox: (title, content) => errorBoxes.push(`${title}: ${content}`),
      showMessageBoxSync: (_window, message) => ask(message),
      showMessageBox: (_window, message) => Promise.resolve({ response: ask(message) }),
    },
    ipcMain: { on: (channel, listener) => ipcMain.on(channel, listener) },
    Menu: {
      buildFromTemplate: (template) => {
        menus.push(template);
        return template as unknown as Electron.Menu;
      },
      setApplicationMenu: () => calls.push('setApplicationMenu'),
    },
    MessageChannelMain: MessageChannelDouble,
    protocol: {
      registerSchemesAsPrivileged: (custom) => {
        calls.push('registerSchemesAsPrivileged');
        schemes.push(...custom);
      },
      handle: (scheme, handler) => requestHandlers.set(scheme, handler),
    },
    safeStorage: options.safeStorage ?? createSafeStorageDouble(),
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler) => {
          if (handler !== null) session.request = handler;
        },
        setPermissionCheckHandler: (handler) => {
          if (handler !== null) session.check = handler;
        },
        setDevicePermissionHandler: (handler) => {
          if (handler !== null) session.device = handler;
        },
        webRequest: {
          onBeforeRequest: (listener) => {
            session.beforeRequest = listener;
          },
        },
      },
    },
    shell: {
      openExternal: (url) => {
        opened.push(url);
        return Promise.resolve();
      },
    },
    utilityProcess: {
      fork: (modulePath, args = []): UtilityProcessApi => {
        const entry = (options.entryOf ?? ((path: string) => pathToFileURL(path)))(modulePath);
        const forked = new UtilityProcessDouble(modulePath, args, entry);
        processes.push(forked);
        return forked;
      },
    },
  };

  return {
    api,
    calls,
    windows,
    processes,
    opened,
    errorBoxes,
    questions,
    /** The buttons that the user presses, in order; Escape once there are none left. */
    answers,
    schemes,
    menus,
    requestHandlers,
    session,
    app,
    becomeReady: () => {
      ready.resolve(undefined);
    },
    exited: exited.promise,
    firstWindow: firstWindow.promise,
    /** A message from a page over IPC. */
    sendFromPage: (channel: string, event: IpcEvent) => ipcMain.emit(channel, event),
  };
};

export type ElectronDouble = ReturnType<typeof createElectronDouble>;

export interface SafeStorageDouble extends SafeStorageApi {
  isAvailable: boolean;
  backend: ReturnType<SafeStorageApi['getSelectedStorageBackend']>;
  /** Ciphertexts carry the key's number: one of another key cannot be opened. */
  keyNumber: number;
  /** Answered by the next decryption, as after a rotation of the keyring's key. */
  shouldReEncrypt: boolean;
}

/** Not encryption, but like it in what matters: a ciphertext does not hold its text, and opens with its own key only. */
export const createSafeStorageDouble = (): SafeStorageDouble => {
  const scramble = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xa5));
  const double: SafeStorageDouble = {
    isAvailable: true,
    backend: 'gnome_libsecret',
    keyNumber: 1,
    shouldReEncrypt: false,
    isAsyncEncryptionAvailable: () => Promise.resolve(double.isAvailable),
    getSelectedStorageBackend: () => double.backend,
    encryptStringAsync: (text) =>
      double.isAvailable
        ? Promise.resolve(Buffer.concat([Buffer.from([double.keyNumber]), scramble(Buffer.from(text))]))
        : Promise.reject(new Error('Encryption is not available')),
    decryptStringAsync: (encrypted) =>
      double.isAvailable && encrypted[0] === double.keyNumber
        ? Promise.resolve({
            result: scramble(encrypted.subarray(1)).toString(),
            shouldReEncrypt: double.shouldReEncrypt,
          })
        : Promise.reject(new Error('Error while decrypting the ciphertext provided')),
  };
  return double;
};

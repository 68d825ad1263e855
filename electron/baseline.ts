import type Electron from 'electron';
import type { AppApi, ElectronApi, IpcEvent, SessionApi, WebContentsApi } from './electron-api.ts';

/**
 * All that keeps the window harmless, in one place: https://www.electronjs.org/docs/latest/tutorial/security
 * The window shows text from vehicles and brokers; whatever that text might manage to do, it can do no more than this.
 */
export const windowScheme = 'app';
const windowHost = 'fleetdeck';
export const windowAddress = `${windowScheme}://${windowHost}/`;

/** Links that may leave for the user's own browser: the project's own pages. Everything else is not opened at all. */
export const externalHosts: readonly string[] = ['github.com'];

export const webPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
} as const satisfies Electron.WebPreferences;

/** Before the app is ready: an own scheme has an origin of its own, which `file:` has not. */
export const prepareBaseline = ({ app, protocol }: Pick<ElectronApi, 'app' | 'protocol'>): void => {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: windowScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
};

/** Once the app is ready, before the first window. */
export const applyBaseline = ({ app, session, shell }: Pick<ElectronApi, 'app' | 'session' | 'shell'>): void => {
  denyPermissions(session.defaultSession);
  denyForeignRequests(session.defaultSession);
  confineContents(app, shell);
};

/** Copying text out, on the user's own click, is the one thing that our page may. Reading the clipboard it may not. */
const isPermitted = (permission: string, requestingAddress: string): boolean =>
  permission === 'clipboard-sanitized-write' && isOwnAddress(requestingAddress);

const denyPermissions = (session: SessionApi): void => {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(isPermitted(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isPermitted(permission, requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
};

/** The second lock after the policy's `connect-src`: the window has nothing to ask of any network. */
const denyForeignRequests = (session: SessionApi): void => {
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !(isOwnAddress(url) || /^(?:blob|data|devtools):/.test(url)) });
  });
};

const confineContents = (app: AppApi, shell: ElectronApi['shell']): void => {
  app.on('web-contents-created', (_event, contents: WebContentsApi) => {
    const stay = (event: { readonly url: string; preventDefault(): void }) => {
      // A reload is a navigation to where we are.
      if (!isOwnAddress(event.url)) event.preventDefault();
    };
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    contents.setWindowOpenHandler(({ url }) => {
      // Where no browser is set up there is nothing to open it with, and nothing is lost.
      if (isAllowedOutside(url)) void shell.openExternal(url).catch(() => undefined);
      return { action: 'deny' };
    });
  });
};

/** Node's URL gives an own scheme no origin (it answers "null"), so scheme and host are compared. */
export const isOwnAddress = (address: string): boolean => {
  const url = URL.parse(address);
  return url?.protocol === `${windowScheme}:` && url.host === windowHost;
};

export const isAllowedOutside = (address: string): boolean => {
  const url = URL.parse(address);
  return (
    url?.protocol === 'https:' &&
    externalHosts.includes(url.hostname) &&
    url.port === '' &&
    url.username === '' &&
    url.password === ''
  );
};

/** Only our own page, at the top of its window, may ask the main process for anything. */
export const isOwnSender = ({ senderFrame }: IpcEvent): boolean =>
  senderFrame !== null && senderFrame.parent === null && isOwnAddress(senderFrame.url);

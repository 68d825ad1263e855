import { beforeEach, describe, expect, it } from 'vitest';
import {
  applyBaseline,
  externalHosts,
  isAllowedOutside,
  isOwnSender,
  prepareBaseline,
  webPreferences,
  windowAddress,
} from './baseline.ts';
import type { IpcEvent } from './electron-api.ts';
import { createElectronDouble, WebContentsDouble, type ElectronDouble } from './testing/electron-double.ts';

let double: ElectronDouble;
let contents: WebContentsDouble;

beforeEach(() => {
  double = createElectronDouble({ userData: '/no/such/folder' });
  prepareBaseline(double.api);
  applyBaseline(double.api);
  contents = new WebContentsDouble();
  double.app.emit('web-contents-created', {}, contents);
});

const foreignAddresses = [
  'https://evil.example/',
  'http://127.0.0.1:3000/',
  'file:///etc/passwd',
  'app://other/',
  'app://fleetdeck.evil.example/',
  'app://fleetdeck@evil.example/',
  'javascript:alert(1)',
  'data:text/html,hello',
  'about:blank',
  'not an address',
];

describe('the window', () => {
  it('is sandboxed, isolated and without Node', () => {
    expect(double.calls).toContain('enableSandbox');
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
    });
  });

  it('lives under a scheme of its own, with an origin and without privileges to get around the policy', () => {
    expect(double.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
  });

  it.each(['geolocation', 'notifications', 'media', 'clipboard-read', 'usb', 'openExternal'] as const)(
    'is denied %s, asked for or checked',
    (permission) => {
      let answer: boolean | undefined;
      const { request, check, device } = double.session;
      request?.({} as never, permission, (isGranted) => (answer = isGranted), {} as never);
      expect(answer).toBe(false);
      expect(check?.(null, permission, 'app://fleetdeck', {} as never)).toBe(false);
      expect(device?.({} as never)).toBe(false);
    },
  );

  it.each([
    ['our own page', windowAddress, true],
    ['any other', 'https://example.com/', false],
  ])('lets text be copied out by %s', (_who, address, isAllowed) => {
    const { request, check } = double.session;
    let answer: boolean | undefined;
    const details = { requestingUrl: address } as never;
    request?.({} as never, 'clipboard-sanitized-write', (isGranted) => (answer = isGranted), details);
    expect(answer).toBe(isAllowed);
    expect(check?.(null, 'clipboard-sanitized-write', address, {} as never)).toBe(isAllowed);
  });

  it.each(foreignAddresses)('does not go to %s', (address) => {
    expect(contents.navigate('will-frame-navigate', address)).toBe(false);
    expect(contents.navigate('will-redirect', address)).toBe(false);
  });

  it('can be reloaded', () => {
    expect(contents.navigate('will-frame-navigate', windowAddress)).toBe(true);
    expect(contents.navigate('will-frame-navigate', `${windowAddress}index.html#/fleet`)).toBe(true);
  });

  it('has no webview', () => {
    let isPrevented = false;
    contents.emit('will-attach-webview', { preventDefault: () => (isPrevented = true) });
    expect(isPrevented).toBe(true);
  });

  it.each([...foreignAddresses, windowAddress, `https://${externalHosts[0] ?? ''}/page`])(
    'opens no second window for %s',
    (url) => {
      expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' });
    },
  );

  it('hands a link of the list to the browser, and no other', () => {
    for (const url of [...foreignAddresses, 'https://github.com/fleetdeck', 'http://github.com/']) {
      contents.openHandler?.({ url });
    }
    expect(double.opened).toEqual(['https://github.com/fleetdeck']);
  });

  it('asks no network for anything', () => {
    const isCancelled = (url: string): boolean => {
      let isStopped = false;
      double.session.beforeRequest?.({ url }, ({ cancel }) => (isStopped = cancel));
      return isStopped;
    };
    for (const url of ['https://evil.example/a.js', 'http://localhost/', 'ws://127.0.0.1/', 'file:///etc/passwd']) {
      expect(isCancelled(url), url).toBe(true);
    }
    for (const url of [windowAddress, 'app://fleetdeck/assets/index.js', 'blob:app://fleetdeck/1', 'data:,']) {
      expect(isCancelled(url), url).toBe(false);
    }
  });
});

describe('an outside address', () => {
  it.each([
    'https://github.com.evil.example/',
    'https://user@github.com/',
    'https://github.com:8443/',
    'https://evil.example/?https://github.com/',
    'ssh://github.com/',
  ])('%s is not on the list', (address) => {
    expect(isAllowedOutside(address)).toBe(false);
  });
});

describe('a sender of messages', () => {
  const sender = { isDestroyed: () => false, postMessage: () => undefined };
  const from = (senderFrame: IpcEvent['senderFrame']) => isOwnSender({ sender, senderFrame });

  it('is ours when it is our page at the top of its window', () => {
    expect(from({ url: `${windowAddress}#/fleet`, parent: null })).toBe(true);
  });

  it.each(foreignAddresses)('is not ours at %s', (url) => {
    expect(from({ url, parent: null })).toBe(false);
  });

  it('is not ours inside a frame, or when it is gone', () => {
    expect(from({ url: windowAddress, parent: {} })).toBe(false);
    expect(from(null)).toBe(false);
  });
});

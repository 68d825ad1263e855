import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import type { MessagePort } from 'node:worker_threads';
import type { Transport } from '../../shared/contract/transport.ts';
import { createMessagePortTransport } from '../../shared/contract/transports/message-port.ts';
import type { DesktopBridge } from '../../shared/desktop-bridge.ts';
import { windowAddress } from '../baseline.ts';
import type { ElectronDouble, PageMessage, WebContentsDouble } from './electron-double.ts';

export interface PageDouble {
  readonly bridge: DesktopBridge;
  /** As the renderer does it: asks over the bridge, and takes the port out of the window message. */
  connect(): Promise<Transport>;
  /** Every window message: what, to which origin, with how many ports. */
  readonly windowMessages: { readonly message: unknown; readonly origin: string; readonly portCount: number }[];
}

/** A page with the built preload script run in it, in a world of its own. */
export const openPage = (
  double: ElectronDouble,
  contents: WebContentsDouble,
  preloadFile: string,
  address = windowAddress,
): PageDouble => {
  const ports = new EventEmitter<{ port: [MessagePort] }>();
  const windowMessages: PageDouble['windowMessages'] = [];
  const exposed = new Map<string, DesktopBridge>();
  const ipcRenderer = new EventEmitter();
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, api: DesktopBridge) => exposed.set(name, api) },
    ipcRenderer: {
      on: (channel: string, listener: (event: unknown) => void) => ipcRenderer.on(channel, listener),
      send: (channel: string) => {
        double.sendFromPage(channel, { sender: contents, senderFrame: { url: address, parent: null } });
      },
    },
  };
  runInNewContext(readFileSync(preloadFile, 'utf8'), {
    // A sandboxed preload script has this one module, and no other.
    require: (name: string) => {
      if (name !== 'electron') throw new Error(`module not found: ${name}`);
      return electron;
    },
    window: {
      location: { origin: new URL(address).href.replace(/\/$/, '') },
      postMessage: (message: unknown, origin: string, transfer: readonly MessagePort[]) => {
        windowMessages.push({ message, origin, portCount: transfer.length });
        for (const port of transfer) ports.emit('port', port);
      },
    },
  });
  contents.received.on('message', ({ channel, ports: arrived }: PageMessage) => {
    ipcRenderer.emit(channel, { ports: arrived });
  });
  const bridge = exposed.get('fleetdeck');
  if (bridge === undefined) throw new Error('the preload script exposed nothing');
  return {
    bridge,
    windowMessages,
    connect: () =>
      new Promise((resolve) => {
        ports.once('port', (port) => {
          resolve(createMessagePortTransport(port));
        });
        bridge.connectEngine();
      }),
  };
};

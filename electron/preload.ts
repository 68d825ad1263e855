import { contextBridge, ipcRenderer } from 'electron';
import { engineGoneMessage, enginePortMessage, type DesktopBridge } from '../shared/desktop-bridge.ts';
import { connectChannel, goneChannel, portChannel } from './channels.ts';

/**
 * All that the page gets from the desktop host: a way to ask for a port to the engine. The port comes as a window
 * message, because the bridge between the two worlds carries no ports:
 * https://www.electronjs.org/docs/latest/tutorial/message-ports
 */
interface PageWindow {
  readonly location: { readonly origin: string };
  postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void;
}
declare const window: PageWindow;

const bridge: DesktopBridge = {
  connectEngine: () => {
    ipcRenderer.send(connectChannel);
  },
};
contextBridge.exposeInMainWorld('fleetdeck', bridge);

ipcRenderer.on(portChannel, (event) => {
  window.postMessage(enginePortMessage, window.location.origin, event.ports);
});
ipcRenderer.on(goneChannel, () => {
  window.postMessage(engineGoneMessage, window.location.origin, []);
});

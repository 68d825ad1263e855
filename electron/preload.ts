import { contextBridge, ipcRenderer } from 'electron';
import { connectChannel, portChannel } from './channels.ts';

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

contextBridge.exposeInMainWorld('fleetdeck', {
  host: 'desktop',
  connectEngine: () => {
    ipcRenderer.send(connectChannel);
  },
});

ipcRenderer.on(portChannel, (event) => {
  window.postMessage('fleetdeck-engine-port', window.location.origin, event.ports);
});

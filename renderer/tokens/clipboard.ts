import { systemTimers } from '../../shared/contract/timers.ts';
import { tell } from '../connections/notify.ts';
import { createClipboardKeeper, type Clipboard, type ClipboardKeeper } from './clipboard-keeper.ts';

const listening =
  (target: EventTarget, type: string) =>
  (listener: () => void): (() => void) => {
    target.addEventListener(type, listener);
    return () => {
      target.removeEventListener(type, listener);
    };
  };

const windowClipboard = (): Clipboard => {
  // Absent on a page that was not served safely.
  const clipboard = (navigator as { readonly clipboard?: Navigator['clipboard'] }).clipboard;
  const onCopy = listening(document, 'copy');
  const onCut = listening(document, 'cut');
  return {
    write: (text) => clipboard?.writeText(text) ?? Promise.reject(new Error('this page may not use the clipboard')),
    hasFocus: () => document.hasFocus(),
    onOwnCopy: (listener) => {
      const stops = [onCopy(listener), onCut(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    onChange:
      clipboard !== undefined && 'onclipboardchange' in clipboard ? listening(clipboard, 'clipboardchange') : undefined,
    onFocus: listening(window, 'focus'),
  };
};

let keeper: ClipboardKeeper | undefined;

/** One for the window: it goes on when the dialog that copied is closed. */
export const clipboardKeeper = (): ClipboardKeeper =>
  (keeper ??= createClipboardKeeper(windowClipboard(), systemTimers, () => {
    tell('The clipboard is emptied.', 'It held the secret of a token, copied a minute ago or longer.');
  }));

/** What becomes of what is copied, as far as this browser lets the window do it. */
export const clipboardPromise = ({ canTellChanges }: Pick<ClipboardKeeper, 'canTellChanges'>): string =>
  `The clipboard is emptied a minute after, ${
    canTellChanges
      ? 'unless it holds something else by then'
      : 'even if you have copied something else in another program: this browser does not tell'
  }. That needs this window to be open and in front: while another is, it waits until you come back. A clipboard history of your system may keep the secret for longer.`;

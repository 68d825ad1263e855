import type { Timers } from '../../shared/contract/timers.ts';

/**
 * What of the clipboard a page may use without asking. Reading is not among it: browsers ask the user, and the desktop
 * host refuses.
 */
export interface Clipboard {
  /** Rejects while the window does not have the focus. */
  write(text: string): Promise<void>;
  hasFocus(): boolean;
  /** Something was copied by the user in this window. */
  onOwnCopy(listener: () => void): () => void;
  /**
   * The clipboard's content is another, whoever changed it: told while the window has the focus, else as soon as it has
   * it again. Undefined where the browser does not tell (https://w3c.github.io/clipboard-apis/#clipboard-event-clipboardchange).
   */
  readonly onChange: ((listener: () => void) => () => void) | undefined;
  onFocus(listener: () => void): () => void;
}

export const clearAfterMs = 60_000;
/** How long news of a change may be under way. */
const settleMs = 1000;
const retryMs = 5000;

export interface ClipboardKeeper {
  /** @throws where the browser refuses to write. */
  copy(secret: string): Promise<void>;
  /** Whether a change by another program would be noticed. */
  readonly canTellChanges: boolean;
}

/**
 * Copies secrets, and empties the clipboard a minute later unless it is known to hold something else by then. Whether it
 * does cannot be looked up, so that it is followed from events: no copy of the secret is kept for that. A window without
 * the focus may not write; it empties the clipboard when it has it again.
 */
export const createClipboardKeeper = (clipboard: Clipboard, timers: Timers, onCleared: () => void): ClipboardKeeper => {
  let stopKeeping: () => void = () => undefined;

  const keep = (): void => {
    let isOver = false;
    let isClearing = false;
    let hasOwnChangeCome = false;
    const copiedAtMs = timers.now();
    let stopFocus: () => void = () => undefined;
    const stop = (): void => {
      isOver = true;
      stopTimer();
      stopCopies();
      stopChanges();
      stopFocus();
    };
    const clear = (): void => {
      if (isOver) return;
      if (!clipboard.hasFocus()) {
        stopFocus();
        // The news of a change comes with the focus: the clearing lets it go first.
        stopFocus = clipboard.onFocus(() => {
          stopFocus();
          stopFocus = timers.after(settleMs, clear);
        });
        return;
      }
      isClearing = true;
      void clipboard.write('').then(
        () => {
          if (isOver) return;
          stop();
          onCleared();
        },
        () => {
          isClearing = false;
          if (!isOver) stopFocus = timers.after(retryMs, clear);
        },
      );
    };
    const stopTimer = timers.after(clearAfterMs, clear);
    const stopCopies = clipboard.onOwnCopy(stop);
    const stopChanges =
      clipboard.onChange?.(() => {
        if (isClearing) return;
        // The secret's own coming is told, too: at once, or with the focus when the window lost it meanwhile.
        if (hasOwnChangeCome && timers.now() - copiedAtMs > settleMs) stop();
        hasOwnChangeCome = true;
      }) ?? (() => undefined);
    stopKeeping = stop;
  };

  return {
    canTellChanges: clipboard.onChange !== undefined,
    copy: async (secret) => {
      stopKeeping();
      keep();
      try {
        await clipboard.write(secret);
      } catch (error) {
        stopKeeping();
        throw error;
      }
    },
  };
};

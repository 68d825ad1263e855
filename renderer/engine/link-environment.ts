/** What the link needs of the world around it, so that tests turn the hands and hide the window. */
export interface LinkTimers {
  after(delayMs: number, callback: () => void): () => void;
}

export interface Visibility {
  isHidden(): boolean;
  onChange(listener: () => void): () => void;
}

export const browserTimers: LinkTimers = {
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

export const alwaysVisible: Visibility = { isHidden: () => false, onChange: () => () => undefined };

/** A hidden window costs nothing: it stops acknowledging, so the engine stops building events for it. */
export const documentVisibility: Visibility = {
  isHidden: () => document.hidden,
  onChange: (listener) => {
    document.addEventListener('visibilitychange', listener);
    return () => {
      document.removeEventListener('visibilitychange', listener);
    };
  },
};

/** Whether anybody can see the window. */
export interface Visibility {
  isHidden(): boolean;
  onChange(listener: () => void): () => void;
}

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

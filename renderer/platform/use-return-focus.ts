import { useEffect, useRef } from 'react';

/**
 * A dialog that is made when it opens and gone when it closes leaves the keyboard nowhere: it goes back to what opened
 * the dialog, if that is still there.
 */
export const useReturnFocus = (isOpen: boolean): void => {
  const opener = useRef<Element | null>(null);
  const lastFocused = useRef<Element | null>(null);
  const wasOpen = useRef(isOpen);

  useEffect(() => {
    const onFocus = (event: FocusEvent): void => {
      if (event.target instanceof Element && event.target.closest('[role=dialog]') === null) {
        lastFocused.current = event.target;
      }
    };
    document.addEventListener('focusin', onFocus);
    return () => {
      document.removeEventListener('focusin', onFocus);
    };
  }, []);

  useEffect(() => {
    if (isOpen && !wasOpen.current) opener.current = lastFocused.current;
    if (!isOpen && wasOpen.current && opener.current instanceof HTMLElement && opener.current.isConnected) {
      opener.current.focus();
    }
    wasOpen.current = isOpen;
  }, [isOpen]);
};

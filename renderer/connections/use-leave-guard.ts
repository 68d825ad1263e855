import { useCallback, useEffect, useState } from 'react';

export interface LeaveGuard {
  /** True while the user is asked. */
  readonly isAsking: boolean;
  readonly stay: () => void;
  readonly leave: () => void;
}

/**
 * Asks before what was typed is lost. Every way out of the view, link, history or shortcut, is a change of the address's
 * hash: it is taken back before the router hears of it, and made again when the user says so. Closing the window asks
 * through the browser.
 */
export const useLeaveGuard = (isDirty: boolean): LeaveGuard => {
  const [destination, setDestination] = useState<string | null>(null);

  useEffect(() => {
    if (!isDirty) return undefined;
    const onHashChange = (event: HashChangeEvent): void => {
      const oldHash = new URL(event.oldURL).hash;
      const newHash = new URL(event.newURL).hash;
      if (oldHash === newHash) return;
      event.stopImmediatePropagation();
      history.pushState(null, '', oldHash);
      setDestination(newHash);
    };
    const onBeforeUnload = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
    };
    // Listeners of the capture phase come first on the window, before the router's.
    window.addEventListener('hashchange', onHashChange, { capture: true });
    window.addEventListener('beforeunload', onBeforeUnload);
    return () => {
      window.removeEventListener('hashchange', onHashChange, { capture: true });
      window.removeEventListener('beforeunload', onBeforeUnload);
    };
  }, [isDirty]);

  return {
    isAsking: destination !== null,
    stay: useCallback(() => {
      setDestination(null);
    }, []),
    leave: useCallback(() => {
      setDestination(null);
      if (destination !== null) window.location.hash = destination;
    }, [destination]),
  };
};

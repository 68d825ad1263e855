import { useCallback, useEffect, useRef, useState } from 'react';

export interface LeaveGuard {
  /** True while the user is asked. */
  readonly isAsking: boolean;
  readonly stay: () => void;
  readonly leave: () => void;
}

/**
 * Asks before what was typed is lost. Every way out of the view, link, history or typed address, is a change of the
 * address's hash: it is taken back before the router looks at it, and made again when the user says so. Closing the window
 * asks through the browser.
 */
export const useLeaveGuard = (isDirty: boolean): LeaveGuard => {
  const [destination, setDestination] = useState<string | null>(null);
  const mayLeave = useRef(false);

  useEffect(() => {
    if (!isDirty) return undefined;
    const guardedHash = window.location.hash;
    const onNavigation = (): void => {
      const wantedHash = window.location.hash;
      if (mayLeave.current || wantedHash === guardedHash) return;
      history.pushState(null, '', guardedHash);
      setDestination(wantedHash);
    };
    const onBeforeUnload = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
    };
    // The router listens to hashchange, and was there first. popstate comes before it, and when the router looks, the
    // address is what it was: https://html.spec.whatwg.org/multipage/browsing-the-web.html#update-document-for-history-step-application
    window.addEventListener('popstate', onNavigation);
    window.addEventListener('beforeunload', onBeforeUnload);
    return () => {
      window.removeEventListener('popstate', onNavigation);
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
      mayLeave.current = true;
      if (destination !== null) window.location.hash = destination;
    }, [destination]),
  };
};

import { useEffect } from 'react';

export interface VehicleKeys {
  readonly onBack: () => void;
  readonly onPrevious: () => void;
  readonly onNext: () => void;
  /** Off: only Escape is heard (WCAG 2.1.4). */
  readonly singleKeyShortcuts: boolean;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** By the event's path: an overlay that closes on this very key may be gone from the document by now. */
const isInOverlay = (event: Event): boolean =>
  event
    .composedPath()
    .some((target) => target instanceof Element && /^(dialog|menu|listbox)$/.test(target.getAttribute('role') ?? ''));

/** Escape leaves the page, [ and ] go along the list, unless the key belongs to a dialog, a menu or a field. */
export const useVehicleKeys = ({ onBack, onPrevious, onNext, singleKeyShortcuts }: VehicleKeys): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      if (isInOverlay(event)) return;
      if (event.key === 'Escape') onBack();
      else if (!singleKeyShortcuts) return;
      else if (event.key === '[') onPrevious();
      else if (event.key === ']') onNext();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [onBack, onPrevious, onNext, singleKeyShortcuts]);
};

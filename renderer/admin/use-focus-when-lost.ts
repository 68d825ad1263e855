import { useEffect, useRef, type RefObject } from 'react';

/**
 * What had the keyboard is sometimes gone after it was pressed, such as the form that unlocked something. The returned
 * ref takes it then, whenever `occasion` has changed and nothing else has taken it.
 */
export const useFocusWhenLost = <E extends HTMLElement>(occasion: unknown): RefObject<E | null> => {
  const place = useRef<E>(null);
  const last = useRef(occasion);
  useEffect(() => {
    if (last.current === occasion) return;
    last.current = occasion;
    const focused = document.activeElement;
    if (focused === null || focused === document.body) place.current?.focus();
  }, [occasion]);
  return place;
};

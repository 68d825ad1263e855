import { expect } from 'vitest';

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** Of an element: it is in the page still, and neither it nor what it stands in is hidden. */
    toBeShown: T extends HTMLElement ? () => R : never;
  }
}

const isHidden = (element: Element): boolean => {
  const { display, visibility } = getComputedStyle(element);
  return display === 'none' || visibility === 'hidden' || visibility === 'collapse';
};

/** The query that found an element does not look at that: it takes a text from a closed part of the page, too. */
expect.extend({
  toBeShown: (element: HTMLElement) => {
    let hider: Element | null = element;
    while (hider !== null && !isHidden(hider)) hider = hider.parentElement;
    const isShown = element.isConnected && hider === null;
    const name = `<${element.tagName.toLowerCase()}> "${element.textContent.slice(0, 80)}"`;
    const cause = isShown
      ? 'it is shown'
      : hider === null
        ? 'it is not in the page any more'
        : `<${hider.tagName.toLowerCase()}> hides it`;
    return { pass: isShown, message: () => `${name}: ${cause}` };
  },
});

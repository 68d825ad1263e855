import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

/**
 * What jsdom lacks and the window's components need. Import it first in a test of a component.
 * Motion counts as unwanted, so that dialogs open and close at once.
 */
window.matchMedia = (query) => ({
  matches: query.includes('prefers-reduced-motion'),
  media: query,
  onchange: null,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
  dispatchEvent: () => false,
});

window.ResizeObserver = class {
  observe(): void {
    /* Nothing has a size in jsdom. */
  }
  unobserve(): void {
    /* As above. */
  }
  disconnect(): void {
    /* As above. */
  }
};

window.HTMLElement.prototype.scrollIntoView = () => undefined;

afterEach(cleanup);

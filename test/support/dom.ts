import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import './shown.ts';

/**
 * What jsdom lacks and the window's components need. Import it first in a test of a component.
 * Motion counts as unwanted, so that dialogs open and close at once.
 */
class NoMediaQueryList extends EventTarget implements Pick<MediaQueryList, 'matches' | 'media' | 'onchange'> {
  readonly media: string;
  readonly matches: boolean;
  readonly onchange = null;

  constructor(media: string) {
    super();
    this.media = media;
    this.matches = media.includes('prefers-reduced-motion');
  }
}

window.matchMedia = (query) => new NoMediaQueryList(query) as MediaQueryList;

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

// What is waited for comes, or never does: a busy computer alone must not fail a test.
configure({ asyncUtilTimeout: 10_000 });

window.HTMLElement.prototype.scrollIntoView = () => undefined;

afterEach(cleanup);

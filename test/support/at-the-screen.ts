import { notifications } from '@mantine/notifications';
import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { fakeNowMs } from './fake-data.ts';

/** Every test of the file begins at `fakeNowMs` and at this address, and leaves no notice on screen. */
export const beginAt = (hash = '#/fleet'): void => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: fakeNowMs });
    window.location.hash = hash;
  });
  afterEach(() => {
    vi.useRealTimers();
    act(() => {
      notifications.clean();
    });
  });
};

export const type = (label: RegExp | string, value: string): void => {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
};

export const press = (name: RegExp | string): void => {
  fireEvent.click(screen.getByRole('button', { name }));
};

/** All that the page holds: its markup, and what stands in its fields, which is in no markup. */
export const wholePage = (): string => {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea');
  return [new XMLSerializer().serializeToString(document), ...Array.from(fields, ({ value }) => value)].join('\n');
};

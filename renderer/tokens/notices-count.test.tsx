// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ok } from '../../shared/contract/result.ts';
import { fakeHandlers } from '../../test/support/fake-engine.ts';
import { fakeNotice } from '../../test/support/fake-tokens.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { Header } from '../app/header.tsx';
import { NoticesProvider } from './notices-provider.tsx';

const show = (count: number) =>
  renderWithEngine(
    <NoticesProvider>
      <Header view="fleet" />
    </NoticesProvider>,
    fakeHandlers({
      methods: {
        'tokens.notices': () =>
          ok(Array.from({ length: count }, (_, index) => ({ ...fakeNotice, id: `notice-${String(index)}` }))),
      },
    }),
  );

it('stands beside the entry of the tokens, in words for a screen reader', async () => {
  show(2);
  const link = await screen.findByRole('link', { name: 'Tokens, 2 tokens want attention' });
  expect(link.getAttribute('href')).toBe('#/tokens');
});

it('is not there while nothing ends', async () => {
  show(0);
  await waitFor(() => {
    expect(screen.getByRole('link', { name: 'Tokens' })).toBeShown();
  });
});

import { fireEvent, within } from '@testing-library/react';
import { createElement } from 'react';
import type { TokensEvent } from '../../shared/access/token-list.ts';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { ok } from '../../shared/contract/result.ts';
import { fakeConnectionStatus } from './fake-data.ts';
import { createFakeTopic, fakeHandlers } from './fake-engine.ts';
import { fakePlatformStatus } from './fake-platform.ts';
import { fakeTokensEvent } from './fake-tokens.ts';
import { renderWithEngine } from './render.ts';
import { NoticesProvider } from '../../renderer/tokens/notices-provider.tsx';
import { TokensView } from '../../renderer/tokens/tokens-view.tsx';

export type Methods = NonNullable<NonNullable<Parameters<typeof fakeHandlers>[0]>['methods']>;
export type Method<M extends keyof Methods> = NonNullable<Methods[M]>;

export const platformConnection: ConnectionStatus = { ...fakeConnectionStatus, platform: fakePlatformStatus };

/** Nothing under way and nothing to be said: a test brings in what it is about. */
const quiet: Methods = {
  'tokens.notices': () => ok([]),
  'tokens.creations': () => ok([]),
  'rotations.list': () => ok([]),
  'tokens.privileges': () => ok([]),
};

export const showTokens = (
  methods: Methods = {},
  connections: readonly ConnectionStatus[] = [platformConnection],
  connectionId: string | null = null,
  told: TokensEvent = fakeTokensEvent(),
) => {
  const tokens = createFakeTopic<'tokens'>(told);
  const topic = createFakeTopic<'connections'>({ sequence: 1, connections: [...connections] });
  return {
    ...renderWithEngine(
      createElement(NoticesProvider, null, createElement(TokensView, { connectionId })),
      fakeHandlers({ methods: { ...quiet, ...methods }, topics: { connections: topic.open, tokens: tokens.open } }),
    ),
    connections: topic,
    tokens,
  };
};

/** jsdom lays nothing out: lists get the height of some twenty rows. */
export const giveHeight = (spyOn: (property: 'offsetHeight' | 'offsetWidth' | 'clientHeight', px: number) => void) => {
  spyOn('offsetHeight', 600);
  spyOn('offsetWidth', 800);
  spyOn('clientHeight', 600);
  Element.prototype.scrollTo = () => undefined;
};

export const press = (inside: HTMLElement, name: RegExp | string): void => {
  fireEvent.click(within(inside).getByRole('button', { name }));
};

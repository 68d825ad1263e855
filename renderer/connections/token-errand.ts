import { create } from 'zustand';
import { goTo } from '../app/routes.ts';

interface TokenErrand {
  /** The connection that somebody wants to enter a new token for, on the way to its form. */
  readonly connectionId: string | null;
}

export const useTokenErrand = create<TokenErrand>()(() => ({ connectionId: null }));

/** To the connection's form, at its token, from wherever one is. */
export const goToToken = (connectionId: string): void => {
  useTokenErrand.setState({ connectionId });
  goTo({ view: 'connections' });
};

export const endTokenErrand = (): void => {
  useTokenErrand.setState({ connectionId: null });
};

import { useCallback } from 'react';
import { foldTokens, type TokenList } from '../../shared/access/token-list.ts';
import { tellFailure } from '../connections/notify.ts';
import { useEngine } from '../engine/engine-context.ts';
import { useFoldedTopic } from '../engine/use-topic.ts';

/** The tokens of a connection, page by page as they are read; undefined before the first word. Read for as long as this is used. */
export const useTokens = (connectionId: string): TokenList | undefined =>
  useFoldedTopic('tokens', { connectionId }, foldTokens);

export type RefreshTokens = (from: 'beginning' | 'where-it-stopped') => void;

export const useRefreshTokens = (connectionId: string): RefreshTokens => {
  const engine = useEngine();
  return useCallback(
    (from) => {
      void engine.call('tokens.refresh', { connectionId, from }).then((result) => {
        if (!result.ok) tellFailure('The tokens are not read', result.error.message);
      });
    },
    [engine, connectionId],
  );
};

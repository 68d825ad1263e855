import type { TokensEvent } from '../../shared/access/token-list.ts';
import type { TopicSource } from '../../shared/contract/topic-source.ts';
import type { TokenList } from './token-list.ts';

/** A window sorts what it is told, and thousands of rows take it some milliseconds. */
const conflationMs = 400;

/** Tells one window of a list: all of it first, then what has changed. */
export const openTokensSource = (
  list: Pick<TokenList, 'sheet' | 'head' | 'progress' | 'notPermitted' | 'isPrepared' | 'revision' | 'generation'>,
  close: () => void,
): TopicSource<TokensEvent> => {
  let toldRevision = -1;
  /** Undefined while the window has no rows. */
  let told: { readonly generation: number; readonly version: number } | undefined;
  return {
    minimumIntervalMs: conflationMs,
    take: () => {
      const { notPermitted, sheet, generation } = list;
      if (!list.isPrepared || toldRevision === list.revision) return undefined;
      toldRevision = list.revision;
      if (notPermitted !== null) {
        told = undefined;
        return notPermitted;
      }
      const isDelta = told?.generation === generation;
      const news = isDelta && told !== undefined ? sheet.since(told.version) : { rows: sheet.rows(), gone: [] };
      told = { generation, version: sheet.version };
      return { kind: isDelta ? 'delta' : 'snapshot', head: list.head, ...list.progress, ...news };
    },
    close,
  };
};

import { useState, type Dispatch, type SetStateAction } from 'react';
import { useNowMs } from '../format/clock.ts';
import { hasProblems, type DraftProblems, type TokenDraft } from './token-draft.ts';

export interface DraftForm {
  readonly draft: TokenDraft;
  readonly setDraft: Dispatch<SetStateAction<TokenDraft>>;
  readonly change: (change: Partial<TokenDraft>) => void;
  /** Null before the first try: nobody is told of mistakes while still writing. */
  readonly problems: DraftProblems | null;
  /** How often it was tried. */
  readonly tries: number;
  /** The time of the try; undefined where there are problems. */
  readonly tryNow: () => number | undefined;
}

/** What is being written of a token, and what is wrong with it from the first try on. */
export const useDraft = (
  begin: () => TokenDraft,
  problemsAt: (draft: TokenDraft, nowMs: number) => DraftProblems,
): DraftForm => {
  const [draft, setDraft] = useState(begin);
  const [tries, setTries] = useState(0);
  const renderedAtMs = useNowMs();
  return {
    ...{ draft, setDraft, tries },
    change: (change) => {
      setDraft((before) => ({ ...before, ...change }));
    },
    problems: tries === 0 ? null : problemsAt(draft, renderedAtMs),
    tryNow: () => {
      const nowMs = Date.now();
      setTries((count) => count + 1);
      return hasProblems(problemsAt(draft, nowMs)) ? undefined : nowMs;
    },
  };
};

import { create } from 'zustand';
import type { AuditKind, AuditOutcome } from '../../shared/audit/entry.ts';
import type { AuditFilter } from '../../shared/audit/query.ts';
import type { AuditSpan } from './audit-span.ts';
import { actionsOfWords } from './audit-words.ts';

/** What stands in the toolbar. */
export interface AuditChoice {
  readonly span: AuditSpan;
  /** When the span was chosen, in Unix milliseconds: "the last hour" does not move under the reader. */
  readonly chosenAtMs: number;
  /** As a date and time field writes it; empty: no bound. Counts for `between` alone. */
  readonly from: string;
  readonly to: string;
  readonly kind: AuditKind | null;
  readonly connectionId: string | null;
  readonly outcome: AuditOutcome | null;
  readonly text: string;
}

export const everything: AuditChoice = {
  ...{ span: 'all', chosenAtMs: 0, from: '', to: '' },
  ...{ kind: null, connectionId: null, outcome: null, text: '' },
};

/** One leaves the view to look at something, and comes back to what one was looking for. */
export const useAuditChoice = create<AuditChoice>(() => everything);

const hourMs = 3_600_000;
const spanMs: Readonly<Record<Exclude<AuditSpan, 'all' | 'between'>, number>> = {
  hour: hourMs,
  day: 24 * hourMs,
  week: 7 * 24 * hourMs,
  month: 30 * 24 * hourMs,
};
const minuteMs = 60_000;

const timeOf = (text: string): number | undefined => {
  const timeMs = new Date(text).getTime();
  return Number.isNaN(timeMs) ? undefined : timeMs;
};

export const filterOf = (choice: AuditChoice): AuditFilter => {
  const { kind, connectionId, outcome } = choice;
  const text = choice.text.trim();
  const textActions = text === '' ? [] : actionsOfWords(text);
  return {
    ...timesOf(choice),
    ...(kind === null ? {} : { kinds: [kind] }),
    ...(connectionId === null ? {} : { connectionId }),
    ...(outcome === null ? {} : { outcome }),
    ...(text === '' ? {} : { text }),
    ...(textActions.length === 0 ? {} : { textActions }),
  };
};

const timesOf = ({ span, chosenAtMs, from, to }: AuditChoice): Pick<AuditFilter, 'fromMs' | 'toMs'> => {
  if (span === 'all') return {};
  if (span !== 'between') return { fromMs: chosenAtMs - spanMs[span] };
  const [fromMs, toMs] = [timeOf(from), timeOf(to)];
  return {
    ...(fromMs === undefined ? {} : { fromMs }),
    // The field tells minutes, and whoever writes 10:15 means all of that minute.
    ...(toMs === undefined ? {} : { toMs: toMs + minuteMs }),
  };
};

export const isFiltered = (filter: AuditFilter): boolean => Object.keys(filter).length > 0;

/** In words, why nothing can be found; undefined where something could. */
export const spanProblem = ({ span, from, to }: AuditChoice): string | undefined => {
  if (span !== 'between') return undefined;
  const [fromMs, toMs] = [timeOf(from), timeOf(to)];
  return fromMs !== undefined && toMs !== undefined && toMs < fromMs ? 'The end is before the beginning.' : undefined;
};

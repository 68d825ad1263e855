import { createContext, use } from 'react';
import type { TokenNotice } from '../../shared/access/watch.ts';
import { useReading, type UsedReading } from '../platform/use-reading.ts';
import { useRereading } from '../platform/use-rereading.ts';

export type NoticesReading = UsedReading<TokenNotice[]>;

const NoticesContext = createContext<NoticesReading | null>(null);

export const NoticesContextProvider = NoticesContext.Provider;

/** What is to be said of tokens that end, asked once for the whole window. */
export const useNotices = (): NoticesReading => {
  const notices = use(NoticesContext);
  if (notices === null) throw new Error('useNotices needs a NoticesProvider above it');
  return notices;
};

/** The lists of the platforms come in after the start; from then on, a minute is what a short-lived token asks for. */
const delaysMs = [10_000, 60_000] as const;

export const useNoticesReading = (): NoticesReading => {
  const reading = useReading('tokens.notices', {});
  useRereading(true, reading.reload, delaysMs);
  return reading;
};

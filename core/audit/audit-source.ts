import type { AuditGrown } from '../../shared/audit/grown.ts';
import type { TopicSource } from '../../shared/contract/topic-source.ts';
import type { Audit } from './audit-log.ts';

const conflationMs = 250;

/** Tells a window how far the log goes, now and whenever it has grown. */
export const openAuditSource = (
  audit: Pick<Audit, 'query' | 'onChange'>,
  wake: () => void,
): TopicSource<AuditGrown> => {
  let isNews = true;
  const stopListening = audit.onChange(() => {
    isNews = true;
    wake();
  });
  return {
    minimumIntervalMs: conflationMs,
    take: () => {
      if (!isNews) return undefined;
      isNews = false;
      return { lastSequence: audit.query({ limit: 1 }).entries[0]?.sequence ?? 0 };
    },
    close: stopListening,
  };
};

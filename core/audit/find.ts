import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditPage, AuditQuery } from '../../shared/audit/query.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { AuditReader } from './reader.ts';
import { entryOf, type AuditRow } from './row.ts';

/** Some ten milliseconds where a text is looked for; the engine has a frame to send every fifty. */
const sliceRows = 10_000;

/** Looks back through the log until a page is full. */
export const findRows = async (
  reader: AuditReader,
  query: AuditQuery,
  signal: AbortSignal | undefined,
  rowsAtOnce = sliceRows,
): Promise<Result<AuditPage>> => {
  const found: AuditRow[] = [];
  for (let before = query.beforeSequence; ;) {
    const after = reader.rowsBack(rowsAtOnce, before);
    found.push(...reader.newest(query, query.limit + 1 - found.length, { before, after }));
    if (after === 0 || found.length > query.limit) return ok(pageOf(found, query.limit));
    before = after + 1;
    await nextTurn();
    if (signal?.aborted === true) return fail('cancelled', 'The log was not looked through to its end.');
  }
};

/** Of one row more than the page holds, where there is one. */
export const pageOf = (rows: readonly AuditRow[], limit: number): AuditPage => ({
  entries: rows.slice(0, limit).map(entryOf),
  hasMore: rows.length > limit,
});

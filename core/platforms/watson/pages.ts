import { z } from 'zod';
import { failureOf, ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import type { CallContext } from '../platform.ts';
import { platformDetails, type PlatformDetails } from '../rest/rest-client.ts';
import { readEach } from './answers.ts';
import { unreadableAnswer, type Query, type WatsonApi } from './api.ts';

const pageSchema = z
  .object({
    results: z.array(z.unknown()),
    bookmark: z.string().min(1).optional().catch(undefined),
    meta: z
      .object({ totalRows: z.number().optional().catch(undefined) })
      .optional()
      .catch(undefined),
  })
  // Nothing follows a page without entries, whatever it says.
  .transform(({ results, bookmark, meta }) => ({
    results,
    bookmark: results.length === 0 ? undefined : bookmark,
    totalRows: meta?.totalRows,
  }));
type Page = z.infer<typeof pageSchema>;

const pageSize = 100;
/** 200,000 entries: twenty times the largest fleet. A list that is longer has lost its end. */
const mostPages = 2000;

/** How a list of many pages ended. `failure` and `note` both null: it is whole. */
export interface PagesEnd {
  readonly failure: Failure | null;
  /** In words, why it is not whole though nothing failed. */
  readonly note: string | null;
  readonly rowCount: number;
}

/**
 * Follows bookmarks: each page is asked for by the identical request with the bookmark of the last one, and the page
 * without one is the last. A page that cannot be read is asked for once more, alone, before the list is given up; what
 * fails on the way to the platform, the client has tried again by then.
 */
export const readPages = async (
  api: WatsonApi,
  path: string,
  query: Query,
  context: CallContext,
  onPage: (entries: readonly unknown[]) => void,
): Promise<PagesEnd> => {
  const seen = new Set<string>();
  let bookmark: string | undefined;
  let rowCount = 0;
  for (let count = 0; count < mostPages; count += 1) {
    const asked = { ...query, _limit: pageSize, ...(bookmark === undefined ? {} : { _bookmark: bookmark }) };
    const ask = (): Promise<Result<Page>> => api.get(path, pageSchema, context, asked);
    const isCutShort = ({ results, bookmark: next, totalRows = 0 }: Page): boolean =>
      next === undefined && totalRows > rowCount + results.length;
    let page = await ask();
    const isOdd = page.ok ? isCutShort(page.value) : platformDetails(page.error)?.status === 200;
    if (isOdd) {
      const again = await ask();
      if (again.ok || !page.ok) page = again;
    }
    if (!page.ok) return { failure: page.error, note: null, rowCount };
    const { results, bookmark: next, totalRows = 0 } = page.value;
    const isShort = isCutShort(page.value);
    rowCount += results.length;
    onPage(results);
    if (next === undefined) {
      const note = isShort ? `${api.label} counts ${totalRows} entries and listed ${rowCount} of them.` : null;
      return { failure: null, note, rowCount };
    }
    if (seen.has(next)) return { failure: null, note: `The list of ${api.label} goes in circles.`, rowCount };
    seen.add(next);
    bookmark = next;
  }
  return { failure: null, note: `The list of ${api.label} has no end.`, rowCount };
};

/**
 * All entries of a list that is of use only whole, each once: pages move while they are read. Some that cannot be read are left out and counted; where none can be,
 * the list counts as unreadable.
 */
export const readAll = async <T>(
  api: WatsonApi,
  path: string,
  schema: z.ZodType<T>,
  idOf: (item: T) => string,
  context: CallContext,
  query: Query = {},
): Promise<Result<{ readonly items: readonly T[]; readonly unreadable: number }>> => {
  const items = new Map<string, T>();
  let unreadable = 0;
  const { failure, note } = await readPages(api, path, query, context, (entries) => {
    const page = readEach(entries, schema);
    for (const item of page.items) items.set(idOf(item), item);
    unreadable += page.unreadable;
  });
  if (failure !== null) return { ok: false, error: failure };
  if (note !== null) return { ok: false, error: incomplete(note) };
  if (items.size === 0 && unreadable > 0) return { ok: false, error: unreadableAnswer(api.label, 200, 'GET') };
  return ok({ items: [...items.values()], unreadable });
};

const incomplete = (note: string): Failure =>
  failureOf('unreachable', `${note} Try again; if it lasts, tell whoever runs the platform.`, {
    status: 200,
    mayHaveHappened: false,
  } satisfies PlatformDetails);

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { invalid } from './errors.ts';

const defaultLimit = 25;
/** More is cut to it; the bookmark leads to the rest. */
const maximumLimit = 100;

type Query = Readonly<Record<string, string>>;
type Json = Readonly<Record<string, unknown>>;

export interface Page {
  readonly bookmark?: string;
  readonly meta: { readonly facets: object; readonly totalRows: number };
  readonly results: readonly object[];
}

export interface Listing<T> {
  readonly items: readonly T[];
  /** Unique, and the same in every call. */
  readonly idOf: (item: T) => string;
  readonly describe: (item: T) => object;
  /** Paths of members of what `describe` gives that `query` may ask for; `*` ends a path that is a prefix. */
  readonly filters?: readonly string[];
}

const bookmarkSchema = z.object({ after: z.string(), at: z.number().int().min(0), of: z.string() });

/** Reads `mgmt.supports.firmwareActions` out of a body. */
const memberAt = (body: unknown, path: string): unknown => {
  let value = body;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Json)[name];
  }
  return value;
};

/**
 * One page: `_limit`, `_bookmark`, `_sort` and filters of the query, as in "Paging" of the platform's API. A bookmark belongs
 * to the query that it came from, and holds its place when what comes before it is removed or added to.
 */
export const pageOf = <T>({ items, idOf, describe, filters = [] }: Listing<T>, query: Query): Page => {
  const { _limit, _bookmark, _sort, _facets, ...wanted } = query;
  if (_facets !== undefined && _facets !== '') throw invalid('_facets: the practice platform counts no facets.');
  const limit = readLimit(_limit);
  const found = sortBy(_sort, filterBy(wanted, filters, items, describe), describe);

  const of = createHash('sha256')
    .update(JSON.stringify([_sort, Object.entries(wanted).sort()]))
    .digest('base64url');
  const start = _bookmark === undefined ? 0 : placeOf(_bookmark, of, found, idOf);
  const shown = found.slice(start, start + limit);
  const last = shown.at(-1);
  const isEnd = last === undefined || start + limit >= found.length;
  return {
    ...(!isEnd && { bookmark: encode({ after: idOf(last), at: start + limit, of }) }),
    meta: { facets: {}, totalRows: found.length },
    results: shown.map(describe),
  };
};

const readLimit = (text: string | undefined): number => {
  if (text === undefined) return defaultLimit;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit < 1) throw invalid(`_limit: a whole number of 1 or more, not ${text.slice(0, 20)}.`);
  return Math.min(limit, maximumLimit);
};

const encode = (bookmark: z.infer<typeof bookmarkSchema>): string =>
  Buffer.from(JSON.stringify(bookmark)).toString('base64url');

const placeOf = <T>(text: string, of: string, items: readonly T[], idOf: (item: T) => string): number => {
  const bookmark = readBookmark(text);
  if (bookmark?.of !== of) throw invalid('_bookmark: it does not belong to this request.');
  const index = items.findIndex((item) => idOf(item) === bookmark.after);
  return index >= 0 ? index + 1 : Math.min(bookmark.at, items.length);
};

const readBookmark = (text: string): z.infer<typeof bookmarkSchema> | undefined => {
  try {
    return bookmarkSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
};

const filterBy = <T>(
  wanted: Query,
  filters: readonly string[],
  items: readonly T[],
  describe: (item: T) => object,
): readonly T[] => {
  const entries = Object.entries(wanted);
  const isFilter = (name: string): boolean =>
    filters.some((filter) => (filter.endsWith('*') ? name.startsWith(filter.slice(0, -1)) : name === filter));
  const unknown = entries.filter(([name]) => !isFilter(name));
  if (unknown.length > 0) throw invalid(...unknown.map(([name]) => `${name.slice(0, 60)}: not a filter here.`));
  if (entries.length === 0) return items;
  return items.filter((item) => {
    const body = describe(item);
    return entries.every(([name, value]) => isSame(memberAt(body, name), value));
  });
};

/** A moment is asked for by its day, or by as much of it as one likes. */
const isSame = (value: unknown, wanted: string): boolean => {
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT/.test(value) ? value.startsWith(wanted) : value === wanted;
  return value !== undefined && JSON.stringify(value) === wanted;
};

const sortBy = <T>(text: string | undefined, items: readonly T[], describe: (item: T) => object): readonly T[] => {
  if (text === undefined || text === '') return items;
  const keys = text.split(',').map((key) => ({
    path: key.replace(/^-/, ''),
    sign: key.startsWith('-') ? -1 : 1,
  }));
  return items
    .map((item) => ({ item, body: describe(item) }))
    .sort((a, b) => {
      for (const { path, sign } of keys) {
        const order = compare(memberAt(a.body, path), memberAt(b.body, path));
        if (order !== 0) return order * sign;
      }
      return 0;
    })
    .map(({ item }) => item);
};

const compare = (a: unknown, b: unknown): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [sortableText(a), sortableText(b)];
  return left < right ? -1 : left > right ? 1 : 0;
};

const sortableText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

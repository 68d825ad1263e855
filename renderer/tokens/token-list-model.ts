import type { TokenRow, TokenState } from '../../shared/access/token.ts';
import { organizationsInWords, rolesInWords, stateWordsOf, usersInWords, type RoleLookup } from './token-words.ts';

export const tokenColumns = ['name', 'roles', 'organization', 'created', 'expires', 'state', 'usedBy'] as const;
export type TokenColumn = (typeof tokenColumns)[number];

export interface TokenQuery {
  readonly text: string;
  readonly column: TokenColumn;
  readonly isDescending: boolean;
}

export const everyToken: TokenQuery = { text: '', column: 'name', isDescending: false };

/** The same column turns the order round; another one begins at its beginning. */
export const sortedBy = (query: TokenQuery, column: TokenColumn): TokenQuery => ({
  ...query,
  column,
  isDescending: query.column === column ? !query.isDescending : false,
});

/** As people read it: key-9 before key-10. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Those that want something done first. */
const stateRank: Readonly<Record<TokenState, number>> = {
  'unknown-to-platform': 0,
  expired: 1,
  expiring: 2,
  active: 3,
};

/** The tokens that hold every word of the search, in the wanted order; equal ones by name. */
export const queried = (tokens: readonly TokenRow[], query: TokenQuery, lookup: RoleLookup): readonly TokenRow[] => {
  const words = query.text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found =
    words.length === 0
      ? [...tokens]
      : tokens.filter((row) => {
          const text = searchText(row, lookup);
          return words.every((word) => text.includes(word));
        });
  const compare = comparison(query.column, lookup);
  const sign = query.isDescending ? -1 : 1;
  return found.sort((a, b) => sign * compare(a, b) || collator.compare(a.name, b.name) || collator.compare(a.id, b.id));
};

const searchText = (row: TokenRow, lookup: RoleLookup): string =>
  [
    row.name,
    row.id,
    rolesInWords(row, lookup),
    organizationsInWords(row, lookup),
    stateWordsOf(row.state).word,
    usersInWords(row),
    row.isOwn ? 'this connection' : '',
  ]
    .join('\n')
    .toLocaleLowerCase();

const comparison = (column: TokenColumn, lookup: RoleLookup): ((a: TokenRow, b: TokenRow) => number) => {
  const byText = (text: (row: TokenRow) => string) => {
    // Putting the words together is dearer than comparing them, and each row is compared many times.
    const known = new Map<TokenRow, string>();
    const textOf = (row: TokenRow): string => {
      const found = known.get(row) ?? text(row);
      known.set(row, found);
      return found;
    };
    return (a: TokenRow, b: TokenRow) => {
      const [left, right] = [textOf(a), textOf(b)];
      return left === right ? 0 : collator.compare(left, right);
    };
  };
  // What is not told stands behind what is.
  const byTime = (time: (row: TokenRow) => number | null) => (a: TokenRow, b: TokenRow) => {
    const [left, right] = [time(a) ?? Infinity, time(b) ?? Infinity];
    return left === right ? 0 : left - right;
  };
  switch (column) {
    case 'name':
      return byText(({ name }) => name);
    case 'roles':
      return byText((row) => rolesInWords(row, lookup));
    case 'organization':
      return byText((row) => organizationsInWords(row, lookup));
    case 'created':
      return byTime(({ createdAtMs }) => createdAtMs);
    case 'expires':
      return byTime(({ expiresAtMs }) => expiresAtMs);
    case 'state':
      return (a, b) => stateRank[a.state] - stateRank[b.state];
    case 'usedBy':
      return usersCompared(byText(usersInWords));
  }
};

/** Those that connections here use first. */
const usersCompared =
  (byName: (a: TokenRow, b: TokenRow) => number) =>
  (a: TokenRow, b: TokenRow): number =>
    b.usedBy.length - a.usedBy.length || byName(a, b);

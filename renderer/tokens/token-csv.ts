import type { TokenRow } from '../../shared/access/token.ts';
import { organizationsInWords, rolesInWords, stateWordsOf, usersInWords, type RoleLookup } from './token-words.ts';

const heads = ['Name', 'Id', 'Roles', 'Organisations', 'Created', 'Expires', 'State', 'Used by'];

/**
 * The list as a spreadsheet reads it (RFC 4180), with times in UTC (ISO 8601). It holds no secret: a row has none. The
 * mark at the beginning tells Excel that it is UTF-8.
 */
export const tokensAsCsv = (rows: readonly TokenRow[], lookup: RoleLookup): string =>
  `\uFEFF${[heads, ...rows.map((row) => cellsOf(row, lookup))].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')}`;

const cellsOf = (row: TokenRow, lookup: RoleLookup): readonly string[] => [
  row.name,
  row.id,
  rolesInWords(row, lookup),
  organizationsInWords(row, lookup),
  isoTime(row.createdAtMs),
  isoTime(row.expiresAtMs),
  stateWordsOf(row.state).word,
  usersInWords(row),
];

const isoTime = (atMs: number | null): string => (atMs === null ? '' : new Date(atMs).toISOString());

/**
 * What begins like a formula is run by a spreadsheet, and a token's name is anybody's text: an apostrophe in front makes
 * it text again (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export const csvCell = (text: string): string => {
  const harmless = /^[\s]*[=+\-@\t\r＝＋－＠]/u.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** `tokens-contoso-logistics-2030-01-01.csv`. */
export const csvFileName = (connectionName: string, nowMs: number): string => {
  const name = connectionName
    .normalize('NFKD')
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 60);
  return `tokens-${name === '' ? 'connection' : name}-${new Date(nowMs).toISOString().slice(0, 10)}.csv`;
};

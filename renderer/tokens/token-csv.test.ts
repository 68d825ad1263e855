import { expect, it } from 'vitest';
import { fakeTokenList, fakeTokens } from '../../test/support/fake-tokens.ts';
import { csvCell, csvFileName, tokensAsCsv } from './token-csv.ts';
import type { RoleLookup } from './token-words.ts';

const lookup: RoleLookup = {
  roles: new Map(fakeTokenList.roles.map((role) => [role.id, role])),
  organizations: new Map(),
};

it('has one line a token under its heads, in UTC', () => {
  const [heads, first] = tokensAsCsv(fakeTokens, lookup).split('\r\n');
  expect(heads).toBe('\uFEFFName,Id,Roles,Organisations,Created,Expires,State,Used by');
  expect(first).toBe('console,console,Administrator,Whole application,,2030-07-20T12:00:00.000Z,Active,Fake fleet');
  expect(tokensAsCsv(fakeTokens, lookup).trimEnd().split('\r\n')).toHaveLength(fakeTokens.length + 1);
});

it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1'])(
  'hands %j to a spreadsheet as text, not as a formula',
  (name) => {
    expect(csvCell(name)).toMatch(/^"?'/);
  },
);

it('keeps commas, quotes and line breaks inside their cell', () => {
  expect(csvCell('a,b')).toBe('"a,b"');
  expect(csvCell('say "x"')).toBe('"say ""x"""');
  expect(csvCell('a\nb')).toBe('"a\nb"');
  expect(csvCell('depot-screens')).toBe('depot-screens');
});

it('names the file after connection and day', () => {
  expect(csvFileName('Contoso / Köln', Date.UTC(2030, 0, 1))).toBe('tokens-contoso-ko-ln-2030-01-01.csv');
  expect(csvFileName('///', 0)).toBe('tokens-connection-1970-01-01.csv');
});

import { expect, it } from 'vitest';
import type { TokenRow } from '../../shared/access/token.ts';
import { fakeTokenList } from '../../test/support/fake-tokens.ts';
import { everyToken, queried, sortedBy } from './token-list-model.ts';
import type { RoleLookup } from './token-words.ts';

const lookup: RoleLookup = {
  roles: new Map(fakeTokenList.roles.map((role) => [role.id, role])),
  organizations: new Map([['north', 'Contoso North']]),
};

const row = (id: string, change: Partial<TokenRow> = {}): TokenRow => ({
  ...{ id, name: id, roles: [{ roleId: 'operator', organization: null }], createdAtMs: null, expiresAtMs: null },
  ...{ state: 'active', usedBy: [], isOwn: false },
  ...change,
});

const idsOf = (rows: readonly TokenRow[]): readonly string[] => rows.map(({ id }) => id);

it('sorts names as people read them, and turns the order round', () => {
  const tokens = [row('key-10'), row('key-9'), row('Key-1')];
  expect(idsOf(queried(tokens, everyToken, lookup))).toEqual(['Key-1', 'key-9', 'key-10']);
  expect(idsOf(queried(tokens, sortedBy(everyToken, 'name'), lookup))).toEqual(['key-10', 'key-9', 'Key-1']);
});

it('puts what wants something done first by state, and what has no end last by expiry', () => {
  const tokens = [
    row('calm', { expiresAtMs: 300 }),
    row('endless'),
    row('old', { state: 'expired', expiresAtMs: 100 }),
    row('soon', { state: 'expiring', expiresAtMs: 200 }),
    row('stray', { state: 'unknown-to-platform' }),
  ];
  expect(idsOf(queried(tokens, sortedBy(everyToken, 'state'), lookup))).toEqual([
    'stray',
    'old',
    'soon',
    'calm',
    'endless',
  ]);
  expect(idsOf(queried(tokens, sortedBy(everyToken, 'expires'), lookup)).slice(0, 3)).toEqual(['old', 'soon', 'calm']);
});

it('finds by every word of the search, in name, role, organisation, state and connection', () => {
  const tokens = [
    row('screens', { roles: [{ roleId: 'org-viewer', organization: 'north' }] }),
    row('desk', { state: 'expiring', usedBy: [{ connectionId: 'a', name: 'Yard' }] }),
  ];
  const found = (text: string) => idsOf(queried(tokens, { ...everyToken, text }, lookup));
  expect(found('viewer NORTH')).toEqual(['screens']);
  expect(found('expiring yard')).toEqual(['desk']);
  expect(found('viewer yard')).toEqual([]);
  expect(found('  ')).toEqual(['desk', 'screens']);
});

it('leaves the given list as it was', () => {
  const tokens = [row('b'), row('a')];
  queried(tokens, everyToken, lookup);
  expect(idsOf(tokens)).toEqual(['b', 'a']);
});

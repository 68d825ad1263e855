import { describe, expect, test } from 'vitest';
import { fakePeople } from '../../test/support/fake-people.ts';
import { pathsOf } from '../platform/organization-paths.ts';
import { everybody, holdersOf, membersOf, queried, rowsOf, sortedBy, treeOf } from './people-model.ts';

const organization = (id: string, parentId: string | null = null) => ({ id, name: id.toUpperCase(), parentId });
const tree = [organization('depot-10', 'north'), organization('north'), organization('depot-9', 'north')];
const shapeOf = (nodes: ReturnType<typeof treeOf>): unknown[] =>
  nodes.map(({ id, children }) => (children.length === 0 ? id : [id, shapeOf(children)]));

describe('organisations', () => {
  test('stand below the one that they belong to, in the order in which people read them', () => {
    expect(shapeOf(treeOf(tree))).toEqual([['north', ['depot-9', 'depot-10']]]);
    expect(pathsOf(tree).get('depot-9')).toBe('NORTH › DEPOT-9');
  });

  test('are all there when one belongs to nobody that is told, or when they run in a circle', () => {
    const odd = [organization('a', 'b'), organization('b', 'a'), organization('c', 'gone')];
    expect(shapeOf(treeOf(odd))).toEqual(['c', ['a', ['b']]]);
    expect(pathsOf(odd).get('a')).toBe('B › A');
  });
});

describe('users', () => {
  const rows = rowsOf(fakePeople.users, fakePeople.roles, new Map([['north', 'Contoso › North']]));
  const namesFor = (text: string) => queried(rows, { ...everybody, text }).map(({ name }) => name);

  test('are told with what each role may do and where', () => {
    expect(rows[1]?.grants).toMatchObject([{ role: 'Org Viewer', mayDo: 'Watch vehicles.', place: 'Contoso › North' }]);
    expect(rows[0]?.grants).toMatchObject([{ role: 'Administrator', place: 'Whole application' }]);
  });

  test('of a role or organisation that nobody tells keep its id', () => {
    const [row] = rowsOf(
      [{ id: 'x', name: 'x', kind: 'Person', roles: [{ roleId: 'own-role', organization: 'south' }] }],
      [],
      new Map(),
    );
    expect(row?.grants).toMatchObject([
      { role: 'own-role', mayDo: 'What it may do is not documented.', place: 'south' },
    ]);
  });

  test('are found by every word, wherever it stands', () => {
    expect(namesFor('north viewer')).toEqual(['ben@example.com']);
    expect(namesFor('PROGRAM')).toEqual(['export-service']);
    expect(namesFor('ana north')).toEqual([]);
  });

  test('are sorted by a column and turned round by the same once more', () => {
    const byKind = sortedBy(everybody, 'kind');
    expect(queried(rows, byKind).map(({ name }) => name)).toEqual([
      'ana@example.com',
      'ben@example.com',
      'export-service',
    ]);
    expect(queried(rows, sortedBy(byKind, 'kind')).at(0)?.name).toBe('export-service');
  });

  test('are counted by role and by organisation', () => {
    expect(holdersOf(fakePeople.users, 'administrator')).toBe(1);
    expect(holdersOf(fakePeople.users, 'operator')).toBe(0);
    expect(membersOf(fakePeople.users, 'north')).toBe(1);
    expect(membersOf(fakePeople.users, null)).toBe(1);
  });
});

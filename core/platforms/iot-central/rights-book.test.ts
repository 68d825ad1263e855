import { describe, expect, test } from 'vitest';
import { platformActions } from '../../../shared/platform/rights.ts';
import { RightsBook } from './rights-book.ts';
import { builtInRoles, unsupportedActions } from './roles.ts';

const role = (name: string, organization: string | null = null) => {
  const found = builtInRoles.find((each) => each.name === name);
  return { id: found?.id ?? '', name, organization };
};

describe('rights', () => {
  test('follow from roles where nothing was seen', () => {
    const rights = new RightsBook().rights([role('Operator')]);
    expect(rights['run-job'].state).toBe('allowed');
    expect(rights['read-credentials'].state).toBe('unknown');
    expect(rights['create-token']).toEqual({
      state: 'denied',
      explanation: 'Needs the role Administrator, or one of your own that allows it. This token has Operator.',
    });
  });

  test('of several roles are those of all of them', () => {
    const rights = new RightsBook().rights([role('Org Viewer', 'leipzig'), role('Org Operator', 'dresden')]);
    expect(rights['send-command'].state).toBe('allowed');
    expect(rights['create-token'].explanation).toContain('Org Viewer of leipzig and Org Operator of dresden');
  });

  test('of a role that is not built in are unknown', () => {
    const rights = new RightsBook().rights([{ id: 'own', name: 'Night shift', organization: null }]);
    expect(rights['send-command'].state).toBe('unknown');
  });

  test('by what was seen go before those by roles', () => {
    const book = new RightsBook();
    book.note('run-job', 'denied');
    book.note('view-users', 'allowed');
    const rights = book.rights([role('Operator')]);
    expect([rights['run-job'].state, rights['view-users'].state]).toEqual(['denied', 'allowed']);
    book.forget();
    expect(book.rights([role('Operator')])['run-job'].state).toBe('allowed');
  });

  test('of what hangs on something else follow from it', () => {
    const book = new RightsBook();
    book.note('view-devices', 'allowed');
    book.note('view-tokens', 'denied');
    const rights = book.rights(null);
    expect([rights['view-settings'].state, rights['delete-token'].state]).toEqual(['allowed', 'denied']);
    book.note('delete-token', 'allowed');
    expect(book.rights(null)['delete-token'].state).toBe('allowed');
  });
});

test('no role both may and may not do something, and none may what the platform cannot', () => {
  for (const { may, mayNot } of builtInRoles) {
    expect(may.filter((action) => mayNot.includes(action))).toEqual([]);
    expect(may.filter((action) => unsupportedActions[action] !== undefined)).toEqual([]);
  }
  const rights = new RightsBook().rights(null);
  expect(Object.keys(rights).toSorted()).toEqual([...platformActions].toSorted());
});

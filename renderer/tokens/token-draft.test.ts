import { describe, expect, it } from 'vitest';
import type { TokenRow } from '../../shared/access/token.ts';
import { fakeTokenList } from '../../test/support/fake-tokens.ts';
import {
  changesOf,
  draftOf,
  emptyDraft,
  hasProblems,
  newTokenOf,
  problemsOf,
  successorName,
  withAnotherGrant,
  withGrant,
  withoutGrant,
  withRole,
  type TokenDraft,
} from './token-draft.ts';

const nowMs = Date.UTC(2030, 0, 1, 12);
const roles = new Map(fakeTokenList.roles.map((role) => [role.id, role]));
const { abilities } = fakeTokenList;
const check = (draft: TokenDraft) => problemsOf(draft, abilities, roles, nowMs);
const good: TokenDraft = withRole({ ...emptyDraft, name: 'night-shift' }, 'operator');

describe('a new token', () => {
  it('is as it was asked for', () => {
    expect(hasProblems(check(good))).toBe(false);
    expect(newTokenOf(good, nowMs)).toEqual({
      name: 'night-shift',
      roles: [{ roleId: 'operator', organization: null }],
      expiresAtMs: null,
    });
    expect(newTokenOf({ ...good, expiry: '30' }, nowMs).expiresAtMs).toBe(nowMs + 30 * 86_400_000);
  });

  it('needs a name that the platform takes', () => {
    expect(check({ ...good, name: ' ' }).name).toMatch(/Give it a name/);
    expect(check({ ...good, name: 'night shift' }).name).toBe('Letters, digits and hyphens.');
    expect(check({ ...good, name: 'x'.repeat(51) }).name).toBe('Use at most 50 characters.');
  });

  it('needs a role on each line, an organisation where the role asks for one, and none twice', () => {
    expect(check(emptyDraft).grants.get(0)).toBe('Choose a role.');
    expect(check(withRole(good, 'org-viewer')).grants.get(0)).toMatch(/together with an organisation/);
    const two = withAnotherGrant(good);
    expect(check(withGrant(two, { key: 1, roleId: 'operator', organization: '' })).grants.get(1)).toMatch(/already/);
    const north = withGrant(two, { key: 1, roleId: 'org-viewer', organization: 'north' });
    expect(hasProblems(check(north))).toBe(false);
    expect(newTokenOf(north, nowMs).roles[1]).toEqual({ roleId: 'org-viewer', organization: 'north' });
    expect(check(withoutGrant(good, 0)).roles).toBe('Choose at least one role.');
  });

  it('ends on a day to come', () => {
    expect(check({ ...good, expiry: 'date' }).expiry).toBe('Choose a day.');
    expect(check({ ...good, expiry: 'date', date: '2029-12-31' }).expiry).toBe('Choose a day to come.');
    expect(check({ ...good, expiry: 'date', date: '2030-06-30' }).expiry).toBeUndefined();
  });
});

describe('changes', () => {
  const row: TokenRow = {
    ...{ id: 'a-key', name: 'console', roles: [{ roleId: 'operator', organization: null }], createdAtMs: null },
    ...{ expiresAtMs: nowMs, state: 'active', usedBy: [], isOwn: false },
  };

  it('are only what is another than it was', () => {
    expect(changesOf(draftOf(row), row, nowMs)).toEqual({});
    expect(changesOf({ ...draftOf(row), name: 'desk' }, row, nowMs)).toEqual({ name: 'desk' });
    expect(changesOf({ ...draftOf(row), expiry: 'platform' }, row, nowMs)).toEqual({ expiresAtMs: null });
    expect(changesOf(withRole(draftOf(row), 'administrator'), row, nowMs)).toEqual({
      roles: [{ roleId: 'administrator', organization: null }],
    });
  });
});

it('proposes a free name for a successor that is not longer than allowed', () => {
  const rule = { ...abilities.name, maximumLength: 10 };
  expect(successorName('console', new Set(['console']), rule)).toBe('console-2');
  expect(successorName('console-2', new Set(['console-3']), rule)).toBe('console-4');
  expect(successorName('depot-screens', new Set(), rule)).toBe('depot-sc-2');
});

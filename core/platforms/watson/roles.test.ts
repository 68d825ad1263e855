import { describe, expect, test } from 'vitest';
import { judgePermission, permissions, roleName, whoMay, type Permission } from './roles.ts';

const judge = (roleIds: readonly string[] | null, observed: Readonly<Partial<Record<Permission, boolean>>> = {}) => {
  const knowledge = { roleIds, observed: new Map(Object.entries(observed) as [Permission, boolean][]) };
  return Object.fromEntries(permissions.map((permission) => [permission, judgePermission(permission, knowledge)]));
};

describe('what a key may do', () => {
  test('is in the table when its roles are documented', () => {
    expect(judge(['PD_STANDARD_APP'])).toMatchObject({ 'initiate-actions': 'allowed', 'manage-keys': 'denied' });
    expect(judge(['PD_STANDARD_APP', 'PD_OPERATOR_APP'])).toMatchObject({ 'manage-keys': 'allowed' });
  });

  test('is not guessed of a role that nobody documents', () => {
    expect(judge(['CUSTOM'], { 'view-types': false })).toMatchObject({
      ...{ 'view-types': 'denied', 'manage-keys': 'unknown', 'publish-commands': 'unknown' },
    });
    expect(judge(['CUSTOM', 'PD_STANDARD_APP'])).toMatchObject({
      ...{ 'view-types': 'allowed', 'manage-keys': 'unknown' },
    });
    expect(judge([])).toMatchObject({ 'view-devices': 'unknown' });
  });

  test('is concluded from what it may read', () => {
    const backend = judge(null, { 'view-keys': false, 'view-types': true, 'view-devices': true, 'view-logs': true });
    expect(backend).toMatchObject({ 'manage-devices': 'allowed', 'initiate-actions': 'denied' });
    expect(judge(null, { 'view-keys': false, 'view-types': true })).toMatchObject({
      ...{ 'publish-commands': 'allowed', 'view-logs': 'unknown', 'manage-keys': 'denied' },
    });
  });

  test('stays open where nothing was seen, or what fits no role', () => {
    expect(new Set(Object.values(judge(null)))).toEqual(new Set(['unknown']));
    expect(judge(null, { 'view-types': true, 'view-devices': false })['manage-keys']).toBe('unknown');
  });
});

test('roles have their names where they are known', () => {
  expect([roleName('PD_OPERATOR_APP'), roleName('PD_SOMETHING')]).toEqual(['Operations application', 'PD_SOMETHING']);
  expect(whoMay('manage-devices')).toBe('Needs a Standard, Operations or Backend Trusted application key.');
});

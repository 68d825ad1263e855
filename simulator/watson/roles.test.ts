import { expect, test } from 'vitest';
import { doRolesAllow, isRoleId, roleNames, roles, type Permission } from './roles.ts';

/** "Roles and permissions" of the platform's documentation; the administrator's column is not in it. */
const table = {
  //                 standard, operations, backend, data processor, visualization, device
  manageDevices: 'x x x - - -',
  viewDevices: 'x x x x x -',
  publishEvents: 'x - x - - x',
  subscribeEvents: 'x x x x x x',
  publishCommands: 'x x x x - -',
  subscribeCommands: 'x - x - - x',
  initiateActions: 'x x - - - -',
  viewTypes: 'x x x x - -',
  manageTypes: 'x x x - - -',
  viewLogs: 'x x x - - -',
  readLastEvents: 'x x x x x x',
  manageKeys: '- x - - - -',
  viewKeys: 'x x - - - -',
  viewUsage: 'x x - - - -',
} as const satisfies Record<Permission, string>;
const columns = ['standard', 'operations', 'backendTrusted', 'dataProcessor', 'visualization', 'device'] as const;
const permissions = Object.keys(table) as Permission[];

test.each(columns.map((name, column) => ({ name, column })))('the role $name may what the table says', (entry) => {
  const allowed = permissions.filter((permission) => doRolesAllow([roles[entry.name].id], permission));
  expect(allowed).toEqual(permissions.filter((permission) => table[permission].split(' ')[entry.column] === 'x'));
});

test('an administrator may everything, an unknown role nothing, and two roles what either may', () => {
  expect(permissions.every((permission) => doRolesAllow([roles.admin.id], permission))).toBe(true);
  expect(permissions.some((permission) => doRolesAllow(['PD_UNHEARD_OF'], permission))).toBe(false);
  const both = [roles.visualization.id, roles.device.id];
  expect([doRolesAllow(both, 'viewDevices'), doRolesAllow(both, 'publishEvents')]).toEqual([true, true]);
});

test('each role has an id of its own, and only the public ones look like the platform’s', () => {
  const ids = roleNames.map((name) => roles[name].id);
  expect(new Set(ids).size).toBe(roleNames.length);
  expect(ids.filter((id) => id.startsWith('PD_'))).toEqual(['PD_STANDARD_APP', 'PD_OPERATOR_APP', 'PD_ADMIN_APP']);
  expect([isRoleId('PD_STANDARD_APP'), isRoleId('toString')]).toEqual([true, false]);
});

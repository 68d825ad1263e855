/** What a call may need. Commands, credentials and settings of a device are writing on it. */
export const permissions = [
  'apiTokens:read',
  'apiTokens:write',
  'roles:read',
  'users:read',
  'organizations:read',
  'organizations:write',
  'devices:read',
  'devices:write',
  'deviceTemplates:read',
  'deviceTemplates:write',
  'deviceGroups:read',
  'deviceGroups:write',
  'jobs:read',
  'jobs:write',
  'query:read',
  'dataExport:read',
  'dataExport:write',
] as const;
export type Permission = (typeof permissions)[number];

const operating: readonly Permission[] = [
  'organizations:read',
  'devices:read',
  'devices:write',
  'deviceTemplates:read',
  'deviceGroups:read',
  'deviceGroups:write',
  'jobs:read',
  'jobs:write',
  'query:read',
];
const building: readonly Permission[] = [...operating, 'deviceTemplates:write'];
const viewing = operating.filter((permission) => permission.endsWith(':read'));

export interface BuiltInRole {
  readonly id: string;
  readonly displayName: string;
  readonly permissions: readonly Permission[];
}

/**
 * The built-in roles: their ids are the same in every application. What they may is "Manage users and roles" of the
 * documentation: a builder does all but administer and export, an operator works with devices, groups and jobs.
 */
export const roles = {
  administrator: {
    id: 'ca310b8d-2f4a-44e0-a36e-957c202cd8d4',
    displayName: 'Administrator',
    permissions,
  },
  builder: { id: '344138e9-8de4-4497-8c54-5237e96d6aaf', displayName: 'Builder', permissions: building },
  operator: { id: 'ae2c9854-393b-4f97-8c42-479d70ce626e', displayName: 'Operator', permissions: operating },
  orgAdministrator: {
    id: 'c495eb57-eb18-489e-9802-62c474e5645c',
    displayName: 'Org Administrator',
    permissions: [...building, 'users:read', 'roles:read', 'organizations:write'],
  },
  orgOperator: { id: 'b4935647-30e4-4ed3-9074-dcac66c2f8ef', displayName: 'Org Operator', permissions: operating },
  orgViewer: { id: '84cc62c1-dabe-49d3-b16e-8b291232b285', displayName: 'Org Viewer', permissions: viewing },
} as const satisfies Readonly<Record<string, BuiltInRole>>;

export const roleById = (id: string): BuiltInRole | undefined => Object.values(roles).find((role) => role.id === id);

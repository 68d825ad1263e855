/** What an API key may be allowed to do: the rows of "Roles and permissions" in the platform's documentation. */
export type Permission =
  | 'manageDevices'
  | 'viewDevices'
  | 'publishEvents'
  | 'subscribeEvents'
  | 'publishCommands'
  | 'subscribeCommands'
  | 'initiateActions'
  | 'viewTypes'
  | 'manageTypes'
  | 'viewLogs'
  | 'readLastEvents'
  | 'manageKeys'
  | 'viewKeys'
  | 'viewUsage';

const device = ['publishEvents', 'subscribeEvents', 'subscribeCommands', 'readLastEvents'] as const;
const standard = [
  ...device,
  ...(['manageDevices', 'viewDevices', 'publishCommands', 'initiateActions', 'viewTypes', 'manageTypes'] as const),
  ...(['viewLogs', 'viewKeys', 'viewUsage'] as const),
] as const;
const operations = [
  ...standard.filter((permission) => permission !== 'publishEvents' && permission !== 'subscribeCommands'),
  'manageKeys',
] as const;

interface Role {
  readonly id: string;
  readonly permissions: readonly Permission[];
}

/**
 * Roles of applications, by the name under which the practice platform hands out a key. Only the ids that begin with `PD_`
 * are the platform's; those of the others are not public, and `PRACTICE_` marks what stands in for them here. That an
 * administrator may do everything is assumed too: the documented table leaves that column out.
 */
export const roles = {
  standard: { id: 'PD_STANDARD_APP', permissions: standard },
  operations: { id: 'PD_OPERATOR_APP', permissions: operations },
  admin: { id: 'PD_ADMIN_APP', permissions: [...standard, 'manageKeys'] },
  backendTrusted: {
    id: 'PRACTICE_BACKEND_TRUSTED_APP',
    permissions: [
      ...device,
      ...(['manageDevices', 'viewDevices', 'publishCommands', 'viewTypes', 'manageTypes', 'viewLogs'] as const),
    ],
  },
  dataProcessor: {
    id: 'PRACTICE_DATA_PROCESSOR_APP',
    permissions: ['viewDevices', 'subscribeEvents', 'publishCommands', 'viewTypes', 'readLastEvents'],
  },
  visualization: {
    id: 'PRACTICE_VISUALIZATION_APP',
    permissions: ['viewDevices', 'subscribeEvents', 'readLastEvents'],
  },
  device: { id: 'PRACTICE_DEVICE_APP', permissions: device },
} as const satisfies Readonly<Record<string, Role>>;
export type RoleName = keyof typeof roles;
export const roleNames = Object.keys(roles) as readonly RoleName[];

const permissionsById: ReadonlyMap<string, ReadonlySet<Permission>> = new Map(
  Object.values(roles).map(({ id, permissions }) => [id, new Set<Permission>(permissions)]),
);

export const isRoleId = (id: string): boolean => permissionsById.has(id);

/** A key with several roles may do what any of them may. */
export const doRolesAllow = (roleIds: readonly string[], permission: Permission): boolean =>
  roleIds.some((id) => permissionsById.get(id)?.has(permission) === true);

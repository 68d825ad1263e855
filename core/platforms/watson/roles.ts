/**
 * What an API key may be allowed to do, as far as the console does it: rows of "Roles and permissions for applications" in
 * the platform's documentation, https://github.com/IBM-Bluemix-Docs/IoT/blob/master/reference/app_roles_access.md
 */
export const permissions = [
  'manage-devices',
  'view-devices',
  'publish-commands',
  'initiate-actions',
  'view-types',
  'view-logs',
  'read-last-events',
  'manage-keys',
  'view-keys',
] as const;
export type Permission = (typeof permissions)[number];

interface DocumentedRole {
  readonly name: string;
  /** Null: not public. */
  readonly id: string | null;
  /** Null: the table leaves it out. */
  readonly permissions: ReadonlySet<Permission> | null;
}

const backendTrusted = [
  ...(['manage-devices', 'view-devices', 'publish-commands', 'view-types', 'view-logs'] as const),
  'read-last-events',
] as const;
const standard = [...backendTrusted, 'initiate-actions', 'view-keys'] as const;

export const documentedRoles: readonly DocumentedRole[] = [
  { name: 'Standard', id: 'PD_STANDARD_APP', permissions: new Set(standard) },
  { name: 'Operations', id: 'PD_OPERATOR_APP', permissions: new Set([...standard, 'manage-keys'] as const) },
  { name: 'Backend Trusted', id: null, permissions: new Set(backendTrusted) },
  {
    name: 'Data Processor',
    id: null,
    permissions: new Set(['view-devices', 'publish-commands', 'view-types', 'read-last-events'] as const),
  },
  { name: 'Visualization', id: null, permissions: new Set(['view-devices', 'read-last-events'] as const) },
  { name: 'Device', id: null, permissions: new Set(['read-last-events'] as const) },
  { name: 'Administrator', id: 'PD_ADMIN_APP', permissions: null },
];

/** By name where it is known, else as the platform writes it. */
export const roleName = (id: string): string => {
  const role = documentedRoles.find((one) => one.id === id);
  return role === undefined ? id : `${role.name} application`;
};

export const permissionsOf = (id: string): ReadonlySet<Permission> | null =>
  documentedRoles.find((one) => one.id === id)?.permissions ?? null;

export interface RoleKnowledge {
  /** Null: the platform did not tell. */
  readonly roleIds: readonly string[] | null;
  /** What was tried, and whether it was let through. */
  readonly observed: ReadonlyMap<Permission, boolean>;
}

export type Verdict = 'allowed' | 'denied' | 'unknown';

/** Whether the roles say all there is to know. */
export const areDocumented = (roleIds: readonly string[]): boolean =>
  roleIds.length > 0 && roleIds.every((id) => permissionsOf(id) !== null);

export const judgePermission = (permission: Permission, { roleIds, observed }: RoleKnowledge): Verdict => {
  const seen = observed.get(permission);
  if (seen !== undefined) return seen ? 'allowed' : 'denied';
  if (roleIds === null) return concludeFrom(permission, observed);
  if (roleIds.some((id) => permissionsOf(id)?.has(permission) === true)) return 'allowed';
  return areDocumented(roleIds) ? 'denied' : 'unknown';
};

/** A key may hold several roles; these are all that it can hold. */
const combinations: readonly ReadonlySet<Permission>[] = documentedRoles
  .flatMap((role) => (role.permissions === null ? [] : [role.permissions]))
  .reduce<readonly ReadonlySet<Permission>[]>(
    (sets, role) => [...sets, ...sets.map((set) => new Set([...set, ...role]))],
    [new Set<Permission>()],
  )
  .filter((set) => set.size > 0);

/** Without its roles, a key may do what every combination of roles has that fits what was seen of it. */
const concludeFrom = (permission: Permission, observed: ReadonlyMap<Permission, boolean>): Verdict => {
  if (observed.size === 0) return 'unknown';
  const fitting = combinations.filter((set) => [...observed].every(([seen, isAllowed]) => set.has(seen) === isAllowed));
  if (fitting.length === 0) return 'unknown';
  if (fitting.every((set) => set.has(permission))) return 'allowed';
  return fitting.some((set) => set.has(permission)) ? 'unknown' : 'denied';
};

/** "Needs a Standard or Operations application key." */
export const whoMay = (permission: Permission): string => {
  const names = documentedRoles.flatMap((role) => (role.permissions?.has(permission) === true ? [role.name] : []));
  const last = names.at(-1) ?? 'Operations';
  const list = names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
  return `Needs ${/^[AEIOU]/.test(list) ? 'an' : 'a'} ${list} application key.`;
};

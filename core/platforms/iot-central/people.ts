import { ok } from '../../../shared/contract/result.ts';
import type { PlatformPeople } from '../platform.ts';
import { organizationSchema, roleSchema, userSchema } from './answers.ts';
import { readList } from './groups.ts';
import type { Parts } from './parts.ts';
import { builtInRole } from './roles.ts';

export const createPeople = (parts: Parts): Required<PlatformPeople> => ({
  organizations: async (context) => {
    const call = { path: '/organizations', action: 'view-organizations', item: organizationSchema } as const;
    const organizations = await readList(parts, { ...call, what: 'organizations' }, context);
    if (!organizations.ok) return organizations;
    return ok(
      organizations.value.map(({ id, displayName, parent }) => ({
        id,
        name: displayName ?? id,
        parentId: parent ?? null,
      })),
    );
  },

  roles: async (context) => {
    // Which right this needs is documented for users and for tokens differently.
    const roles = await readList(parts, { path: '/roles', action: null, item: roleSchema, what: 'roles' }, context);
    if (!roles.ok) return roles;
    return ok(roles.value.map(({ id, displayName }) => ({ id, name: displayName ?? builtInRole(id)?.name ?? id })));
  },

  users: async (context) => {
    const call = { path: '/users', action: 'view-users', item: userSchema, what: 'users' } as const;
    const users = await readList(parts, call, context);
    if (!users.ok) return users;
    const roles = await readList(parts, { path: '/roles', action: null, item: roleSchema, what: 'roles' }, context);
    const names = new Map(roles.ok ? roles.value.map(({ id, displayName }) => [id, displayName]) : []);
    return ok(
      users.value.map(({ id, type, email, objectId, roles: assigned }) => ({
        id,
        name: email ?? objectId ?? id,
        kind: kinds.get(type) ?? type,
        roles: assigned.map(({ role, organization }) => {
          const name = names.get(role) ?? builtInRole(role)?.name ?? role;
          return organization === undefined ? name : `${name} of ${organization}`;
        }),
      })),
    );
  },
});

const kinds: ReadonlyMap<string, string> = new Map([
  ['email', 'Person'],
  ['servicePrincipal', 'Program (service principal)'],
  ['adGroup', 'Group of the directory'],
  // The document's older name of it.
  ['group', 'Group of the directory'],
]);

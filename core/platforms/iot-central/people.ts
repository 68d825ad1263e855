import { ok } from '../../../shared/contract/result.ts';
import type { PlatformPeople } from '../platform.ts';
import { organizationSchema, roleSchema, userSchema } from './answers.ts';
import { readList } from './groups.ts';
import { readPages } from './pages.ts';
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
    const listing = await readPages(parts.api, parts.clock, call, context);
    if (!listing.ok) return listing;
    const { items, problem } = listing.value;
    return ok({
      problem,
      users: items.map(({ id, type, email, objectId, roles }) => ({
        id,
        name: email ?? objectId ?? id,
        kind: kinds.get(type) ?? type,
        roles: roles.map(({ role, organization }) => ({ roleId: role, organization: organization ?? null })),
      })),
    });
  },
});

const kinds: ReadonlyMap<string, string> = new Map([
  ['email', 'Person'],
  ['servicePrincipal', 'Program (service principal)'],
  ['adGroup', 'Group of the directory'],
  // The document's older name of it.
  ['group', 'Group of the directory'],
]);

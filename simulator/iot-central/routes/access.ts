import { z } from 'zod';
import { roleById, roles } from '../access/roles.ts';
import type { ApiToken, RoleAssignment, TokenDesk } from '../access/token-desk.ts';
import type { Organization, Organizations } from '../organizations.ts';
import { ApiError, invalidBody, notFound } from '../rest/api-error.ts';
import { bodyOf, noContent, ok, page, parameter, type Route } from '../rest/route.ts';

const tokenSchema = z.object({
  roles: z.array(z.object({ role: z.string(), organization: z.string().optional() })).min(1),
  expiry: z.iso.datetime({ offset: true }).optional(),
});

const describeToken = ({ id, roles, expiresAtMs }: ApiToken): object => ({
  id,
  roles,
  expiry: new Date(expiresAtMs).toISOString(),
});

export const apiTokenRoutes = (tokens: TokenDesk, organizations: Organizations): readonly Route[] => {
  const checkRoles = (assignments: readonly RoleAssignment[]): void => {
    for (const { role, organization } of assignments) {
      if (roleById(role) === undefined) throw invalidBody(`roles: there is no role ${role}.`);
      if (organization !== undefined && organizations.get(organization) === undefined) {
        throw invalidBody(`roles: there is no organization ${organization}.`);
      }
    }
  };
  return [
    {
      method: 'GET',
      path: '/apiTokens',
      needs: 'apiTokens:read',
      handle: (call) => page(call, tokens.list(), describeToken),
    },
    {
      method: 'GET',
      path: '/apiTokens/{tokenId}',
      needs: 'apiTokens:read',
      handle: (call) => {
        const token = tokens.get(parameter(call, 'tokenId'));
        if (token === undefined) throw notFound('The API token');
        return ok(describeToken(token));
      },
    },
    {
      method: 'PUT',
      path: '/apiTokens/{tokenId}',
      needs: 'apiTokens:write',
      handle: (call) => {
        const id = parameter(call, 'tokenId');
        const { roles: assignments, expiry } = bodyOf(call, tokenSchema);
        checkRoles(assignments);
        if (tokens.get(id) !== undefined) {
          throw new ApiError(409, 'Conflict', `The API token ${id} exists already, and cannot be changed.`);
        }
        const expiresAtMs = expiry === undefined ? tokens.defaultExpiryMs : Date.parse(expiry);
        const token: ApiToken = { id, roles: assignments, expiresAtMs };
        return ok({ ...describeToken(token), token: tokens.add(token) });
      },
    },
    {
      method: 'DELETE',
      path: '/apiTokens/{tokenId}',
      needs: 'apiTokens:write',
      handle: (call) => {
        if (!tokens.remove(parameter(call, 'tokenId'))) throw notFound('The API token');
        return noContent;
      },
    },
  ];
};

const describeRole = ({ id, displayName }: { readonly id: string; readonly displayName: string }): object => ({
  id,
  displayName,
});

export const roleRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/roles',
    needs: 'roles:read',
    handle: (call) => page(call, Object.values(roles), describeRole),
  },
  {
    method: 'GET',
    path: '/roles/{roleId}',
    needs: 'roles:read',
    handle: (call) => {
      const role = roleById(parameter(call, 'roleId'));
      if (role === undefined) throw notFound('The role');
      return ok(describeRole(role));
    },
  },
];

interface User {
  readonly id: string;
  readonly [field: string]: unknown;
}

const users: readonly User[] = [
  { id: 'practice-admin', type: 'email', email: 'admin@example.com', roles: [{ role: roles.administrator.id }] },
  { id: 'practice-builder', type: 'email', email: 'builder@example.com', roles: [{ role: roles.builder.id }] },
  {
    id: 'practice-dispatcher',
    type: 'email',
    email: 'dispatcher@example.com',
    roles: [{ role: roles.orgOperator.id, organization: 'leipzig' }],
  },
  {
    id: 'practice-planner',
    type: 'email',
    email: 'planner@example.com',
    roles: [
      { role: roles.orgAdministrator.id, organization: 'dresden' },
      { role: roles.orgViewer.id, organization: 'leipzig' },
    ],
  },
  {
    id: 'practice-reporting',
    type: 'servicePrincipal',
    tenantId: '5f1ce54b-5a3a-4c4c-9c8e-6a1f2b0d7e10',
    objectId: '0c7a8d1e-2b36-4f0e-8a55-9d3c1f6b4e21',
    roles: [{ role: roles.operator.id }],
  },
];

export const userRoutes: readonly Route[] = [
  { method: 'GET', path: '/users', needs: 'users:read', handle: (call) => page(call, users, (user) => user) },
  {
    method: 'GET',
    path: '/users/{userId}',
    needs: 'users:read',
    handle: (call) => {
      const user = users.find(({ id }) => id === parameter(call, 'userId'));
      if (user === undefined) throw notFound('The user');
      return ok(user);
    },
  },
];

const organizationSchema = z.object({ displayName: z.string().min(1).optional(), parent: z.string().optional() });
const organizationIdPattern = /^(?!-)[a-z0-9-]{1,48}[a-z0-9]$/;

export const organizationRoutes = (organizations: Organizations): readonly Route[] => {
  const find = (id: string): Organization => {
    const organization = organizations.get(id);
    if (organization === undefined) throw notFound(`The organization ${id}`);
    return organization;
  };
  const save = (organization: Organization): Organization => {
    if (organization.parent !== undefined) find(organization.parent);
    organizations.set(organization);
    return organization;
  };
  return [
    {
      method: 'GET',
      path: '/organizations',
      needs: 'organizations:read',
      handle: (call) => page(call, organizations.list(), (organization) => organization),
    },
    {
      method: 'GET',
      path: '/organizations/{organizationId}',
      needs: 'organizations:read',
      handle: (call) => ok(find(parameter(call, 'organizationId'))),
    },
    {
      method: 'PUT',
      path: '/organizations/{organizationId}',
      needs: 'organizations:write',
      handle: (call) => {
        const id = parameter(call, 'organizationId');
        if (!organizationIdPattern.test(id)) throw invalidBody('The id is not one of an organization.');
        return ok(save({ id, displayName: id, ...bodyOf(call, organizationSchema) }));
      },
    },
    {
      method: 'PATCH',
      path: '/organizations/{organizationId}',
      needs: 'organizations:write',
      handle: (call) => {
        const organization = find(parameter(call, 'organizationId'));
        return ok(save({ ...organization, ...bodyOf(call, organizationSchema) }));
      },
    },
    {
      method: 'DELETE',
      path: '/organizations/{organizationId}',
      needs: 'organizations:write',
      handle: (call) => {
        organizations.remove(find(parameter(call, 'organizationId')).id);
        return noContent;
      },
    },
  ];
};

import type { z } from 'zod';
import { ok, type Result } from '../../../shared/contract/result.ts';
import type { PlatformAction } from '../../../shared/platform/rights.ts';
import type { Role } from '../../../shared/platform/status.ts';
import type { TokenReading } from '../../../shared/platform/token.ts';
import type { CallContext, PlatformIdentity } from '../platform.ts';
import type { Access } from './access.ts';
import { apiTokenSchema, collectionSchema, roleSchema, userSchema, type roleAssignmentSchema } from './answers.ts';
import { segment } from './api.ts';
import { readPages } from './pages.ts';
import type { Parts } from './parts.ts';
import type { RightsBook } from './rights-book.ts';
import { builtInRole } from './roles.ts';

type Assignment = z.infer<typeof roleAssignmentSchema>;

/** What shows in one small call whether it is allowed. */
const probes: Readonly<Partial<Record<PlatformAction, string>>> = {
  'view-devices': '/devices',
  'view-groups': '/deviceGroups',
  'view-organizations': '/organizations',
  'view-jobs': '/jobs',
  'view-scheduled-jobs': '/scheduledJobs',
  'view-users': '/users',
  'view-tokens': '/apiTokens',
};

export interface IdentityNeeds extends Parts {
  readonly access: Access;
  readonly rights: RightsBook;
  /** The application's name in its address; null where the address does not have it. */
  readonly application: string | null;
}

/**
 * Who the token is, and what it may do. Only who administers may read a token's own roles; for everybody else the
 * platform is asked for something of each kind, and what it refuses is remembered. What changes something is not tried.
 */
export const identify = async (needs: IdentityNeeds, context: CallContext): Promise<Result<PlatformIdentity>> => {
  const { access, rights, application } = needs;
  const reading = await access.reading();
  if (!reading.ok) return reading;
  const { kind, name, expiresAtMs } = reading.value;
  const assignments =
    kind === 'iot-central-api-token'
      ? await assignmentsOfToken(needs, name, context)
      : await assignmentsOfUser(needs, reading.value, context);
  if (!assignments.ok) return assignments;
  const roles = assignments.value === null ? null : await nameRoles(needs, assignments.value, context);
  const refused = await probe(needs, roles, context);
  if (refused !== undefined) return refused;
  return ok({
    application: application ?? access.applicationId ?? null,
    token: { name, expiresAtMs },
    roles,
    rights: rights.rights(roles),
  });
};

/** Null: not to be learnt. */
type Assignments = Result<readonly Assignment[] | null>;

const assignmentsOfToken = async ({ api }: Parts, name: string | null, context: CallContext): Promise<Assignments> => {
  if (name === null) return ok(null);
  const call = { method: 'GET', path: `/apiTokens/${segment(name)}`, action: 'view-tokens' } as const;
  const answer = await api.ask(call, apiTokenSchema, context);
  if (answer.ok) return ok(answer.value.roles);
  return isVerdictOnToken(answer) ? answer : ok(null);
};

const assignmentsOfUser = async (parts: Parts, reading: TokenReading, context: CallContext): Promise<Assignments> => {
  const call = { path: '/users', action: 'view-users', item: userSchema, what: 'users' } as const;
  const users = await readPages(parts.api, parts.clock, call, context);
  if (!users.ok) return isVerdictOnToken(users) ? users : ok(null);
  const { objectId, name } = reading;
  const own = users.value.items.find(
    (user) =>
      (objectId !== null && user.objectId === objectId) ||
      (name !== null && user.email?.toLowerCase() === name.toLowerCase()),
  );
  return ok(own?.roles ?? null);
};

/** That this one thing is forbidden, missing or unreadable says nothing against the token. */
const isVerdictOnToken = ({ error }: Extract<Result<never>, { readonly ok: false }>): boolean => {
  const isForbiddenOnly =
    typeof error.details === 'object' &&
    error.details !== null &&
    'reason' in error.details &&
    error.details.reason === 'forbidden' &&
    !('tokenProblem' in error.details);
  return !isForbiddenOnly && error.code !== 'not-found' && error.code !== 'unsupported';
};

const nameRoles = (
  { api }: Parts,
  assignments: readonly Assignment[],
  context: CallContext,
): Promise<readonly Role[]> =>
  Promise.all(
    assignments.map(async ({ role: id, organization = null }) => {
      const known = builtInRole(id)?.name;
      if (known !== undefined) return { id, name: known, organization };
      const call = { method: 'GET', path: `/roles/${segment(id)}`, action: null } as const;
      const own = await api.ask(call, roleSchema, context);
      return { id, name: own.ok ? (own.value.displayName ?? id) : id, organization };
    }),
  );

/** Undefined when the token is good; the failure otherwise. */
const probe = async (
  { api, rights }: IdentityNeeds,
  roles: readonly Role[] | null,
  context: CallContext,
): Promise<Extract<Result<never>, { readonly ok: false }> | undefined> => {
  const actions = (Object.keys(probes) as PlatformAction[]).filter((action) => !rights.isKnown(action, roles));
  const answers = await Promise.all(
    actions.map((action) => api.ask({ method: 'GET', path: probes[action] ?? '', action }, collectionSchema, context)),
  );
  return answers.filter((answer) => !answer.ok).find(isVerdictOnToken);
};

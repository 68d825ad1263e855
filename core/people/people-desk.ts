import type { People } from '../../shared/access/people.ts';
import type { TokenUser } from '../../shared/access/token.ts';
import { ok, type Result } from '../../shared/contract/result.ts';
import type { Named } from '../../shared/platform/device.ts';
import { platformTitles } from '../../shared/platform/kinds.ts';
import type { Audit } from '../audit/audit-log.ts';
import { recorded } from '../audit/recorded.ts';
import type { Clock } from '../clock.ts';
import type { ConnectionManager } from '../connections/connection-manager.ts';
import type { PlatformConnection } from '../platforms/desk/platform-connection.ts';
import type { CallContext, UserListing } from '../platforms/platform.ts';
import { describeRole } from '../tokens/role-words.ts';
import { isSamePlatform } from '../tokens/token-use.ts';

export interface PeopleDeskNeeds {
  readonly connections: Pick<ConnectionManager, 'platforms' | 'statuses' | 'view'>;
  readonly audit: Pick<Audit, 'append'>;
  readonly clock: Pick<Clock, 'now'>;
}

interface ReadPeople extends UserListing {
  /** Names of the platform's roles by id. */
  readonly roleNames: ReadonlyMap<string, string>;
  /** In words, why they are not known; null: they are. */
  readonly roleProblem: string | null;
}

/**
 * Users and roles as they are now. On record before anything leaves; what the platform does not have is not asked for.
 * Roles that the platform does not tell are named from its documentation, as far as they stand there.
 */
export const listPeople = async (
  { connections, audit, clock }: PeopleDeskNeeds,
  connectionId: string,
  context: CallContext,
): Promise<Result<People>> => {
  const found = connections.platforms.find(connectionId);
  if (!found.ok) return found;
  const connection = found.value;
  const platform = connection.status.kind;
  const read = (): Promise<Result<ReadPeople>> =>
    connection.call('view-users', ({ people }) =>
      people?.users === undefined ? undefined : readPeople(people.users(context), people.roles?.(context)),
    );
  const action = {
    ...({ kind: 'token', action: 'people.list', target: '' } as const),
    connection: { id: connectionId, name: connection.name },
  };
  const isOffered = connection.rights['view-users'].state !== 'unsupported';
  const answer = isOffered ? await recorded(audit, action, read) : await read();
  if (!answer.ok) {
    return connection.rights['view-users'].state === 'denied'
      ? ok(await notPermitted(connections, connectionId, connection))
      : answer;
  }
  const { users, problem, roleNames, roleProblem } = answer.value;
  const roleIds = new Set([...roleNames.keys(), ...users.flatMap(({ roles }) => roles.map(({ roleId }) => roleId))]);
  return ok({
    kind: 'people',
    platform,
    readAtMs: clock.now(),
    users: [...users],
    roles: [...roleIds].map((id) => describeRole(platform, id, roleNames)),
    notes: [problem, roleProblem].filter((note) => note !== null),
  });
};

const readPeople = async (
  users: Promise<Result<UserListing>>,
  roles: Promise<Result<readonly Named[]>> | undefined,
): Promise<Result<ReadPeople>> => {
  const [listing, named] = await Promise.all([users, roles]);
  if (!listing.ok) return listing;
  const known = named?.ok === true ? named.value : [];
  return ok({
    ...listing.value,
    roleNames: new Map(known.map(({ id, name }) => [id, name])),
    roleProblem:
      named?.ok === false
        ? `The application’s list of roles could not be read, so that roles of its own go by their id. ${named.error.message}`
        : null,
  });
};

const notPermitted = async (
  connections: PeopleDeskNeeds['connections'],
  connectionId: string,
  { status, rights }: PlatformConnection,
): Promise<People> => {
  const title = platformTitles[status.kind];
  const where = status.application === null ? title : `${status.application} (${title})`;
  const held = status.roles?.map(({ name }) => name).join(', ') ?? '';
  const token = held === '' ? 'The token of this connection' : `The token of this connection has the role ${held}, and`;
  const helpers = await findHelpers(connections, connectionId);
  const others = helpers.length === 0 ? '' : `In this console, “${helpers.map(({ name }) => name).join('”, “')}” may. `;
  const right = rights['view-users'].explanation;
  return {
    kind: 'not-permitted',
    platform: status.kind,
    explanation: `${token} may not look at users and roles. That is no fault: it may do what its role is for, and everything else in the console goes on as it was.`,
    whoCanHelp: `${others}Ask whoever administers ${where}.${right === '' ? '' : ` ${right}`}`,
    helpers,
  };
};

const findHelpers = async (connections: PeopleDeskNeeds['connections'], connectionId: string): Promise<TokenUser[]> => {
  const own = await connections.view(connectionId);
  if (!own.ok) return [];
  const helpers: TokenUser[] = [];
  for (const { id, name, isEnabled, platform } of connections.statuses()) {
    if (id === connectionId || !isEnabled || platform?.rights['view-users'].state !== 'allowed') continue;
    const view = await connections.view(id);
    if (view.ok && isSamePlatform(view.value.settings.platform, own.value.settings.platform)) {
      helpers.push({ connectionId: id, name });
    }
  }
  return helpers;
};

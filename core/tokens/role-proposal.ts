import type { TokenRole } from '../../shared/access/token.ts';
import type { AccessJob, RoleProposal } from '../../shared/access/watch.ts';
import type { PlatformKind } from '../../shared/platform/kinds.ts';
import type { PlatformAction } from '../../shared/platform/rights.ts';
import { builtInRoles, unsupportedActions } from '../platforms/iot-central/roles.ts';
import { documentedRoles, type Permission } from '../platforms/watson/roles.ts';
import { describeRole, jobActions } from './role-words.ts';

const jobWords: Readonly<Record<AccessJob, string>> = {
  watch: 'watching vehicles',
  operate: 'watching vehicles, sending commands and running jobs',
  administer: 'all work in the console, API tokens included',
};

/** The smallest of the platform's roles for a job, from the same tables as everything else about roles. */
export const proposeRole = (platform: PlatformKind, job: AccessJob): RoleProposal =>
  platform === 'iot-central' ? forIotCentral(job) : forWatson(job);

const forIotCentral = (job: AccessJob): RoleProposal => {
  const needed = jobActions[job].filter((action) => unsupportedActions[action] === undefined);
  const fitting = builtInRoles
    .map((role) => ({ role, told: describeRole('iot-central', role.id, new Map()) }))
    .filter(({ role }) => needed.every((action: PlatformAction) => role.may.includes(action)))
    .sort((a, b) => a.role.may.length - b.role.may.length);
  const whole = fitting.find(({ told }) => !told.needsOrganization)?.told;
  const limited = fitting.find(({ told }) => told.needsOrganization)?.told;
  return {
    job,
    role: whole === undefined ? null : roleOf(whole),
    why:
      job === 'watch'
        ? `IoT Central has no built-in role that only watches a whole application. Of those for the whole application, ${whole?.name ?? 'none'} is the smallest with which one can watch.`
        : `It is the smallest built-in role for ${jobWords[job]}.`,
    alternatives: [
      ...(limited === undefined
        ? []
        : [
            `${limited.name}, where one organisation is enough: ${lowerFirst(limited.mayDo)} It sees the vehicles of that organisation only.`,
          ]),
      'A custom role with these permissions alone, which an administrator of the application makes under Permissions > Roles. The console cannot see what such a role may.',
    ],
  };
};

const neededPermissions: Readonly<Record<AccessJob, readonly Permission[]>> = {
  watch: ['view-devices', 'read-last-events'],
  operate: ['view-devices', 'read-last-events', 'publish-commands', 'initiate-actions'],
  administer: ['view-devices', 'read-last-events', 'publish-commands', 'initiate-actions', 'view-keys', 'manage-keys'],
};

const forWatson = (job: AccessJob): RoleProposal => {
  const fitting = documentedRoles
    .filter(({ permissions }) => neededPermissions[job].every((permission) => permissions?.has(permission) === true))
    .sort((a, b) => (a.permissions?.size ?? 0) - (b.permissions?.size ?? 0));
  const [smallest] = fitting;
  const offered = fitting.find(({ id }) => id !== null);
  const told = offered === undefined || offered.id === null ? undefined : describeRole('watson', offered.id, new Map());
  const isPortalOnly = smallest?.id === null;
  return {
    job,
    role: told === undefined ? null : roleOf(told),
    why: isPortalOnly
      ? `It is the smallest role for ${jobWords[job]} whose id is public, so that a key with it can be made here.`
      : `It is the smallest role for ${jobWords[job]}.`,
    alternatives: isPortalOnly
      ? [
          `${smallest.name} application is smaller and enough for ${jobWords[job]}. Its id is not public: make such a key on the platform’s own page, Apps > API Keys, and enter it here. Where a key of the list has that role already, it can be chosen here, too.`,
        ]
      : [],
  };
};

const roleOf = ({ id, name, mayDo, needsOrganization }: TokenRole): RoleProposal['role'] => ({
  ...{ id, name, mayDo, needsOrganization },
});

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

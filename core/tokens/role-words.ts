import type { TokenGrant, TokenRole } from '../../shared/access/token.ts';
import type { AccessJob } from '../../shared/access/watch.ts';
import type { PlatformKind } from '../../shared/platform/kinds.ts';
import { platformActions, type PlatformAction } from '../../shared/platform/rights.ts';
import { builtInRole } from '../platforms/iot-central/roles.ts';
import { rightsFrom } from '../platforms/watson/rights.ts';
import { permissionsOf, roleName } from '../platforms/watson/roles.ts';

export type Verdict = 'allowed' | 'denied' | 'unknown' | 'unsupported';
export type Verdicts = (action: PlatformAction) => Verdict;

/** What a role may, from the platform's own table of roles. */
export const verdictsOf = (platform: PlatformKind, roleId: string): Verdicts => {
  if (platform === 'iot-central') {
    const role = builtInRole(roleId);
    return (action) =>
      role?.may.includes(action) === true ? 'allowed' : role?.mayNot.includes(action) === true ? 'denied' : 'unknown';
  }
  const rights = rightsFrom({ roleIds: [roleId], observed: new Map() });
  return (action) => rights[action].state;
};

/** What a token with these roles may. Null: its roles are not known. */
export const verdictOfRoles = (
  platform: PlatformKind,
  roles: readonly TokenGrant[] | null,
  action: PlatformAction,
): Verdict => {
  if (roles === null || roles.length === 0) return 'unknown';
  const verdicts = roles.map(({ roleId }) => verdictsOf(platform, roleId)(action));
  return (['allowed', 'unknown', 'denied'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'unsupported';
};

/** Whether a token may make and delete tokens. */
export const canAdminister = (platform: PlatformKind, roles: readonly TokenGrant[] | null): Verdict =>
  verdictOfRoles(platform, roles, 'delete-token');

/** What one needs for a job, the smaller jobs included. */
export const jobActions: Readonly<Record<AccessJob, readonly PlatformAction[]>> = {
  watch: ['view-devices', 'view-records'],
  operate: ['view-devices', 'view-records', 'send-command', 'run-job'],
  administer: [
    'view-devices',
    'view-records',
    'send-command',
    'run-job',
    'view-tokens',
    'create-token',
    'delete-token',
  ],
};

const administering: readonly PlatformAction[] = [
  'view-tokens',
  'create-token',
  'edit-token',
  'delete-token',
  'view-users',
  'view-organizations',
];
const watching: readonly PlatformAction[] = [
  'view-devices',
  'view-settings',
  'view-groups',
  'view-jobs',
  'view-scheduled-jobs',
  'view-records',
];

/** The job that an action belongs to. */
export const jobOf = (action: PlatformAction): AccessJob =>
  administering.includes(action) ? 'administer' : watching.includes(action) ? 'watch' : 'operate';

/** The largest job of which anything is allowed; null where nothing is known. */
export const largestJob = (verdicts: Verdicts): AccessJob | null => {
  const allowed = platformActions.filter((action) => verdicts(action) === 'allowed');
  if (verdicts('create-token') === 'allowed' || verdicts('delete-token') === 'allowed') return 'administer';
  if (allowed.some((action) => jobOf(action) === 'operate')) return 'operate';
  return allowed.length > 0 ? 'watch' : null;
};

const phrases: readonly (readonly [words: string, action: PlatformAction])[] = [
  ['watch vehicles', 'view-devices'],
  ['send commands', 'send-command'],
  ['change settings of vehicles', 'change-settings'],
  ['add and remove vehicles', 'create-device'],
  ['read the keys of vehicles', 'read-credentials'],
  ['run jobs', 'run-job'],
  ['see users', 'view-users'],
  ['see API tokens', 'view-tokens'],
  ['make and delete API tokens', 'create-token'],
];

/** "May watch vehicles and send commands. May not see API tokens." */
export const wordsOf = (verdicts: Verdicts): string => {
  const withVerdict = (wanted: Verdict) =>
    phrases.filter(([, action]) => verdicts(action) === wanted).map(([words]) => words);
  const allowed = withVerdict('allowed');
  const denied = withVerdict('denied');
  const unknown = withVerdict('unknown');
  if (allowed.length === 0 && denied.length === 0) return 'What it may do is not documented.';
  return [
    allowed.length === 0 ? '' : `May ${listed(allowed, 'and')}.`,
    denied.length === 0 ? '' : `May not ${listed(denied, 'or')}.`,
    unknown.length === 0 ? '' : `Whether it may ${listed(unknown, 'or')} is not documented.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
};

export const listed = (words: readonly string[], conjunction: 'and' | 'or'): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1) ?? ''}`;

/** `names`: as the platform lists them. */
export const describeRole = (platform: PlatformKind, id: string, names: ReadonlyMap<string, string>): TokenRole => {
  const known = platform === 'iot-central' ? builtInRole(id)?.name : roleName(id);
  return {
    id,
    name: names.get(id) ?? known ?? id,
    mayDo: wordsOf(verdictsOf(platform, id)),
    needsOrganization: needsOrganization(platform, id),
  };
};

/** The roles of organisations: https://learn.microsoft.com/azure/iot-central/core/howto-create-organizations */
export const needsOrganization = (platform: PlatformKind, id: string): boolean =>
  platform === 'iot-central' && builtInRole(id)?.name.startsWith('Org ') === true;

/** Whether the table says anything of it. */
export const isDocumented = (platform: PlatformKind, id: string): boolean =>
  platform === 'iot-central' ? builtInRole(id) !== undefined : permissionsOf(id) !== null;

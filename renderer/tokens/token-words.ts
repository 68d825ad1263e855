import type { RotationStep } from '../../shared/access/rotation.ts';
import type { TokenGrant, TokenRole, TokenRow, TokenState } from '../../shared/access/token.ts';
import type { AccessJob } from '../../shared/access/watch.ts';
import type { PlatformKind } from '../../shared/platform/kinds.ts';
import { durationWords } from '../connections/platform-words.ts';

export type TokenTone = 'neutral' | 'doubtful' | 'bad';

interface StateWords {
  readonly shape: string;
  readonly word: string;
  readonly tone: TokenTone;
}

const stateWords: Readonly<Record<TokenState, StateWords>> = {
  active: { shape: '●', word: 'Active', tone: 'neutral' },
  expiring: { shape: '◔', word: 'Expiring', tone: 'doubtful' },
  expired: { shape: '✕', word: 'Expired', tone: 'bad' },
  'unknown-to-platform': { shape: '?', word: 'Unknown to the platform', tone: 'bad' },
};

/** Words and shape tell it; the colour only repeats what is abnormal. */
export const stateWordsOf = (state: TokenState): StateWords => stateWords[state];

export interface RoleLookup {
  readonly roles: ReadonlyMap<string, TokenRole>;
  /** Names of the organisations by id; what is not in it stays an id. */
  readonly organizations: ReadonlyMap<string, string>;
}

export const roleNameOf = ({ roleId }: TokenGrant, { roles }: RoleLookup): string => roles.get(roleId)?.name ?? roleId;

/** "Operator, Administrator". */
export const rolesInWords = (row: TokenRow, lookup: RoleLookup): string =>
  row.roles === null
    ? 'Not known'
    : row.roles.length === 0
      ? 'No role'
      : [...new Set(row.roles.map((grant) => roleNameOf(grant, lookup)))].join(', ');

/** What all its roles may, one sentence a role. */
export const mayDoInWords = (row: TokenRow, { roles }: RoleLookup): string =>
  row.roles === null
    ? 'The platform does not say what it may do.'
    : [...new Set(row.roles.map(({ roleId }) => roles.get(roleId)?.mayDo ?? 'What it may do is not documented.'))].join(
        ' ',
      );

export const organizationsInWords = (row: TokenRow, { organizations }: RoleLookup): string =>
  row.roles === null
    ? 'Not known'
    : [
        ...new Set(
          row.roles.map(({ organization }) =>
            organization === null ? 'Whole application' : (organizations.get(organization) ?? organization),
          ),
        ),
      ].join(', ');

const dateFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

export const dateInWords = (atMs: number): string => dateFormat.format(atMs);

/** "in 5 days", "2 hours ago". */
export const distanceInWords = (atMs: number, nowMs: number): string =>
  atMs > nowMs ? `in ${durationWords(atMs - nowMs)}` : `${durationWords(nowMs - atMs)} ago`;

export const createdInWords = (atMs: number | null): string => (atMs === null ? 'Not told' : dateInWords(atMs));

export const noExpiry = 'No end told';

/** Watson's keys may live for ever; what IoT Central leaves out is not said to be so. */
export const noExpiryInWords = (platform: PlatformKind, state: TokenState): string =>
  platform === 'watson' && state !== 'unknown-to-platform'
    ? 'The platform tells no end: it is valid until it is deleted.'
    : 'The platform does not say.';

export const usersInWords = ({ usedBy }: TokenRow): string => usedBy.map(({ name }) => name).join(', ');

export const jobTitles: Readonly<Record<AccessJob, string>> = {
  watch: 'Watch vehicles',
  operate: 'Operate: watch, send commands, run jobs',
  administer: 'Administer: all of that, and API tokens',
};

/** In the middle of a sentence. */
export const jobInWords: Readonly<Record<AccessJob, string>> = {
  watch: 'watching',
  operate: 'operating vehicles',
  administer: 'administration',
};

/** What the platform calls it. */
export const tokenNoun = (platform: PlatformKind): 'token' | 'API key' => (platform === 'watson' ? 'API key' : 'token');

export const nameLabel = (platform: PlatformKind): string => (platform === 'watson' ? 'Comment' : 'Name');

/** The steps of a rotation that somebody walks, in order. */
export const rotationPath = [
  'create',
  'test',
  'switch',
  'overlap',
  'revoke',
] as const satisfies readonly RotationStep[];
export type RotationStop = (typeof rotationPath)[number];

export const rotationStepWords: Readonly<Record<RotationStop, { readonly title: string; readonly action: string }>> = {
  create: { title: 'Make the new token', action: 'Make the new token' },
  test: { title: 'Test it', action: 'Test the new token' },
  switch: { title: 'Switch the connections', action: 'Switch the connections over' },
  overlap: { title: 'Watch, with both valid', action: 'Go on to revoking' },
  revoke: { title: 'Revoke the old token', action: 'Revoke the old token' },
};

export const isRotationOver = (step: RotationStep): boolean => step === 'done' || step === 'abandoned';

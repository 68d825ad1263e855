import type { PlatformKind } from '../../../shared/platform/kinds.ts';
import { roles as centralRoles } from '../../../simulator/iot-central/access/roles.ts';
import { roles as watsonRoles } from '../../../simulator/watson/roles.ts';
import { deleteBeside, makeBeside, ordinary, type Practice } from '../tokens/desk-fixture.ts';

/** For Watson, an API key and its token. */
export interface Token {
  readonly id: string;
  readonly secret: string;
}

const minuteMs = 60_000;

/** Reasons to refuse a token, each on its own. `wrong` is as long as it should be. */
export const reasons = ['wrong', 'cut', 'expired', 'revoked', 'foreign'] as const;
export type Reason = (typeof reasons)[number];

export interface TokenMaker {
  good(kind: PlatformKind, role?: string, endsInMs?: number): Promise<Token>;
  refused(kind: PlatformKind, reason: Reason, role?: string): Promise<Token>;
}

/** Tokens of the practice platform `here`; foreign ones are of `elsewhere`. */
export const createTokenMaker = (here: Practice, elsewhere: Practice): TokenMaker => {
  let made = 0;
  const make = (practice: Practice, kind: PlatformKind, role = ordinary[kind], endsInMs?: number) => {
    made += 1;
    const endsAtMs = endsInMs === undefined ? undefined : Date.now() + endsInMs;
    return makeBeside(practice, kind, `made-${String(made)}`, role, endsAtMs);
  };
  return {
    good: (kind, role, endsInMs) => make(here, kind, role, endsInMs),
    refused: async (kind, reason, role) => {
      if (reason === 'foreign') return make(elsewhere, kind, role);
      const token = await make(here, kind, role, reason === 'expired' ? -minuteMs : undefined);
      if (reason === 'revoked') await deleteBeside(here, kind, token.id);
      if (reason === 'wrong') return { ...token, secret: withOtherSecret(kind, token.secret) };
      return reason === 'cut' ? { ...token, secret: token.secret.slice(0, -3) } : token;
    },
  };
};

/** The same token but for one character that only the platform can tell to be another. */
export const withOtherSecret = (kind: PlatformKind, secret: string): string => {
  const other = (character: string): string => (character === 'A' ? 'B' : 'A');
  // A signature may begin with a character that is escaped.
  return kind === 'watson'
    ? `${other(secret.charAt(0))}${secret.slice(1)}`
    : secret.replace(/(?<=sig=(?:%..)*)[A-Za-z0-9]/, other);
};

const idsOf = (roles: Readonly<Record<string, { readonly id: string }>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(roles).map(([name, { id }]) => [name, id]));
const { administrator: all, builder, operator } = centralRoles;

/** Ids by name; IoT Central's of an organisation need one. */
export const rolesOf: Readonly<Record<PlatformKind, Readonly<Record<string, string>>>> = {
  'iot-central': idsOf({ administrator: all, builder, operator }),
  watson: idsOf(watsonRoles),
};

/** What is said where nothing tells. */
export const undecided: Readonly<Record<PlatformKind, RegExp>> = {
  'iot-central': /it was revoked, (belongs to another application, )?or something in it was changed/,
  watson: /it is empty or wrong, or the key has expired|it was removed, has expired/,
};
/** What is said of each where something tells. */
export const own: Readonly<Record<Reason, Readonly<Record<PlatformKind, RegExp>>>> = {
  wrong: { 'iot-central': /is wrong: .* lists a token of this name/, watson: /is not that of the API key/ },
  cut: {
    'iot-central': /is damaged: a part at its end is missing/,
    watson: /has 15 characters, where such tokens have 18/,
  },
  expired: { 'iot-central': /expired on \d/, watson: /expired on \d/ },
  revoked: { 'iot-central': /was revoked: .* does not list it/, watson: /was revoked: .* does not list it/ },
  foreign: {
    'iot-central': /belongs to another IoT Central application/,
    watson: /belongs to the organisation \w+, and .* is the address of \w+/,
  },
};

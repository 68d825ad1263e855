import { platformActions, type PlatformAction, type Right, type Rights } from '../../../shared/platform/rights.ts';
import type { Role } from '../../../shared/platform/status.ts';
import { builtInRole, builtInRoles, unsupportedActions } from './roles.ts';
import { listInWords } from './words.ts';

type Verdict = 'allowed' | 'denied';

/** What follows from what was seen: whoever may read one of the first may read the others, and so on. */
const implied: Readonly<Record<Verdict, Readonly<Partial<Record<PlatformAction, readonly PlatformAction[]>>>>> = {
  // Values and command history hang on the device itself.
  allowed: { 'view-devices': ['view-settings', 'view-records'] },
  // To make or delete a token one must be able to see it.
  denied: { 'view-tokens': ['create-token', 'delete-token'], 'view-jobs': ['run-job'] },
};

/** What the token may do: by its roles where these are known, and by what the platform has let it do or refused. */
export class RightsBook {
  readonly #seen = new Map<PlatformAction, Verdict>();

  note(action: PlatformAction, verdict: Verdict): void {
    this.#seen.set(action, verdict);
  }

  /** Another token: what was seen with the former one says nothing of it. */
  forget(): void {
    this.#seen.clear();
  }

  isKnown(action: PlatformAction, roles: readonly Role[] | null): boolean {
    return this.#verdict(action, roles) !== undefined;
  }

  rights(roles: readonly Role[] | null): Rights {
    const rights = {} as Record<PlatformAction, Right>;
    for (const action of platformActions) rights[action] = this.#right(action, roles);
    return rights;
  }

  #right(action: PlatformAction, roles: readonly Role[] | null): Right {
    const unsupported = unsupportedActions[action];
    if (unsupported !== undefined) return { state: 'unsupported', explanation: unsupported };
    const verdict = this.#verdict(action, roles);
    if (verdict === 'allowed') return { state: 'allowed', explanation: '' };
    const able = listInWords(builtInRoles.filter(({ may }) => may.includes(action)).map(({ name }) => name));
    if (verdict === undefined) {
      return { state: 'unknown', explanation: `IoT Central does not say before it is tried. The role ${able} may.` };
    }
    const own = roles === null || roles.length === 0 ? '' : ` This token has ${rolesInWords(roles)}.`;
    return { state: 'denied', explanation: `Needs the role ${able}, or one of your own that allows it.${own}` };
  }

  /** What was seen outranks what is written. */
  #verdict(action: PlatformAction, roles: readonly Role[] | null): Verdict | undefined {
    return this.#seen.get(action) ?? this.#followed(action) ?? verdictOfRoles(action, roles);
  }

  #followed(action: PlatformAction): Verdict | undefined {
    return (['allowed', 'denied'] as const).find((verdict) =>
      Object.entries(implied[verdict]).some(
        ([cause, effects]) => effects.includes(action) && this.#seen.get(cause as PlatformAction) === verdict,
      ),
    );
  }
}

const verdictOfRoles = (action: PlatformAction, roles: readonly Role[] | null): Verdict | undefined => {
  if (roles === null || roles.length === 0) return undefined;
  const known = roles.map(({ id }) => builtInRole(id));
  if (known.some((role) => role?.may.includes(action) === true)) return 'allowed';
  return known.every((role) => role?.mayNot.includes(action) === true) ? 'denied' : undefined;
};

const rolesInWords = (roles: readonly Role[]): string =>
  listInWords(
    roles.map(({ name, organization }) => (organization === null ? name : `${name} of ${organization}`)),
    'and',
  );

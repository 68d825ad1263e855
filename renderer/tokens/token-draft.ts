import type {
  NewToken,
  TokenAbilities,
  TokenChanges,
  TokenGrant,
  TokenRole,
  TokenRow,
} from '../../shared/access/token.ts';

export interface GrantDraft {
  readonly key: number;
  /** Empty: none is chosen. */
  readonly roleId: string;
  /** Empty: the whole application. */
  readonly organization: string;
}

/** `keep`: as it is, of one that is changed. `platform`: never, or as the platform has it. */
export const expiryChoices = ['keep', 'platform', '30', '90', '365', 'date'] as const;
export type ExpiryChoice = (typeof expiryChoices)[number];

export interface TokenDraft {
  readonly name: string;
  readonly grants: readonly GrantDraft[];
  readonly expiry: ExpiryChoice;
  /** Of a day, as a date field has it: 2030-01-31. */
  readonly date: string;
}

export interface DraftProblems {
  readonly name?: string;
  readonly roles?: string;
  /** By the grant's key. */
  readonly grants: ReadonlyMap<number, string>;
  readonly expiry?: string;
}

export const emptyDraft: TokenDraft = {
  name: '',
  grants: [{ key: 0, roleId: '', organization: '' }],
  expiry: 'platform',
  date: '',
};

export const draftOf = (row: TokenRow): TokenDraft => ({
  name: row.name,
  grants: (row.roles ?? []).map(({ roleId, organization }, key) => ({ key, roleId, organization: organization ?? '' })),
  expiry: 'keep',
  date: '',
});

/** The proposed role in the first place; what was chosen beside it stays. */
export const withRole = (draft: TokenDraft, roleId: string): TokenDraft => {
  const [first = { key: 0, roleId: '', organization: '' }, ...others] = draft.grants;
  return { ...draft, grants: [{ ...first, roleId }, ...others] };
};

export const withAnotherGrant = (draft: TokenDraft): TokenDraft => ({
  ...draft,
  grants: [
    ...draft.grants,
    { key: Math.max(-1, ...draft.grants.map(({ key }) => key)) + 1, roleId: '', organization: '' },
  ],
});

export const withGrant = (draft: TokenDraft, grant: GrantDraft): TokenDraft => ({
  ...draft,
  grants: draft.grants.map((each) => (each.key === grant.key ? grant : each)),
});

export const withoutGrant = (draft: TokenDraft, key: number): TokenDraft => ({
  ...draft,
  grants: draft.grants.filter((each) => each.key !== key),
});

const dayMs = 86_400_000;

/** Unix milliseconds; undefined: as it is. The end of a chosen day, in the machine's time zone. */
export const expiryOf = ({ expiry, date }: TokenDraft, nowMs: number): number | null | undefined => {
  switch (expiry) {
    case 'keep':
      return undefined;
    case 'platform':
      return null;
    case 'date':
      return new Date(`${date}T23:59:59`).getTime();
    case '30':
    case '90':
    case '365':
      return nowMs + Number(expiry) * dayMs;
  }
};

export const problemsOf = (
  draft: TokenDraft,
  abilities: Pick<TokenAbilities, 'name'>,
  roles: ReadonlyMap<string, TokenRole>,
  nowMs: number,
): DraftProblems => {
  const name = nameProblem(draft.name, abilities.name);
  const expiry = expiryProblem(draft, nowMs);
  const grants = new Map<number, string>();
  const seen = new Set<string>();
  for (const { key, roleId, organization } of draft.grants) {
    const place = `${roleId}\n${organization}`;
    if (roleId === '') grants.set(key, 'Choose a role.');
    else if (roles.get(roleId)?.needsOrganization === true && organization === '') {
      grants.set(key, 'This role is given together with an organisation. Choose one.');
    } else if (seen.has(place)) grants.set(key, 'This is there already.');
    seen.add(place);
  }
  return {
    ...(name === undefined ? {} : { name }),
    ...(draft.grants.length === 0 ? { roles: 'Choose at least one role.' } : {}),
    grants,
    ...(expiry === undefined ? {} : { expiry }),
  };
};

export const hasProblems = ({ name, roles, grants, expiry }: DraftProblems): boolean =>
  name !== undefined || roles !== undefined || expiry !== undefined || grants.size > 0;

export const nameProblem = (text: string, rule: TokenAbilities['name']): string | undefined => {
  const name = text.trim();
  if (name === '') return 'Give it a name by which you will know it again.';
  if (name.length > rule.maximumLength) return `Use at most ${String(rule.maximumLength)} characters.`;
  return new RegExp(rule.pattern, 'u').test(name) ? undefined : rule.explanation;
};

const expiryProblem = (draft: TokenDraft, nowMs: number): string | undefined => {
  if (draft.expiry !== 'date') return undefined;
  const atMs = expiryOf(draft, nowMs);
  if (typeof atMs !== 'number' || Number.isNaN(atMs)) return 'Choose a day.';
  return atMs <= nowMs ? 'Choose a day to come.' : undefined;
};

export const grantsOf = ({ grants }: TokenDraft): TokenGrant[] =>
  grants.map(({ roleId, organization }) => ({ roleId, organization: organization === '' ? null : organization }));

/** Of a draft without problems. */
export const newTokenOf = (draft: TokenDraft, nowMs: number): NewToken => ({
  name: draft.name.trim(),
  roles: grantsOf(draft),
  expiresAtMs: expiryOf(draft, nowMs) ?? null,
});

/** What is another than it was, of a draft without problems. */
export const changesOf = (draft: TokenDraft, row: TokenRow, nowMs: number): TokenChanges => {
  const name = draft.name.trim();
  const roles = grantsOf(draft);
  const expiresAtMs = expiryOf(draft, nowMs);
  return {
    ...(name === row.name ? {} : { name }),
    ...(JSON.stringify(roles) === JSON.stringify(row.roles) ? {} : { roles }),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
  };
};

/** "console" becomes "console-2", "console-2" becomes "console-3": free, and allowed where the platform says how. */
export const successorName = (name: string, taken: ReadonlySet<string>, rule: TokenAbilities['name']): string => {
  const [, stem = name, number] = /^(.*?)-(\d+)$/.exec(name) ?? [];
  for (let next = Number(number ?? 1) + 1; ; next += 1) {
    const ending = `-${String(next)}`;
    const candidate = `${stem.slice(0, rule.maximumLength - ending.length)}${ending}`;
    if (!taken.has(candidate)) return candidate;
  }
};

import type { Failure } from '../contract/result.ts';
import type { PlatformKind } from '../platform/kinds.ts';
import type { TokenAbilities, TokenRole, TokenRow, TokenUser } from './token.ts';

/** What goes for all tokens of one connection. */
export interface TokenListHead {
  readonly platform: PlatformKind;
  /** Those on the tokens, and those that can be given to a new one. */
  readonly roles: readonly TokenRole[];
  /** Ids of the roles that can be given. */
  readonly offeredRoles: readonly string[];
  readonly abilities: TokenAbilities;
  /** In words, what is not known about the list. */
  readonly notes: readonly string[];
}

/** How far the list has been read. */
export interface TokenListProgress {
  /** When it was last read to its end, Unix milliseconds; null: not yet. */
  readonly readAtMs: number | null;
  /** Of the reading under way; null: none is. */
  readonly reading: { readonly readCount: number } | null;
  /** Why the last reading brought nothing; what an earlier one brought is still there. */
  readonly failure: Failure | null;
  /** In words, what is missing from what was read; null: nothing. */
  readonly problem: string | null;
  /** The reading stopped at a page, and can be gone on with from there. */
  readonly canGoOn: boolean;
}

/** The connection's token may not look at tokens: no failure, but something to explain. */
export interface TokensNotPermitted {
  readonly kind: 'not-permitted';
  readonly platform: PlatformKind;
  readonly explanation: string;
  readonly whoCanHelp: string;
  /** Connections of this console to the same platform whose token may see them. */
  readonly helpers: readonly TokenUser[];
}

/** A snapshot has all rows that are known, a delta those that are new or have changed, and the ids of those that are gone. */
export interface TokenListChange extends TokenListProgress {
  readonly kind: 'snapshot' | 'delta';
  /** Null until the platform's way with tokens is known. */
  readonly head: TokenListHead | null;
  readonly rows: readonly TokenRow[];
  readonly gone: readonly string[];
}

export type TokensEvent = TokenListChange | TokensNotPermitted;

export interface ReadTokenList extends TokenListHead, Pick<TokenListProgress, 'readAtMs'> {
  readonly tokens: readonly TokenRow[];
}

/** What a topic's events add up to. */
export type TokenList =
  | TokensNotPermitted
  | (TokenListProgress & {
      readonly kind: 'tokens';
      readonly list: ReadTokenList | null;
      readonly byId: ReadonlyMap<string, TokenRow>;
    });

/** The list after an event. Its tokens are the same array while none of them has changed. */
export const foldTokens = (before: TokenList | undefined, event: TokensEvent): TokenList => {
  if (event.kind === 'not-permitted') return event;
  const { kind, head, rows, gone, ...progress } = event;
  const former = kind === 'delta' && before?.kind === 'tokens' ? before : undefined;
  const isSame = former !== undefined && rows.length === 0 && gone.length === 0;
  const byId = isSame ? former.byId : changed(former?.byId ?? new Map(), rows, gone);
  const tokens = isSame && former.list !== null ? former.list.tokens : [...byId.values()];
  return {
    kind: 'tokens',
    ...progress,
    byId,
    list: head === null ? null : { ...head, readAtMs: progress.readAtMs, tokens },
  };
};

const changed = (
  before: ReadonlyMap<string, TokenRow>,
  rows: readonly TokenRow[],
  gone: readonly string[],
): ReadonlyMap<string, TokenRow> => {
  const byId = new Map(before);
  for (const id of gone) byId.delete(id);
  for (const row of rows) byId.set(row.id, row);
  return byId;
};

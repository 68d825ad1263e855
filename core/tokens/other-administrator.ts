import { ok, type Result } from '../../shared/contract/result.ts';
import type { PlatformKind } from '../../shared/platform/kinds.ts';
import type { CallContext } from '../platforms/platform.ts';
import type { Asking, Desk } from './desk.ts';
import { canAdminister } from './role-words.ts';
import type { PlatformToken } from './token-book.ts';

/** `not-known`: what some of the others may is not known, or not all of them could be read. */
export type OtherAdministrator = 'found' | 'none' | 'not-known';

/** More than these are not asked for one by one: the list is quicker then. */
const mostAskedAlone = 3;

/**
 * Whether a token besides this one may make and delete tokens. The platform is asked now, whatever is known from before:
 * what was listed earlier says no more than where to ask first. The list is read only as far as it takes to find one, and
 * to its end where there is none.
 */
export const findOtherAdministrator = async (
  tokens: Asking,
  desk: Desk,
  tokenId: string,
  known: readonly PlatformToken[],
  nowMs: number,
  context: CallContext,
): Promise<Result<OtherAdministrator>> => {
  const { kind } = desk.settings;
  const isOne = (token: PlatformToken): boolean =>
    token.id !== tokenId && isLiving(token, nowMs) && canAdminister(kind, token.roles) === 'allowed';
  for (const { id } of known.filter(isOne).sort(lastingFirst).slice(0, mostAskedAlone)) {
    const answer = await tokens.record(desk, 'token.read', id, 'To know whether another may administer.', () =>
      tokens.ask(desk, 'view-tokens', (book) => book.get(id, context)),
    );
    if (answer.ok && isOne(answer.value)) return ok('found');
    if (!answer.ok && answer.error.code !== 'not-found') return answer;
  }
  const search = { isFound: false };
  const listing = await tokens.record(desk, 'token.list', '', '', () =>
    tokens.ask(desk, 'view-tokens', (book) =>
      book.list(context, {
        onPage: (page) => {
          search.isFound ||= page.some(isOne);
        },
        isEnough: () => search.isFound,
      }),
    ),
  );
  if (!listing.ok) return listing;
  if (search.isFound) return ok('found');
  const { problem, tokens: all } = listing.value;
  const isClear = problem === null && all.every((token) => !isInDoubt(kind, tokenId, token, nowMs));
  return ok(isClear ? 'none' : 'not-known');
};

const isLiving = ({ expiresAtMs }: PlatformToken, nowMs: number): boolean =>
  expiresAtMs === null || expiresAtMs > nowMs;

const isInDoubt = (kind: PlatformKind, tokenId: string, token: PlatformToken, nowMs: number): boolean =>
  token.id !== tokenId && isLiving(token, nowMs) && canAdminister(kind, token.roles) === 'unknown';

const lastingFirst = (a: PlatformToken, b: PlatformToken): number =>
  (b.expiresAtMs ?? Infinity) === (a.expiresAtMs ?? Infinity)
    ? 0
    : (b.expiresAtMs ?? Infinity) - (a.expiresAtMs ?? Infinity);

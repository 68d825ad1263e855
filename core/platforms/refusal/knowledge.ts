import { createHash } from 'node:crypto';
import type { Failure } from '../../../shared/contract/result.ts';
import { isUndecided, tokenProblemOf } from './token-problem.ts';

/** A token that the platform has let in. */
export interface AcceptedToken {
  /** IoT Central's name of the token; Watson's API key. */
  readonly tokenId: string;
  readonly checkValue: string;
  /** Of IoT Central, the application that it opens; of Watson, the organisation of its key. */
  readonly tenant: string | null;
  /** Unix milliseconds; null: not told. */
  readonly expiresAtMs: number | null;
}

/** What the console remembers of a token that was let in, or that it has deleted. */
export interface TokenTrace {
  /** Of the text that was let in last; null: none was. */
  readonly checkValue: string | null;
  /** Unix milliseconds; null: not told, or never. */
  readonly expiresAtMs: number | null;
  /** When it was deleted from this console, Unix milliseconds; null: it was not. */
  readonly deletedAtMs: number | null;
}

/** What the platform says of a token to another connection, whose name is `seenWith`. */
export type Listing =
  | { readonly isListed: true; readonly expiresAtMs: number | null; readonly seenWith: string }
  | { readonly isListed: false; readonly seenWith: string };

/** What the console knows of one platform's tokens, beside what a refused one says of itself. */
export interface RefusalKnowledge {
  /** The application, or organisation, of which tokens were let in at this address; undefined: none was yet. */
  tenant(): string | undefined;
  trace(tokenId: string): TokenTrace | undefined;
  noteAccepted(token: AcceptedToken): void;
  /** Undefined where no other connection may look, or none gets an answer. */
  lookUp(tokenId: string, signal?: AbortSignal): Promise<Listing | undefined>;
}

export const noKnowledge: RefusalKnowledge = {
  tenant: () => undefined,
  trace: () => undefined,
  noteAccepted: () => undefined,
  lookUp: () => Promise.resolve(undefined),
};

/**
 * Tells a token's text from another one, and a few bits of it alone: it may be written down, where a whole hash would let
 * whoever finds it try out guesses.
 */
export const checkValueOf = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 6);

export interface Inquiry {
  /** Null: one that the platform does not list by an id. */
  readonly tokenId: string | null;
  readonly knowledge: RefusalKnowledge;
  readonly explain: (failure: Failure, listing: Listing) => Failure;
}

/** The same failure, explained with what the platform tells another connection, where it was left open why it was refused. */
export const inquire = async (
  failure: Failure,
  { tokenId, knowledge, explain }: Inquiry,
  signal: AbortSignal | undefined,
): Promise<Failure> => {
  if (tokenId === null || !isUndecided(tokenProblemOf(failure))) return failure;
  const listing = await knowledge.lookUp(tokenId, signal);
  return listing === undefined ? failure : explain(failure, listing);
};

import type { NewToken, TokenAbilities, TokenChanges, TokenGrant } from '../../shared/access/token.ts';
import type { Result } from '../../shared/contract/result.ts';
import type { Named } from '../../shared/platform/device.ts';
import type { PlaceInList } from '../platforms/iot-central/pages.ts';
import type { CallContext } from '../platforms/platform.ts';

/** A token as the platform tells of it. */
export interface PlatformToken {
  readonly id: string;
  readonly name: string;
  /** Null: the platform's list does not say. */
  readonly roles: readonly TokenGrant[] | null;
  /** Unix milliseconds. */
  readonly createdAtMs: number | null;
  readonly expiresAtMs: number | null;
}

export interface TokenListing {
  readonly tokens: readonly PlatformToken[];
  /** In words, what is missing; null: the list is whole. */
  readonly problem: string | null;
  /** Where it stopped before its end, to go on from there. */
  readonly stoppedAt?: PlaceInList;
}

export interface ListOptions {
  readonly from?: PlaceInList | undefined;
  /** Told of every page as it comes. */
  readonly onPage?: (tokens: readonly PlatformToken[]) => void;
  /** Asked after each page: when it says so, the rest is not read. */
  readonly isEnough?: () => boolean;
}

export interface MadeToken {
  readonly token: PlatformToken;
  /** As a connection takes it. The platform tells it this once. */
  readonly secret: string;
}

/** The API tokens of one platform, by its client. What a platform cannot do its book does not have. */
export interface TokenBook {
  readonly name: TokenAbilities['name'];
  readonly expiry: TokenAbilities['expiry'];
  readonly hasOrganizations: boolean;
  /** A page that fails is tried again alone; where it stays out of reach the list ends, which is said. Fails only when the first page does. */
  list(context: CallContext, options?: ListOptions): Promise<Result<TokenListing>>;
  /** Id of the token of that name, whatever its case; null: there is none. For that, a long list is not read where it need not be. */
  find(name: string, context: CallContext): Promise<Result<string | null>>;
  get(id: string, context: CallContext): Promise<Result<PlatformToken>>;
  /** Leaves at most once: a failure whose details say `mayHaveHappened` leaves it open whether the token was made. */
  create(wish: NewToken, context: CallContext): Promise<Result<MadeToken>>;
  edit?(id: string, changes: TokenChanges, context: CallContext): Promise<Result<null>>;
  remove(id: string, context: CallContext): Promise<Result<null>>;
  /** Roles that the platform itself lists; where it lists none, those that are documented. */
  roles(context: CallContext): Promise<readonly Named[]>;
}

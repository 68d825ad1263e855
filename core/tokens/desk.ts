import type { TokenRow } from '../../shared/access/token.ts';
import type { PlatformSettings } from '../../shared/platform/settings.ts';
import type { PlatformConnection } from '../platforms/desk/platform-connection.ts';
import type { TokenListing } from './token-book.ts';
import type { TokenUse } from './token-use.ts';

/** A connection whose token makes, changes and deletes others. */
export interface Desk {
  readonly connectionId: string;
  readonly name: string;
  readonly settings: PlatformSettings;
  readonly platform: PlatformConnection;
}

/** What the platform lists, and which of it this console signs in with. */
export interface ReadTokens extends TokenListing {
  readonly use: TokenUse;
  readonly rows: readonly TokenRow[];
}

import type { Result } from '../../shared/contract/result.ts';
import type { PlatformAction } from '../../shared/platform/rights.ts';
import type { PlatformSettings } from '../../shared/platform/settings.ts';
import type { PlatformConnection } from '../platforms/desk/platform-connection.ts';
import type { TokenBook } from './token-book.ts';

/** A connection whose token makes, changes and deletes others. */
export interface Desk {
  readonly connectionId: string;
  readonly name: string;
  readonly settings: PlatformSettings;
  readonly platform: PlatformConnection;
}

/** The way to a platform's tokens, by a connection's rights and on record. */
export interface Asking {
  ask<T>(
    desk: Desk,
    action: PlatformAction,
    ask: (book: TokenBook) => Promise<Result<T>> | undefined,
  ): Promise<Result<T>>;
  record<T>(
    desk: Pick<Desk, 'connectionId' | 'name'>,
    action: string,
    target: string,
    detail: string,
    act: () => Promise<Result<T>>,
  ): Promise<Result<T>>;
}

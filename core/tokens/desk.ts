import type { PlatformSettings } from '../../shared/platform/settings.ts';
import type { PlatformConnection } from '../platforms/desk/platform-connection.ts';

/** A connection whose token makes, changes and deletes others. */
export interface Desk {
  readonly connectionId: string;
  readonly name: string;
  readonly settings: PlatformSettings;
  readonly platform: PlatformConnection;
}

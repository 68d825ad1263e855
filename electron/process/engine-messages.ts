import type { ManagedConnection } from '../../core/connections/managed-connection.ts';
import type { LogLevel } from '../../core/data-folder/log-file.ts';
import type { VaultInfo } from '../../core/vault/vault.ts';
import type { ProcessAnswer } from '../../core/hosting/supervised-process.ts';
import type { VaultNews, VaultReply, VaultRequest } from '../vault/vault-messages.ts';

export interface EngineStartOptions {
  readonly homeDir: string;
  readonly logLevel: LogLevel;
  readonly version: string;
  readonly vault: VaultInfo;
  readonly managedConnections: readonly ManagedConnection[];
}

/** Main process to engine process. `window` comes with the port of one window. */
export type ToEngine =
  | { readonly type: 'start'; readonly options: EngineStartOptions }
  | { readonly type: 'window' }
  | VaultReply
  | VaultNews;

export type FromEngine = (ProcessAnswer & { readonly notices?: readonly string[] }) | VaultRequest;

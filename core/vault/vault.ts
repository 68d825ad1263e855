import type { SecretStatus } from '../../shared/connection/settings.ts';
import type { VaultEventSource } from './vault-events.ts';
import type { VaultInfo, VaultManagement } from './vault-management.ts';

/** What reading a secret can answer. Only `absent` means that there is nothing to lose. */
export type SecretAnswer =
  { readonly status: 'ok'; readonly secret: string } | { readonly status: Exclude<SecretStatus, 'ok'> };

export type { VaultInfo } from './vault-management.ts';

/** What may be known of a secret: all but the secret. */
export interface VaultEntry {
  readonly key: string;
  /** What protects it: the active backend, or a former one that it has not been moved from yet. */
  readonly backend: string;
  /** Unix milliseconds; null where the record of it is damaged, or from before times were recorded. */
  readonly createdAtMs: number | null;
  /** To the minute; null where it was never read. */
  readonly lastUsedAtMs: number | null;
  readonly status: SecretStatus;
}

/**
 * Where secrets live. The engine is the only reader; no window ever gets one back. An implementation logs nothing but
 * keys, and never deletes or replaces what it cannot decrypt unless `save` or `remove` asks for that very key.
 */
export interface Vault extends VaultEventSource {
  info(): VaultInfo;
  read(key: string): Promise<SecretAnswer>;
  /**
   * `locked`: nothing was changed, the vault is not open.
   *
   * @throws {VaultError} with words for an operator where it could not be written, as on a full disk; the former value stays.
   */
  save(key: string, secret: string): Promise<'saved' | 'locked'>;
  /**
   * A key that is not there is no error.
   *
   * @throws {VaultError} with words for an operator where it could not be removed.
   */
  remove(key: string): Promise<void>;
  status(key: string): Promise<SecretStatus>;
  /** By key. Looking is no use of a secret. */
  entries(): Promise<readonly VaultEntry[]>;
  /** Undefined where the host decides and there is nothing to choose, as in the desktop app. */
  readonly management?: VaultManagement;
}

export const passwordKey = (connectionId: string): string => `connection/${connectionId}/password`;
export const platformTokenKey = (connectionId: string): string => `connection/${connectionId}/platformToken`;
export const clientKeyKey = (connectionId: string): string => `connection/${connectionId}/clientKeyPem`;

import type { AppInfo } from '../../shared/contract/contract.ts';
import type { SecretStatus } from '../../shared/connection/settings.ts';

/** What reading a secret can answer. Only `absent` means that there is nothing to lose. */
export type SecretAnswer =
  { readonly status: 'ok'; readonly secret: string } | { readonly status: Exclude<SecretStatus, 'ok'> };

export type VaultInfo = AppInfo['vault'];

/**
 * Where secrets live. The engine is the only reader; no window ever gets one back. An implementation logs nothing but
 * keys, and never deletes or replaces what it cannot decrypt unless `save` or `remove` asks for that very key.
 */
export interface Vault {
  info(): VaultInfo;
  read(key: string): Promise<SecretAnswer>;
  /** `locked`: nothing was changed, the keyring is not open. */
  save(key: string, secret: string): Promise<'saved' | 'locked'>;
  /** A key that is not there is no error. */
  remove(key: string): Promise<void>;
  status(key: string): Promise<SecretStatus>;
}

export const passwordKey = (connectionId: string): string => `connection/${connectionId}/password`;
export const clientKeyKey = (connectionId: string): string => `connection/${connectionId}/clientKeyPem`;

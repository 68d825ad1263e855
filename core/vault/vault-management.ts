import type { AppInfo } from '../../shared/contract/contract.ts';
import type { VaultBackend, VaultChoice } from '../../shared/vault/vault.ts';

export type VaultInfo = AppInfo['vault'];

export { vaultBackends, type VaultBackend, type VaultChoice } from '../../shared/vault/vault.ts';

export type VaultProblemCode =
  | 'wrong-passphrase'
  /** Too many wrong ones; `retryAtMs` says when the next may be tried. */
  | 'too-soon'
  | 'weak-passphrase'
  /** Something has to be unlocked first. */
  | 'locked'
  /** This computer has no such backend. */
  | 'unavailable'
  /** There is nothing to do, such as to unlock what is open. */
  | 'not-applicable'
  /** Another Fleetdeck is changing the vault. */
  | 'busy'
  | 'failed';

export interface VaultProblem {
  readonly code: VaultProblemCode;
  /** For an operator: what happened, what it means, what to do. */
  readonly message: string;
  /** Unix milliseconds. */
  readonly retryAtMs?: number;
}

export type VaultOutcome<T = null> =
  { readonly isDone: true; readonly value: T } | { readonly isDone: false; readonly problem: VaultProblem };

export interface VaultState extends VaultInfo {
  readonly backend: VaultBackend;
  readonly isLocked: boolean;
  readonly choices: readonly VaultChoice[];
  /** A move that was begun and not ended, or that had to leave something behind; null where all is in one place. */
  readonly unfinished: UnfinishedMove | null;
  /** When the next passphrase may be tried, in Unix milliseconds; null: now. */
  readonly retryUnlockAtMs: number | null;
  readonly minimumPassphraseLength: number;
}

export interface UnfinishedMove {
  /** How many secrets are not in the active backend. */
  readonly secretCount: number;
  /** The backends that they are in. */
  readonly from: readonly string[];
  /** Whether `migrateTo` the active backend can move them now; otherwise something has to be unlocked first. */
  readonly canContinue: boolean;
  /** For an operator: what was left and what to do. */
  readonly explanation: string;
}

export interface MigrationProgress {
  readonly doneCount: number;
  readonly totalCount: number;
}

export interface MigrationReport {
  readonly movedCount: number;
  /** Keys of secrets that could not be read. They stay where they were. */
  readonly leftBehind: readonly string[];
}

export interface MigrationOptions {
  /** Needed for a new passphrase vault. */
  readonly passphrase?: string;
  /**
   * Change the backend even though some secrets cannot be read now, as after a forgotten passphrase or a lost keyring.
   * They stay as they are, and can be moved when they can be read again.
   */
  readonly leaveUnreadable?: boolean;
  readonly onProgress?: (progress: MigrationProgress) => void;
}

/** What only a host with a choice of backends can do. No answer holds a passphrase or a secret. */
export interface VaultManagement {
  state(): Promise<VaultState>;
  /** Opens every key that this passphrase fits; without one, asks the keyring again. */
  unlock(passphrase?: string): Promise<VaultOutcome>;
  /** Forgets the keys until the next unlock. Connections that are up stay up. */
  lock(): Promise<VaultOutcome>;
  /** With null for the former one: moves everything into a new passphrase vault, as `migrateTo('passphrase')` does. */
  setPassphrase(former: string | null, next: string): Promise<VaultOutcome<MigrationReport>>;
  /** Also continues a move that was interrupted: call it again with the same backend. */
  migrateTo(backend: VaultBackend, options?: MigrationOptions): Promise<VaultOutcome<MigrationReport>>;
}

import type { SecretStatus } from '../../shared/connection/settings.ts';
import type { Failure } from '../../shared/contract/result.ts';
import type { VaultBackend, VaultView } from '../../shared/vault/vault.ts';
import { countOf } from '../format/number.ts';

export const backendTitles: Readonly<Record<VaultBackend, string>> = {
  'os-keyring': 'This computer’s keyring',
  passphrase: 'Vault under a passphrase',
  memory: 'Memory only',
};

/** A host's own backends have names of their own, which are shown as they are. */
export const backendTitle = (backend: string): string =>
  Object.hasOwn(backendTitles, backend) ? backendTitles[backend as VaultBackend] : backend;

interface StatusWords {
  readonly shape: string;
  readonly word: string;
  readonly advice: string | null;
  readonly tone: 'neutral' | 'doubtful' | 'bad';
}

export const statusWords: Readonly<Record<SecretStatus, StatusWords>> = {
  ok: { shape: '●', word: 'Can be used', advice: null, tone: 'neutral' },
  locked: { shape: '⊘', word: 'Locked', advice: 'Unlock the vault to use it.', tone: 'doubtful' },
  undecryptable: {
    shape: '✕',
    word: 'Cannot be decrypted',
    advice: 'It is kept as it is. Enter it again under Connections.',
    tone: 'bad',
  },
  absent: { shape: '✕', word: 'Missing', advice: 'Enter it again under Connections.', tone: 'bad' },
};

/** Where the host manages the vault by itself, its entries tell. */
export const isLocked = ({ management, entries }: VaultView): boolean =>
  management?.isLocked ?? entries.some(({ status }) => status === 'locked');

export const persistenceWords = ({ isPersistent }: VaultView): string =>
  isPersistent ? 'kept when the console is closed' : 'gone when the console is closed';

/** The way in that fits what is shut; undefined where nothing is, or the operating system alone can open it. */
export const wayToUnlock = (vault: VaultView): 'passphrase' | 'keyring' | undefined => {
  const { management } = vault;
  if (management === null) return isLocked(vault) ? 'keyring' : undefined;
  if (management.isLocked) return management.backend === 'passphrase' ? 'passphrase' : 'keyring';
  const { unfinished } = management;
  if (unfinished === null || unfinished.canContinue) return undefined;
  return unfinished.from.includes('passphrase') ? 'passphrase' : 'keyring';
};

export interface VaultNotice {
  readonly title: string;
  readonly text: string;
  readonly action: string;
}

/** What the whole console has to know of the vault; undefined when all is well. Memory alone is a choice, not a fault. */
export const vaultNotice = (vault: VaultView): VaultNotice | undefined => {
  const lockedCount = vault.entries.filter(({ status }) => status === 'locked').length;
  if (isLocked(vault) && lockedCount > 0) {
    return {
      title: 'Secrets are locked.',
      text: `${countOf(lockedCount, 'password or key', 'passwords and keys')} cannot be used: connections that need them wait.`,
      action: 'Unlock…',
    };
  }
  const unfinished = vault.management?.unfinished ?? null;
  if (unfinished !== null) {
    return {
      title: 'A move of secrets has not been finished.',
      text: unfinished.explanation,
      action: unfinished.canContinue ? 'Continue…' : 'Unlock…',
    };
  }
  return undefined;
};

/** When the next passphrase may be tried, if the failure says so. Unix milliseconds. */
export const retryAtMsOf = ({ details }: Failure): number | null =>
  typeof details === 'object' && details !== null && 'retryAtMs' in details && typeof details.retryAtMs === 'number'
    ? details.retryAtMs
    : null;

export const reasonOf = ({ details }: Failure): string | null =>
  typeof details === 'object' && details !== null && 'reason' in details && typeof details.reason === 'string'
    ? details.reason
    : null;

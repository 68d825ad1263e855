import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Vault, VaultEntry } from '../vault/vault.ts';
import { secretNamePattern, secretPrefix } from './secret-names.ts';

export type BackupVault = Pick<Vault, 'read' | 'save' | 'remove' | 'entries'>;

/** By connection, by name. */
export type SecretsByConnection = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What the vault holds for a connection, by the secrets' names. */
export const entriesOfConnection = (
  entries: readonly VaultEntry[],
  connectionId: string,
): ReadonlyMap<string, VaultEntry> => {
  const prefix = secretPrefix(connectionId);
  return new Map(
    entries
      .filter(({ key }) => key.startsWith(prefix) && secretNamePattern.test(key.slice(prefix.length)))
      .map((entry) => [entry.key.slice(prefix.length), entry]),
  );
};

/** The keys under which this computer has the very secret that the file has. What cannot be read now is none of them. */
export const unchangedKeys = async (
  vault: Pick<BackupVault, 'read'>,
  entries: readonly VaultEntry[],
  inFile: SecretsByConnection,
): Promise<ReadonlySet<string>> => {
  const readable = new Set(entries.filter(({ status }) => status === 'ok').map(({ key }) => key));
  const unchanged = new Set<string>();
  for (const [connectionId, secrets] of inFile) {
    for (const [name, secret] of secrets) {
      const key = secretPrefix(connectionId) + name;
      if (!readable.has(key)) continue;
      const answer = await vault.read(key);
      if (answer.status === 'ok' && answer.secret === secret) unchanged.add(key);
    }
  }
  return unchanged;
};

export const lockedVault = (what: string): Result<never> =>
  fail('vault-locked', `${what}: the passwords and tokens of this computer are locked. Unlock them and try again.`);

/** Saves, and reads back what was saved: what a vault only seems to keep must not be relied on. */
export const saveSurely = async (vault: BackupVault, key: string, secret: string): Promise<Result<null>> => {
  if ((await vault.save(key, secret)) === 'locked') return lockedVault('Nothing was changed');
  const answer = await vault.read(key);
  return answer.status === 'ok' && answer.secret === secret
    ? ok(null)
    : fail('internal', 'Nothing was changed: this computer did not give back a password that it had just stored.');
};

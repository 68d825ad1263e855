import { largestBackupCharacters, type ExportedSettings } from '../../shared/backup/backup.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Clock } from '../clock.ts';
import { seal, type SealOptions } from '../sealed-file/sealed-file.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import { writeBackup, type BackupContent } from './backup-file.ts';
import { entriesOfConnection, lockedVault, type BackupVault, type SecretsByConnection } from './backup-vault.ts';
import { readLocalSettings, type LocalSettings } from './local-settings.ts';
import { secretPrefix, secretTitle } from './secret-names.ts';

export interface ExportNeeds {
  readonly settings: SettingsStore;
  readonly vault: BackupVault;
  readonly clock: Clock;
  readonly sealing?: SealOptions;
}

/**
 * All connections, also those that this version cannot read, and the preferences, as one file. What belongs to this
 * machine alone (window sizes, the end of the audit log) is not in it.
 *
 * @param withSecrets a passphrase: then passwords, keys and tokens are in it, and the whole file is sealed. Null: none is.
 */
export const exportSettings = async (
  { settings, vault, clock, sealing }: ExportNeeds,
  { withSecrets }: { readonly withSecrets: string | null },
): Promise<Result<ExportedSettings>> => {
  const local = readLocalSettings(settings);
  const named = await namedConnections(local, vault);
  const gathered = withSecrets === null ? ok(noSecrets) : await gatherSecrets(named, vault);
  if (!gathered.ok) return gathered;
  const text = writeBackup({
    exportedAtMs: clock.now(),
    connections: named.map(({ id, settings: own, secretNames }) => ({ id, settings: own, secretNames })),
    preferences: local.preferences,
    disabledManagedConnections: [...local.disabledManaged],
    secrets: gathered.value.secrets,
  });
  const sealed = withSecrets === null ? ok(text) : await seal(text, withSecrets, sealing);
  if (!sealed.ok) return sealed;
  if (sealed.value.length > largestBackupCharacters) {
    return fail(
      'too-large',
      'The settings are more than fits into one backup. Remove connections that nobody needs any more.',
    );
  }
  const day = new Date(clock.now()).toISOString().slice(0, 10);
  return ok({
    fileName: withSecrets === null ? `fleetdeck-settings-${day}.json` : `fleetdeck-settings-${day}.json.age`,
    mediaType: withSecrets === null ? 'application/json' : 'application/octet-stream',
    content: sealed.value,
    isSealed: withSecrets !== null,
    connectionCount: named.length,
    secretCount: gathered.value.count,
    leftOut: [...gathered.value.leftOut],
  });
};

type NamedConnection = BackupContent['connections'][number];

const namedConnections = async (local: LocalSettings, vault: BackupVault): Promise<readonly NamedConnection[]> => {
  const entries = await vault.entries();
  return [...local.connections, ...local.unreadable].map(([id, settings]) => ({
    id,
    settings,
    secretNames: [...entriesOfConnection(entries, id).keys()],
  }));
};

interface Gathered {
  readonly secrets: SecretsByConnection;
  readonly count: number;
  readonly leftOut: readonly string[];
}

const noSecrets: Gathered = { secrets: new Map(), count: 0, leftOut: [] };

/** A locked vault stops the export: a backup that lacks all that was asked for would be found out too late. */
const gatherSecrets = async (
  connections: readonly NamedConnection[],
  vault: BackupVault,
): Promise<Result<Gathered>> => {
  const secrets = new Map<string, ReadonlyMap<string, string>>();
  const leftOut: string[] = [];
  let count = 0;
  for (const { id, secretNames } of connections) {
    const own = new Map<string, string>();
    for (const name of secretNames) {
      const answer = await vault.read(secretPrefix(id) + name);
      if (answer.status === 'locked') return lockedVault('Nothing was exported');
      if (answer.status === 'ok') own.set(name, answer.secret);
      else leftOut.push(`${secretTitle(name)} of ${id}: it is stored, but cannot be decrypted on this computer.`);
    }
    if (own.size > 0) secrets.set(id, own);
    count += own.size;
  }
  return ok({ secrets, count, leftOut });
};

import type { ConnectionSettings } from '../../../shared/connection/settings.ts';
import type { ImportDecision, ImportPreview } from '../../../shared/backup/backup.ts';
import type { Result } from '../../../shared/contract/result.ts';
import { silentLog } from '../../log.ts';
import { customPreset } from '../../presets/custom.ts';
import { createMemorySettings } from '../../settings/settings-store.ts';
import type { SecretAnswer } from '../../vault/vault.ts';
import type { BackupVault } from '../backup-vault.ts';
import { createBackup, type Backup, type BackupNeeds, type ImportedSettings } from '../backup.ts';

export const passphrase = 'quiet harbour lamp 7';

export const connectionSettings = (
  name: string,
  url: string,
  changes: Partial<ConnectionSettings> = {},
): ConnectionSettings => ({ ...customPreset.settings, isEnabled: true, name, url, ...changes });

export const keepAll: ImportDecision = { connections: {}, preferences: 'keep', managed: 'keep' };

/** A vault in a plain map, that a test can look into and break. */
export interface TestVault extends BackupVault {
  readonly held: Map<string, string>;
  /** Answers these instead of what is held. */
  readonly broken: Map<string, 'locked' | 'undecryptable'>;
}

export const createTestVault = (held = new Map<string, string>(), changed: () => void = () => undefined): TestVault => {
  const broken = new Map<string, 'locked' | 'undecryptable'>();
  const answer = (key: string): SecretAnswer => {
    const status = broken.get(key);
    if (status !== undefined) return { status };
    const secret = held.get(key);
    return secret === undefined ? { status: 'absent' } : { status: 'ok', secret };
  };
  return {
    held,
    broken,
    read: (key) => Promise.resolve(answer(key)),
    save: (key, secret) => {
      if (broken.get(key) === 'locked') return Promise.resolve('locked');
      broken.delete(key);
      held.set(key, secret);
      changed();
      return Promise.resolve('saved');
    },
    remove: (key) => {
      held.delete(key);
      broken.delete(key);
      changed();
      return Promise.resolve();
    },
    entries: () =>
      Promise.resolve(
        [...held.keys()].map((key) => ({
          key,
          backend: 'test',
          createdAtMs: null,
          lastUsedAtMs: null,
          status: broken.get(key) ?? 'ok',
        })),
      ),
  };
};

/** One machine with its settings and its vault. */
export class Machine {
  readonly settings = createMemorySettings();
  readonly vault = createTestVault();
  readonly imported: ImportedSettings[] = [];
  readonly backup: Backup;

  constructor(changes: Partial<BackupNeeds> = {}) {
    this.backup = createBackup({
      settings: this.settings,
      vault: this.vault,
      clock: { now: () => Date.UTC(2030, 0, 1), after: () => () => undefined },
      log: silentLog,
      managedIds: () => ['practice'],
      onImported: (imported) => this.imported.push(imported),
      sealing: { workFactor: 8 },
      ...changes,
    });
  }

  connect(id: string, settings: ConnectionSettings, password?: string): this {
    const connections = this.connections();
    this.settings.set('connections', { ...connections, [id]: settings });
    if (password !== undefined) this.vault.held.set(`connection/${id}/password`, password);
    return this;
  }

  connections(): Readonly<Record<string, ConnectionSettings>> {
    return (this.settings.get('connections') ?? {}) as Readonly<Record<string, ConnectionSettings>>;
  }

  async exported(withSecrets: string | null = null): Promise<string> {
    return valueOf(await this.backup.export({ withSecrets })).content;
  }

  async previewed(content: string, given?: string): Promise<ImportPreview> {
    return valueOf(await this.backup.preview(content, given));
  }
}

export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};

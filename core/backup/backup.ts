import { randomBytes } from 'node:crypto';
import type { ExportedSettings, ImportDecision, ImportOutcome, ImportPreview } from '../../shared/backup/backup.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Preferences } from '../../shared/preferences.ts';
import { uniqueWord } from '../connections/client-identity.ts';
import { newConnectionId } from '../connections/connection-id.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { isSealed, openSealed, type SealOptions } from '../sealed-file/sealed-file.ts';
import { readPreferences } from '../settings/preferences-book.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { VaultEntry } from '../vault/vault.ts';
import { readBackup, type BackupContent } from './backup-file.ts';
import { unchangedKeys, type BackupVault } from './backup-vault.ts';
import { decide } from './decide.ts';
import { differences } from './differences.ts';
import { exportSettings } from './export.ts';
import { readLocalSettings, type LocalSettings } from './local-settings.ts';
import { planItems, type PlannedItem } from './plan.ts';
import { readFilePreferences } from './preferences.ts';
import { secretTitle } from './secret-names.ts';
import { beginTakeover, finishTakeover, isTakeoverUnderWay, waitingConnections } from './takeover.ts';

/** A preview holds the secrets of its file; it is forgotten when nobody decides. */
const previewLifeMs = 10 * 60_000;
const previewLimit = 5;

export interface BackupNeeds {
  readonly settings: SettingsStore;
  readonly vault: BackupVault;
  readonly clock: Clock;
  readonly log: Log;
  /** The console's own connections, which no file can replace. */
  readonly managedIds: () => readonly string[];
  /**
   * Called at once after each write to the settings, before anything else can write them: whoever holds them in memory
   * reads them again. First with connections that wait for their secrets switched off, then with them switched on.
   */
  readonly onImported: (imported: ImportedSettings) => void;
  readonly sealing?: SealOptions;
}

export interface ImportedSettings {
  /** Added or changed. */
  readonly connectionIds: readonly string[];
  readonly isPreferencesChanged: boolean;
  readonly isManagedChanged: boolean;
}

export interface Backup {
  export(options: { readonly withSecrets: string | null }): Promise<Result<ExportedSettings>>;
  /** What an import would change. Changes nothing. A sealed file needs its passphrase: `details.reason` is `passphrase-needed`. */
  preview(content: Uint8Array | string, passphrase?: string): Promise<Result<ImportPreview>>;
  /** All or nothing: a failure, and a crash, leave the settings as they were or as they were to be. */
  apply(previewId: string, decision: ImportDecision): Promise<Result<ImportOutcome>>;
  discard(previewId: string): void;
  /** To be called before connections start: finishes what a crash interrupted. A failure says what to do; connections that wait stay switched off. */
  finishInterrupted(): Promise<Result<readonly string[]>>;
  /** The vault was opened: goes on with an import that waits for it. */
  finishWaiting(): Promise<void>;
  close(): void;
}

interface HeldPreview {
  readonly fingerprint: string;
  /** Of the vault, when it was made: what is stored later belongs to what is here. */
  readonly keys: ReadonlySet<string>;
  readonly items: readonly PlannedItem[];
  readonly preferences: Preferences;
  readonly disabledManaged: readonly string[];
  readonly forget: () => void;
}

export const createBackup = (needs: BackupNeeds): Backup => new SettingsBackup(needs);

class SettingsBackup implements Backup {
  readonly #needs: BackupNeeds;
  readonly #previews = new Map<string, HeldPreview>();
  #isApplying = false;

  constructor(needs: BackupNeeds) {
    this.#needs = needs;
  }

  export(options: { readonly withSecrets: string | null }): Promise<Result<ExportedSettings>> {
    return exportSettings(this.#needs, options);
  }

  async preview(content: Uint8Array | string, passphrase?: string): Promise<Result<ImportPreview>> {
    const sealed = isSealed(content);
    const text = await plainText(content, sealed, passphrase);
    if (!text.ok) return text;
    const file = readBackup(text.value);
    if (!file.ok) return file;
    const { vault } = this.#needs;
    const entries = await vault.entries();
    const unchanged = await unchangedKeys(vault, entries, file.value.secrets);
    const local = readLocalSettings(this.#needs.settings);
    const managedIds = new Set(this.#needs.managedIds());
    const items = planItems(file.value, { local, entries, unchangedKeys: unchanged, managedIds });
    return ok(this.#hold(file.value, local, items, sealed, keysOf(entries)));
  }

  async apply(previewId: string, decision: ImportDecision): Promise<Result<ImportOutcome>> {
    const held = this.#previews.get(previewId);
    if (held === undefined) return fail('not-found', 'This preview is too old. Choose the file again.');
    const refusal = this.#refusal(held, decision);
    if (refusal !== undefined) return refusal;
    this.#isApplying = true;
    try {
      const now = keysOf(await this.#needs.vault.entries());
      if ([...now].some((key) => !held.keys.has(key))) return changedMeanwhile;
      return await this.#takeOver(previewId, held, decision);
    } finally {
      this.#isApplying = false;
    }
  }

  discard(previewId: string): void {
    this.#previews.get(previewId)?.forget();
    this.#previews.delete(previewId);
  }

  async finishInterrupted(): Promise<Result<readonly string[]>> {
    const wasUnderWay = isTakeoverUnderWay(this.#needs.settings);
    const finished = await finishTakeover(this.#needs);
    if (!finished.ok) {
      this.#needs.log.warn('import-not-finished', { code: finished.error.code });
      return finished;
    }
    if (wasUnderWay) this.#needs.log.info('import-finished', { lost: finished.value.length });
    return ok(finished.value.map(lostNotice));
  }

  async finishWaiting(): Promise<void> {
    const { settings, onImported, log } = this.#needs;
    if (this.#isApplying || !isTakeoverUnderWay(settings)) return;
    this.#isApplying = true;
    try {
      const connectionIds = waitingConnections(settings);
      const finished = await this.finishInterrupted();
      if (finished.ok) onImported({ connectionIds, isPreferencesChanged: false, isManagedChanged: false });
    } catch (error) {
      log.error('import-not-finished', { error: error instanceof Error ? error.message : String(error) });
    } finally {
      this.#isApplying = false;
    }
  }

  close(): void {
    for (const id of [...this.#previews.keys()]) this.discard(id);
  }

  #hold(
    file: BackupContent,
    local: LocalSettings,
    items: readonly PlannedItem[],
    wasSealed: boolean,
    keys: ReadonlySet<string>,
  ): ImportPreview {
    const { clock, settings } = this.#needs;
    for (const id of [...this.#previews.keys()].slice(0, Math.max(0, this.#previews.size - previewLimit + 1))) {
      this.discard(id);
    }
    const former = readPreferences(settings);
    const { preferences, leftOut } = readFilePreferences(file.preferences, former);
    const previewId = randomBytes(16).toString('hex');
    const forget = clock.after(previewLifeMs, () => {
      this.#previews.delete(previewId);
    });
    const disabledManaged = file.disabledManagedConnections;
    this.#previews.set(previewId, {
      keys,
      fingerprint: local.fingerprint,
      items,
      preferences,
      disabledManaged,
      forget,
    });
    return {
      previewId,
      expiresAtMs: clock.now() + previewLifeMs,
      exportedAtMs: file.exportedAtMs,
      isSealed: wasSealed,
      connections: items.map(({ item }) => item),
      preferences: [...differences(former, preferences)],
      managed: [...managedChanges(local, disabledManaged, this.#needs.managedIds())],
      notices: [...fileNotices(leftOut, !wasSealed && file.secrets.size > 0)],
    };
  }

  #refusal(held: HeldPreview, decision: ImportDecision): Result<never> | undefined {
    const { settings } = this.#needs;
    if (this.#isApplying || isTakeoverUnderWay(settings)) {
      return fail(
        'conflict',
        'Another import is not finished yet. Finish that one first: unlock the passwords of this computer, or start the console again.',
      );
    }
    if (readLocalSettings(settings).fingerprint !== held.fingerprint) {
      return fail(
        'conflict',
        'The settings have been changed since this preview was made. Choose the file again and look at what will change now.',
      );
    }
    for (const [id, choice] of Object.entries(decision.connections)) {
      const item = held.items.find((planned) => planned.item.id === id)?.item;
      if (item === undefined || choice === 'keep' || item.choices.includes(choice)) continue;
      return fail('refused', `This cannot be done with "${item.name}". ${item.notices.join(' ')}`);
    }
    return undefined;
  }

  async #takeOver(previewId: string, held: HeldPreview, decision: ImportDecision): Promise<Result<ImportOutcome>> {
    const { settings, onImported } = this.#needs;
    const local = readLocalSettings(settings);
    const word = uniqueWord();
    const decided = decide({ ...held, local, newId: newConnectionId }, decision);
    const isStale = () => readLocalSettings(settings).fingerprint !== held.fingerprint;
    const begun = await beginTakeover(this.#needs, { ...decided, word }, isStale);
    if (!begun.ok) return begun;
    this.discard(previewId);
    const imported = {
      connectionIds: [...decided.addedIds, ...decided.changedIds],
      isPreferencesChanged: decision.preferences === 'take',
      isManagedChanged: decision.managed === 'take',
    };
    onImported(imported);
    const finished = await this.#finishNow(decided.secrets.length > 0);
    if (decided.enable.length > 0) {
      onImported({ connectionIds: decided.enable, isPreferencesChanged: false, isManagedChanged: false });
    }
    return ok({
      addedCount: decided.addedIds.length,
      changedCount: decided.changedIds.length,
      secretCount: decided.secrets.length,
      notices: [...decided.notices, ...finished],
    });
  }

  /** The settings are in place: what is left over is said, and finished at the next start at the latest. */
  async #finishNow(hasSecrets: boolean): Promise<readonly string[]> {
    if (!hasSecrets) return [];
    try {
      const finished = await this.finishInterrupted();
      if (finished.ok) return finished.value;
    } catch (error) {
      this.#needs.log.error('import-not-finished', { error: error instanceof Error ? error.message : String(error) });
    }
    return [
      'The passwords of the file are not in their places yet, so the connections that need them are switched off. Unlock the passwords of this computer and start the console again.',
    ];
  }
}

const keysOf = (entries: readonly VaultEntry[]): ReadonlySet<string> =>
  new Set(entries.flatMap(({ key }) => (key.startsWith('connection/') ? [key] : [])));

const changedMeanwhile = fail(
  'conflict',
  'Passwords have been stored since this preview was made. Choose the file again and look at what will change now.',
);

const plainText = async (
  content: Uint8Array | string,
  sealed: boolean,
  passphrase: string | undefined,
): Promise<Result<string>> => {
  if (!sealed) return ok(typeof content === 'string' ? content : Buffer.from(content).toString('utf8'));
  if (passphrase === undefined) {
    return fail('refused', 'This file is under a passphrase. Enter it.', { reason: 'passphrase-needed' });
  }
  return openSealed(content, passphrase);
};

const managedChanges = (local: LocalSettings, disabled: readonly string[], managedIds: readonly string[]) =>
  managedIds.flatMap((id) => {
    const [former, next] = [!local.disabledManaged.has(id), !disabled.includes(id)];
    return former === next ? [] : [{ field: id, former: onOff(former), next: onOff(next) }];
  });

const onOff = (isOn: boolean): string => (isOn ? 'on' : 'off');

const fileNotices = (leftOut: readonly string[], hasOpenSecrets: boolean): readonly string[] => [
  ...(leftOut.length === 0 ? [] : [`Preferences that this version does not know are left out: ${leftOut.join(', ')}.`]),
  ...(hasOpenSecrets
    ? ['This file holds passwords that anybody can read who gets it. Delete it after the import.']
    : []),
];

const lostNotice = (key: string): string => {
  const [, id = '', name = ''] = key.split('/');
  return `${secretTitle(name)} of ${id} could not be taken over. Enter it again, then switch the connection on.`;
};

import { z } from 'zod';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { fileProblem } from '../data-folder/start-error.ts';
import { connectionsKey } from '../settings/connection-book.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import { lockedVault, saveSurely, type BackupVault } from './backup-vault.ts';

/**
 * How secrets and settings change together, though they are kept apart. The new secrets are first put aside in the vault;
 * one write changes all settings and notes what is to be moved; then each secret is moved to its place. Until then the
 * connections that they belong to are switched off, so that no old password meets a new host or the other way round.
 * Killed at any point, the next start either finds the old state, or finishes the new one.
 */

const asidePrefix = 'import/';
const noteKey = 'importUnderWay';

const noteSchema = z.object({
  moves: z.array(z.object({ from: z.string().startsWith(asidePrefix), to: z.string().startsWith('connection/') })),
  /** Connections to switch on again. */
  enable: z.array(z.string()),
});
type Note = z.infer<typeof noteSchema>;

export interface NewSecret {
  readonly key: string;
  readonly secret: string;
}

export interface Takeover {
  readonly word: string;
  /** Of the settings store; of the connections, those with new secrets are switched off. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly secrets: readonly NewSecret[];
  readonly enable: readonly string[];
}

export interface TakeoverNeeds {
  readonly settings: SettingsStore;
  readonly vault: BackupVault;
}

/**
 * Puts the secrets aside and writes the settings. A failure leaves everything as it was.
 *
 * @param isStale asked last before the write: storing secrets takes time, in which another window can save.
 */
export const beginTakeover = async (
  needs: TakeoverNeeds,
  takeover: Takeover,
  isStale: () => boolean,
): Promise<Result<null>> => {
  const refuse = async (refusal: Result<never>): Promise<Result<never>> => {
    await removeAside(needs.vault).catch(() => undefined);
    return refusal;
  };
  try {
    const begun = await putInPlace(needs, takeover, isStale);
    return begun.ok ? begun : await refuse(begun);
  } catch (error) {
    // A write that failed after it had reached the disk: what was put aside is needed.
    if (isTakeoverUnderWay(needs.settings)) return ok(null);
    return refuse(fail('internal', `Nothing was imported: ${fileProblem(error)}.`));
  }
};

const putInPlace = async (
  { settings, vault }: TakeoverNeeds,
  { word, secrets, enable, values }: Takeover,
  isStale: () => boolean,
): Promise<Result<null>> => {
  const placed = secrets.map(({ key, secret }) => ({ from: `${asidePrefix}${word}/${key}`, to: key, secret }));
  for (const { from, secret } of placed) {
    const saved = await saveSurely(vault, from, secret);
    if (!saved.ok) return saved;
  }
  if (isStale()) {
    return fail(
      'conflict',
      'The settings were changed during the import. Nothing was imported; choose the file again.',
    );
  }
  const moves = placed.map(({ from, to }) => ({ from, to }));
  const note: Note | undefined = moves.length === 0 ? undefined : { moves, enable: [...enable] };
  settings.setAll({ ...values, [noteKey]: note });
  return ok(null);
};

/** Moves the secrets to their places and switches the connections on. Can be repeated until it succeeds. */
export const finishTakeover = async (needs: TakeoverNeeds): Promise<Result<readonly string[]>> => {
  const { settings, vault } = needs;
  const stored = settings.get(noteKey);
  if (stored === undefined || stored === null) {
    await removeAside(vault);
    return ok([]);
  }
  const note = noteSchema.safeParse(stored);
  if (!note.success) return fail('internal', 'The note of an unfinished import cannot be read. Nothing was changed.');
  const lost: string[] = [];
  for (const move of note.data.moves) {
    const moved = await moveSecret(vault, move.from, move.to);
    if (!moved.ok) return moved;
    if (moved.value === 'lost') lost.push(move.to);
  }
  const ready = note.data.enable.filter((id) => !lost.some((key) => key.startsWith(`connection/${id}/`)));
  settings.setAll({ [connectionsKey]: switchedOn(settings.get(connectionsKey), new Set(ready)), [noteKey]: undefined });
  await removeAside(vault);
  return ok(lost);
};

export const isTakeoverUnderWay = (settings: SettingsStore): boolean => (settings.get(noteKey) ?? null) !== null;

/** That an unfinished import switches on when it is finished. */
export const waitingConnections = (settings: SettingsStore): readonly string[] =>
  noteSchema.safeParse(settings.get(noteKey)).data?.enable ?? [];

/** Its secrets in place are those from before the import. */
export const awaitsSecrets = (settings: SettingsStore, connectionId: string): boolean => {
  const note = noteSchema.safeParse(settings.get(noteKey));
  return note.success && note.data.moves.some(({ to }) => to.startsWith(`connection/${connectionId}/`));
};

/** Removed from where it was put aside only after it was read back from where it belongs. */
const moveSecret = async (vault: BackupVault, from: string, to: string): Promise<Result<'moved' | 'lost'>> => {
  const answer = await vault.read(from);
  switch (answer.status) {
    case 'locked':
      return lockedVault('The import is not finished');
    case 'undecryptable':
      // What is in its place belongs to the settings before the import.
      await vault.remove(to);
      return ok('lost');
    case 'absent':
      // It was moved before the last start; a vault that keeps nothing has forgotten it, and says so itself.
      return ok('moved');
    case 'ok': {
      const saved = await saveSurely(vault, to, answer.secret);
      if (!saved.ok) return saved;
      await vault.remove(from);
      return ok('moved');
    }
  }
};

const removeAside = async (vault: BackupVault): Promise<void> => {
  for (const { key } of await vault.entries()) if (key.startsWith(asidePrefix)) await vault.remove(key);
};

const switchedOn = (connections: unknown, ids: ReadonlySet<string>): unknown => {
  if (typeof connections !== 'object' || connections === null || Array.isArray(connections)) return connections;
  return Object.fromEntries(
    Object.entries(connections).map(([id, value]: [string, unknown]) => [
      id,
      ids.has(id) && typeof value === 'object' && value !== null ? { ...value, isEnabled: true } : value,
    ]),
  );
};

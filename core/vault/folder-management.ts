import { fileProblem } from '../data-folder/start-error.ts';
import { backendTitles, countOf, explainChoices, explainUnfinished } from './explanations.ts';
import type { FolderSecrets } from './folder-secrets.ts';
import type { ActiveKey, DataKeys } from './keys/data-keys.ts';
import { minimumPassphraseLength } from './keys/passphrase.ts';
import type { PassphraseSlot } from './keys/key-slots.ts';
import type { UnlockLimit } from './keys/unlock-limit.ts';
import { isSameKey, moveSecrets } from './migration.ts';
import type { MovingSecrets } from './moving-secrets.ts';
import { VaultError } from './vault-error.ts';
import type { VaultEvents } from './vault-events.ts';
import {
  vaultBackends,
  type MigrationOptions,
  type MigrationReport,
  type UnfinishedMove,
  type VaultBackend,
  type VaultManagement,
  type VaultOutcome,
  type VaultProblem,
  type VaultProblemCode,
} from './vault-management.ts';

export interface FolderManagementNeeds {
  readonly secrets: FolderSecrets;
  readonly moving: MovingSecrets;
  readonly keys: DataKeys;
  readonly limit: UnlockLimit;
  readonly events: VaultEvents;
}

/** One change at a time; what goes wrong is an answer in words, never an error. */
export const createFolderManagement = (needs: FolderManagementNeeds): VaultManagement => {
  const { secrets, moving, keys, limit, events } = needs;

  const change = async <T>(action: () => Promise<VaultOutcome<T>>): Promise<VaultOutcome<T>> => {
    try {
      return await secrets.exclusive(action);
    } catch (error) {
      if (error instanceof VaultError) return failed(error.code, error.message);
      return failed('failed', `The vault could not be changed: ${fileProblem(error)}. No secret is lost. ${tryAgain}`);
    }
  };

  /** @returns what is wrong with the passphrase; undefined where it opened something. */
  const tryPassphrase = async (
    passphrase: string,
    slots: readonly PassphraseSlot[],
  ): Promise<VaultProblem | undefined> => {
    const tooSoon = await limit.retryAtMs();
    if (tooSoon !== null) {
      const message = 'There were too many wrong passphrases. Wait a moment before you try the next.';
      return { code: 'too-soon', message, retryAtMs: tooSoon };
    }
    await limit.begin();
    if ((await keys.openWith(passphrase, slots)) > 0) {
      await limit.succeed();
      return undefined;
    }
    events.tell({ kind: 'unlock-failed', backend: 'passphrase' });
    const retryAtMs = await limit.retryAtMs();
    const message = 'This is not the passphrase of the vault. Nothing was changed.';
    return { code: 'wrong-passphrase', message, ...(retryAtMs === null ? {} : { retryAtMs }) };
  };

  const askKeyring = async (): Promise<VaultOutcome> => {
    const { backend, keyId } = keys.active;
    if (backend !== 'os-keyring' || keyId === null) return failed('not-applicable', 'There is no keyring to open.');
    if ((await keys.condition(keyId)) !== 'locked') return done(null);
    const message = `There is no answer from ${keys.keyringTitle}. Unlock it on this computer, then try again.`;
    return failed('locked', message);
  };

  const unlock = async (passphrase: string): Promise<VaultOutcome> => {
    const locked = keys.lockedPassphraseSlots();
    if (locked.length === 0) return failed('not-applicable', 'There is nothing to unlock with a passphrase.');
    const problem = await tryPassphrase(passphrase, locked);
    if (problem !== undefined) return { isDone: false, problem };
    await moving.handOver();
    events.tell({ kind: 'unlocked', backend: 'passphrase' });
    return done(null);
  };

  const changePassphrase = async (former: string, next: string): Promise<VaultOutcome<MigrationReport>> => {
    const slot = keys.slots().find(({ keyId }) => keyId === keys.active.keyId);
    if (slot?.backend !== 'passphrase') {
      return failed('not-applicable', 'The secrets are not under a passphrase, so there is none to change.');
    }
    const wasOpen = keys.key(slot.keyId) !== undefined;
    const problem = await tryPassphrase(former, [slot]);
    if (problem !== undefined) return { isDone: false, problem };
    await keys.changePassphrase(slot, next);
    await moving.handOver();
    if (!wasOpen) events.tell({ kind: 'unlocked', backend: 'passphrase' });
    events.tell({ kind: 'passphrase-changed', backend: 'passphrase' });
    return done({ movedCount: 0, leftBehind: [] });
  };

  const migrate = async (backend: VaultBackend, options: MigrationOptions): Promise<VaultOutcome<MigrationReport>> => {
    const existing = await existingTarget(keys, backend);
    if (existing === 'locked') {
      return failed('locked', `Nothing was moved, because ${backendTitles[backend]} is locked. Unlock it first.`);
    }
    const problem = existing === undefined ? await targetProblem(keys, backend, options) : undefined;
    if (problem !== undefined) return { isDone: false, problem };
    const strays = await moving.strays(existing ?? { backend, keyId: null });
    const unreadable = strays.filter(({ condition }) => condition !== 'open');
    const isNew = existing === undefined || !isSameKey(existing, keys.active);
    if (isNew && unreadable.length > 0 && options.leaveUnreadable !== true) {
      const cannot = `${countOf(unreadable.length)} cannot be read now, so nothing was moved.`;
      return failed('locked', `${cannot} Unlock the vault first, or choose to leave what cannot be read where it is.`);
    }
    const target = existing ?? (await createTarget(keys, backend, options.passphrase ?? ''));
    return done(await moveSecrets(needs, target, strays, options.onProgress));
  };

  return {
    state: async () => {
      const probed = await keys.probe();
      const { active } = keys;
      return {
        ...secrets.info(),
        backend: active.backend,
        isLocked: active.keyId !== null && keys.lastCondition(active.keyId) === 'locked',
        choices: explainChoices(probed.isUsable ? undefined : probed.reason),
        unfinished: await unfinishedMove(moving, keys),
        retryUnlockAtMs: await limit.retryAtMs(),
        minimumPassphraseLength,
      };
    },
    unlock: (passphrase) => change(() => (passphrase === undefined ? askKeyring() : unlock(passphrase))),
    lock: () =>
      change(async () => {
        if (!keys.forgetPassphraseKeys()) return failed('not-applicable', 'There is nothing to lock.');
        await moving.handOver();
        events.tell({ kind: 'locked', backend: 'passphrase' });
        return done(null);
      }),
    setPassphrase: (former, next) =>
      change(async () => {
        if (former !== null) {
          return isTooShort(next) ? { isDone: false, problem: weakPassphrase } : await changePassphrase(former, next);
        }
        if (keys.active.backend === 'passphrase') {
          return failed('not-applicable', 'The vault has a passphrase already. Enter it, too, to change it.');
        }
        return await migrate('passphrase', { passphrase: next });
      }),
    migrateTo: (backend, options = {}) => change(() => migrate(backend, options)),
  };
};

/** Where new secrets go already; undefined where a new key is needed for that backend. */
const existingTarget = async (keys: DataKeys, backend: VaultBackend): Promise<ActiveKey | 'locked' | undefined> => {
  if (backend === 'memory') return { backend, keyId: null };
  const { active } = keys;
  if (active.backend !== backend || active.keyId === null) return undefined;
  const condition = await keys.condition(active.keyId);
  if (condition === 'lost') return undefined;
  return condition === 'locked' ? 'locked' : active;
};

const targetProblem = async (
  keys: DataKeys,
  backend: VaultBackend,
  { passphrase }: MigrationOptions,
): Promise<VaultProblem | undefined> => {
  if (backend === 'passphrase') return isTooShort(passphrase ?? '') ? weakPassphrase : undefined;
  const probed = await keys.probe(true);
  if (probed.isUsable) return undefined;
  return { code: 'unavailable', message: `This computer's keyring cannot be used: ${probed.reason}.` };
};

const createTarget = (keys: DataKeys, backend: VaultBackend, passphrase: string): Promise<ActiveKey> =>
  backend === 'passphrase' ? keys.createPassphraseKey(passphrase) : keys.createKeyringKey();

const unfinishedMove = async (moving: MovingSecrets, keys: DataKeys): Promise<UnfinishedMove | null> => {
  // What nothing opens any more is not waiting to be moved.
  const strays = (await moving.strays(keys.active)).filter(({ condition }) => condition !== 'lost');
  if (strays.length === 0) return null;
  const from = [...new Set(strays.map(({ backend }) => backend))];
  const canContinue = strays.some(({ condition }) => condition === 'open');
  const explanation = explainUnfinished({
    count: strays.length,
    from: from.map(titleOf),
    to: backendTitles[keys.active.backend],
    canContinue,
    needsPassphrase: from.includes('passphrase'),
  });
  return { secretCount: strays.length, from, canContinue, explanation };
};

const titleOf = (backend: string): string => {
  const known = vaultBackends.find((each) => each === backend);
  return known === undefined ? backend : backendTitles[known];
};

/** As NIST counts: each code point is one character. */
const isTooShort = (passphrase: string): boolean =>
  Array.from(passphrase.normalize('NFKC')).length < minimumPassphraseLength;

const weakPassphrase: VaultProblem = {
  code: 'weak-passphrase',
  message:
    `The passphrase is too short. Take at least ${String(minimumPassphraseLength)} characters; ` +
    'four or five words that have nothing to do with each other are easy to remember.',
};

const tryAgain = 'Put that right and try again.';

const done = <T>(value: T): VaultOutcome<T> => ({ isDone: true, value });
const failed = (
  code: VaultProblemCode,
  message: string,
): { readonly isDone: false; readonly problem: VaultProblem } => ({
  isDone: false,
  problem: { code, message },
});

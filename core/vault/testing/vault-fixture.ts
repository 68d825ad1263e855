import { systemClock, type Clock } from '../../clock.ts';
import { silentLog } from '../../log.ts';
import { openFolderVault, type FolderVault, type FolderVaultNeeds } from '../folder-vault.ts';
import type { ScryptCost } from '../keys/passphrase.ts';
import type { VaultOutcome } from '../vault-management.ts';

/** Quick, and no protection. */
export const cheapCost: ScryptCost = { cost: 2, blockSize: 1, parallelization: 1 };

/** A clock whose hands the test turns; timers run as ever. */
export const createHandClock = (nowMs: number): Clock & { set(nowMs: number): void } => {
  let hand = nowMs;
  return {
    now: () => hand,
    after: (delayMs, callback) => systemClock.after(delayMs, callback),
    set: (next) => {
      hand = next;
    },
  };
};

export const openTestVault = (
  needs: Pick<FolderVaultNeeds, 'folder' | 'openKeyring'> & Partial<FolderVaultNeeds>,
): Promise<FolderVault> =>
  openFolderVault({ clock: systemClock, log: silentLog, scryptCost: cheapCost, keyringPatienceMs: 20, ...needs });

/** @throws where the vault refused, with its words. */
export const valueOf = <T>(outcome: VaultOutcome<T>): T => {
  if (!outcome.isDone) throw new Error(`${outcome.problem.code}: ${outcome.problem.message}`);
  return outcome.value;
};

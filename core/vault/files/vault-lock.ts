import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../clock.ts';

/** SQLite's primary result code for a file that another connection has locked: https://sqlite.org/rescode.html#busy */
const sqliteBusy = 5;
const retryEveryMs = 25;

/**
 * Takes a folder's `vault.lock` for this process; the operating system lets go of it however the process ends.
 *
 * @returns the way to release it; undefined where somebody else has it and `waitMs` (in which this thread stands still) is over.
 * @throws what the file system says.
 */
export const takeVaultLock = (folder: string, waitMs = 0): (() => void) | undefined => {
  const database = new DatabaseSync(join(folder, 'vault.lock'), { timeout: waitMs });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return undefined;
    throw error;
  }
  return () => {
    database.close();
  };
};

/** As `takeVaultLock`, but waits without holding anybody up. */
export const waitForVaultLock = async (
  folder: string,
  clock: Pick<Clock, 'after'>,
  attempts: number,
): Promise<(() => void) | undefined> => {
  for (let attempt = 1; ; attempt += 1) {
    const release = takeVaultLock(folder);
    if (release !== undefined || attempt >= attempts) return release;
    await new Promise<void>((resolve) => {
      clock.after(retryEveryMs, resolve);
    });
  }
};

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeFolder } from './make-folder.ts';
import { StartError, fileProblem } from './start-error.ts';

export interface DataFolderLock {
  readonly release: () => void;
}

/** SQLite's primary result code for a file that another connection has locked: https://sqlite.org/rescode.html#busy */
const sqliteBusy = 5;

/**
 * Makes the folder where it is missing, and takes it for this process alone: two engines would write the same ledger and
 * the same settings. The operating system lets go of SQLite's lock when the process ends, however it ends, so there is no
 * stale lock file to judge by a process id.
 *
 * @throws {StartError} when another console uses the folder, or it cannot be written.
 */
export const lockDataFolder = (folder: string): DataFolderLock => {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new StartError(`The data folder ${folder} cannot be made: ${fileProblem(error)}.`);
  }
  const path = join(folder, 'in-use.lock');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) {
      throw new StartError(
        `The data folder ${folder} is in use by another Fleetdeck. Close that one, or start this one with --home and another folder.`,
      );
    }
    throw new StartError(`The data folder ${folder} cannot be used: ${fileProblem(error)}.`);
  }
  const held = database;
  return {
    release: () => {
      if (held.isOpen) held.close();
    },
  };
};

import { existsSync, renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Log } from '../log.ts';
import { StartError, fileProblem } from './start-error.ts';

/** The file is a database that can be read, and still none that this console can go on with. */
export class UnfitDatabase extends Error {
  override readonly name = 'UnfitDatabase';
}

export interface DatabaseFile<T> {
  /** `:memory:` for tests. */
  readonly file: string;
  /** For people, such as "The record of commands". */
  readonly title: string;
  readonly nowMs: number;
  readonly log: Log;
  /**
   * Makes the tables of a new file, checks those of an old one, and answers what works on them. Throws
   * {@link UnfitDatabase} for another version.
   */
  readonly open: (database: DatabaseSync) => T;
}

/**
 * Opens a database, or makes it. One that is damaged, no database, or of a later version is moved aside with the time in
 * its name, never deleted, and a new one is begun.
 *
 * A row that was written survives a power cut (https://sqlite.org/pragma.html#pragma_synchronous).
 *
 * @throws {StartError} when the file is in use or the file system refuses it: that says nothing against what is in it.
 */
export const openDatabaseFile = <T>(wanted: DatabaseFile<T>): T => {
  try {
    return openSound(wanted);
  } catch (error) {
    if (!isUnfit(error)) throw openProblem(wanted, error);
    const keptAs = moveAside(wanted);
    wanted.log.error('database-unreadable', {
      file: wanted.file,
      keptAs,
      error: error instanceof Error ? error.message : String(error),
    });
    try {
      return openSound(wanted);
    } catch (second) {
      throw openProblem(wanted, second);
    }
  }
};

/** Why the database did not take something, in words. */
export const databaseProblem = (error: unknown): string => {
  const code = sqliteCode(error);
  return (code === undefined ? undefined : refusals.get(code)) ?? fileProblem(error);
};

type Named = Pick<DatabaseFile<unknown>, 'file' | 'title'>;

/** SQLite's primary result codes: https://sqlite.org/rescode.html */
const sqlite = {
  error: 1,
  busy: 5,
  locked: 6,
  readOnly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  noDatabase: 26,
};

const refusals: ReadonlyMap<number, string> = new Map([
  [sqlite.busy, 'it is in use by another program'],
  [sqlite.locked, 'it is in use by another program'],
  [sqlite.readOnly, 'this user may not write it'],
  [sqlite.io, 'the disk reports an error'],
  [sqlite.corrupt, 'the file is damaged'],
  [sqlite.full, 'the disk is full'],
  [sqlite.cantOpen, 'it is no file that this user may read and write'],
]);

/** The lowest byte of an extended code is the primary one. */
const sqliteCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;

/** True where it is the content that is at fault. The plain `error` is a table that is not what this file should have. */
const isUnfit = (error: unknown): boolean => {
  const code = sqliteCode(error);
  return (
    error instanceof UnfitDatabase || code === sqlite.error || code === sqlite.corrupt || code === sqlite.noDatabase
  );
};

const openProblem = ({ file, title }: Named, error: unknown): StartError => {
  const code = sqliteCode(error);
  return code === sqlite.busy || code === sqlite.locked
    ? new StartError(`${title} ${file} is in use by another program. Close that one, and start Fleetdeck again.`)
    : new StartError(`${title} ${file} cannot be opened: ${databaseProblem(error)}.`);
};

const openSound = <T>({ file, open }: DatabaseFile<T>): T => {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000;');
    const check = database.prepare('PRAGMA quick_check(1)').get();
    if (check?.quick_check !== 'ok') throw new UnfitDatabase('The file is damaged.');
    return open(database);
  } catch (error) {
    database.close();
    throw error;
  }
};

/** With its side files: they belong to it, and a new database must not find them. */
const moveAside = ({ file, title, nowMs }: Named & { readonly nowMs: number }): string => {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  let keptAs = `${file}.unreadable-${stamp}`;
  for (let attempt = 2; existsSync(keptAs); attempt++) keptAs = `${file}.unreadable-${stamp}-${String(attempt)}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (!existsSync(file + suffix)) continue;
    try {
      renameSync(file + suffix, keptAs + suffix);
    } catch (error) {
      throw new StartError(`${title} ${file} cannot be used, and cannot be moved aside: ${fileProblem(error)}.`);
    }
  }
  return keptAs;
};

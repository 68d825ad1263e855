import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { openDatabaseFile, UnfitDatabase } from '../data-folder/database-file.ts';
import type { Log } from '../log.ts';

const version = 1;

export interface Shelf<T> {
  /** In the order in which they began. What cannot be read stays where it is, and is left out. */
  all(): readonly T[];
  get(id: string): T | undefined;
  /** On disk when this returns. */
  put(id: string, record: T): void;
  drop(id: string): void;
}

/** What must outlive a crash in the middle of work with tokens: small records, never a secret. */
export class TokenRecords {
  readonly #database: DatabaseSync;
  readonly #log: Log;
  readonly #all: StatementSync;
  readonly #one: StatementSync;
  readonly #put: StatementSync;
  readonly #drop: StatementSync;

  constructor(database: DatabaseSync, log: Log) {
    this.#log = log;
    this.#database = database;
    this.#all = this.#database.prepare('SELECT id, body FROM records WHERE kind = ? ORDER BY began');
    this.#one = this.#database.prepare('SELECT id, body FROM records WHERE kind = ? AND id = ?');
    this.#put = this.#database.prepare(
      `INSERT INTO records (kind, id, body) VALUES (?, ?, ?)
       ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body`,
    );
    this.#drop = this.#database.prepare('DELETE FROM records WHERE kind = ? AND id = ?');
  }

  shelf<T>(kind: string, schema: z.ZodType<T>): Shelf<T> {
    const read = (row: unknown): T | undefined => {
      const { id, body } = rowSchema.parse(row);
      const parsed = schema.safeParse(jsonOf(body));
      if (parsed.success) return parsed.data;
      this.#log.warn('token-record-unreadable', { kind, id });
      return undefined;
    };
    return {
      all: () => (this.#database.isOpen ? this.#all.all(kind) : []).flatMap((row) => read(row) ?? []),
      get: (id) => {
        if (!this.#database.isOpen) return undefined;
        const row = this.#one.get(kind, id);
        return row === undefined ? undefined : read(row);
      },
      put: (id, record) => {
        // Work that was under way when the console ended is found by the next start as after a crash.
        if (!this.#database.isOpen) return;
        this.#put.run(kind, id, JSON.stringify(record));
      },
      drop: (id) => {
        if (!this.#database.isOpen) return;
        this.#drop.run(kind, id);
      },
    };
  }

  close(): void {
    this.#database.close();
  }
}

/** `:memory:` for tests. @throws {StartError} when the file is in use or the file system refuses it. */
export const openTokenRecords = ({ file, clock, log }: RecordsNeeds): TokenRecords =>
  openDatabaseFile({
    ...{ file, log, title: 'The record of work with tokens', nowMs: clock.now() },
    open: (database) => {
      prepare(database);
      return new TokenRecords(database, log);
    },
  });

interface RecordsNeeds {
  readonly file: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

const rowSchema = z.object({ id: z.string(), body: z.string() });

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const prepare = (database: DatabaseSync): void => {
  const found = database.prepare('PRAGMA user_version').get()?.user_version;
  if (found === version) return;
  if (found !== 0) throw new UnfitDatabase('The file is of another version.');
  database.exec(`
    CREATE TABLE IF NOT EXISTS records (
      began INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      id TEXT NOT NULL,
      body TEXT NOT NULL,
      UNIQUE (kind, id)
    ) STRICT;
    PRAGMA user_version = ${String(version)};
  `);
};

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { commandRecordSchema, commandStates, type CommandRecord } from '../../shared/command/record.ts';
import { UnfitDatabase, openDatabaseFile } from '../data-folder/database-file.ts';
import type { Log } from '../log.ts';

const schemaVersion = 2;

/** Command states that were under way: with the engine gone, nobody watched what became of them. */
const openStates = ['confirmed', 'sent', 'accepted'] as const;

export interface LedgerFilter {
  readonly connectionId?: string | undefined;
  readonly vehicleId?: string | undefined;
  /** Of a command. */
  readonly name?: string | undefined;
  /** Which platform stood under the connection's id when it was written. */
  readonly place?: string | undefined;
}

/** The record of every command that was ever confirmed. A row is on disk when `write` returns; rows are never deleted. */
export interface Ledger {
  /** Inserts or replaces by id. Throws when the disk does not take it: then nothing may be sent. */
  write(record: CommandRecord, place?: string): void;
  get(id: string): CommandRecord | undefined;
  /** Newest first, by the time of drafting. */
  newest(filter: LedgerFilter, limit: number): readonly CommandRecord[];
  /** Those under way. */
  open(): readonly CommandRecord[];
  close(): void;
}

/**
 * Opens `file`, or makes it; `:memory:` for tests. A file that is no ledger, or damaged, or of a later version, is moved
 * aside with the time in its name, never deleted, and a new one is begun.
 *
 * @throws {StartError} when the file is in use or the file system refuses it: that says nothing against what is in it.
 */
export const openLedger = (file: string, nowMs: number, log: Log): Ledger =>
  openDatabaseFile({ file, title: 'The record of commands', nowMs, log, open: openTables(log) });

const openTables =
  (log: Log) =>
  (database: DatabaseSync): Ledger => {
    migrate(database);
    return new SqliteLedger(database, log);
  };

const migrate = (database: DatabaseSync): void => {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  if (version === schemaVersion) return;
  if (version !== 0 && version !== 1)
    throw new UnfitDatabase(`The ledger has version ${String(version)}; this console knows ${String(schemaVersion)}.`);
  if (version === 1) {
    database.exec(`BEGIN IMMEDIATE; ALTER TABLE commands ADD COLUMN place TEXT; PRAGMA user_version = 2; COMMIT;`);
    return;
  }
  const states = commandStates.map((state) => `'${state}'`).join(', ');
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE commands (
      id TEXT PRIMARY KEY,
      connection_id TEXT NOT NULL,
      vehicle_id TEXT NOT NULL,
      vehicle_name TEXT NOT NULL,
      name TEXT NOT NULL,
      title TEXT NOT NULL,
      parameters TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN (${states})),
      message TEXT,
      drafted_at_ms INTEGER NOT NULL,
      confirmed_at_ms INTEGER,
      sent_at_ms INTEGER,
      accepted_at_ms INTEGER,
      finished_at_ms INTEGER,
      expires_at_ms INTEGER NOT NULL,
      place TEXT
    ) STRICT;
    CREATE INDEX commands_by_vehicle ON commands (connection_id, vehicle_id, drafted_at_ms);
    CREATE INDEX commands_by_time ON commands (drafted_at_ms);
    CREATE INDEX commands_by_state ON commands (state);
    PRAGMA user_version = ${String(schemaVersion)};
    COMMIT;
  `);
};

const filterColumns = [
  ['connectionId', 'connection_id'],
  ['vehicleId', 'vehicle_id'],
  ['name', 'name'],
  ['place', 'place'],
] as const;

const parametersSchema = commandRecordSchema.shape.parameters;
const rowSchema = z
  .object({
    id: z.string(),
    connection_id: z.string(),
    vehicle_id: z.string(),
    vehicle_name: z.string(),
    name: z.string(),
    title: z.string(),
    parameters: z.string(),
    state: z.enum(commandStates),
    message: z.string().nullable(),
    drafted_at_ms: z.number(),
    confirmed_at_ms: z.number().nullable(),
    sent_at_ms: z.number().nullable(),
    accepted_at_ms: z.number().nullable(),
    finished_at_ms: z.number().nullable(),
    expires_at_ms: z.number(),
  })
  .transform((row): CommandRecord => ({
    id: row.id,
    connectionId: row.connection_id,
    vehicleId: row.vehicle_id,
    vehicleName: row.vehicle_name,
    name: row.name,
    title: row.title,
    parameters: parametersSchema.parse(JSON.parse(row.parameters)),
    state: row.state,
    message: row.message,
    draftedAtMs: row.drafted_at_ms,
    confirmedAtMs: row.confirmed_at_ms,
    sentAtMs: row.sent_at_ms,
    acceptedAtMs: row.accepted_at_ms,
    finishedAtMs: row.finished_at_ms,
    expiresAtMs: row.expires_at_ms,
  }));

class SqliteLedger implements Ledger {
  readonly #database: DatabaseSync;
  readonly #log: Log;
  readonly #write: StatementSync;
  readonly #get: StatementSync;
  readonly #newest = new Map<string, StatementSync>();
  readonly #open: StatementSync;

  constructor(database: DatabaseSync, log: Log) {
    this.#database = database;
    this.#log = log;
    this.#write = database.prepare(
      `INSERT INTO commands VALUES ($id, $connectionId, $vehicleId, $vehicleName, $name, $title, $parameters, $state,
         $message, $draftedAtMs, $confirmedAtMs, $sentAtMs, $acceptedAtMs, $finishedAtMs, $expiresAtMs, $place)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, message = excluded.message,
         confirmed_at_ms = excluded.confirmed_at_ms, sent_at_ms = excluded.sent_at_ms,
         accepted_at_ms = excluded.accepted_at_ms, finished_at_ms = excluded.finished_at_ms,
         expires_at_ms = excluded.expires_at_ms`,
    );
    this.#get = database.prepare('SELECT * FROM commands WHERE id = ?');
    this.#open = database.prepare(`SELECT * FROM commands WHERE state IN (${openStates.map(() => '?').join(', ')})`);
  }

  write(record: CommandRecord, place?: string): void {
    const { parameters, ...columns } = record;
    this.#write.run({ ...columns, parameters: JSON.stringify(parameters), place: place ?? null });
  }

  get(id: string): CommandRecord | undefined {
    const row = this.#get.get(id);
    return row === undefined ? undefined : this.#read(row);
  }

  newest(filter: LedgerFilter, limit: number): readonly CommandRecord[] {
    const wanted = filterColumns.flatMap(([key, column]) => {
      const value = filter[key];
      return value === undefined ? [] : [{ column, value }];
    });
    const statement = this.#newestBy(wanted.map(({ column }) => column));
    const rows = statement.all(...wanted.map(({ value }) => value), limit);
    return rows.flatMap((row) => this.#read(row) ?? []);
  }

  /** A statement for each set of columns: with conditions that may be null, SQLite would use no index. */
  #newestBy(columns: readonly string[]): StatementSync {
    const where = columns.length === 0 ? '' : `WHERE ${columns.map((column) => `${column} = ?`).join(' AND ')} `;
    const found = this.#newest.get(where);
    if (found !== undefined) return found;
    const made = this.#database.prepare(
      `SELECT * FROM commands ${where}ORDER BY drafted_at_ms DESC, rowid DESC LIMIT ?`,
    );
    this.#newest.set(where, made);
    return made;
  }

  open(): readonly CommandRecord[] {
    return this.#open.all(...openStates).flatMap((row) => this.#read(row) ?? []);
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  /** One row that was tampered with does not take the others with it. */
  #read(row: Readonly<Record<string, unknown>>): CommandRecord | undefined {
    try {
      return rowSchema.parse(row);
    } catch (error) {
      this.#log.warn('ledger-row-unreadable', { error: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  }
}

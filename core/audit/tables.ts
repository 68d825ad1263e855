import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { UnfitDatabase } from '../data-folder/database-file.ts';

const schemaVersion = 1;

/** What fits into a number. The check on opening finds rows that break these rules. */
const largest = String(Number.MAX_SAFE_INTEGER);

/** The columns under the names of the row's fields. */
export const rowColumns = `sequence, at_ms AS atMs, user, kind, connection_id AS connectionId,
  connection_name AS connectionName, action, target, outcome, detail, operation_id AS operationId,
  previous_hash AS previousHash, hash`;

/** Makes the tables of a new log. A file whose tables are not those of a log is unfit. */
export const prepareTables = (database: DatabaseSync): void => {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  if (version === 0) makeTables(database);
  else if (version !== schemaVersion) {
    throw new UnfitDatabase(
      `The audit log has version ${String(version)}; this console knows ${String(schemaVersion)}.`,
    );
  }
  database.prepare(`SELECT ${rowColumns} FROM audit LIMIT 1`).get();
  if (database.prepare('SELECT origin FROM audit_origin').all().length !== 1) {
    throw new UnfitDatabase('The audit log has lost its beginning.');
  }
  guardTables(database);
};

const makeTables = (database: DatabaseSync): void => {
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE audit_origin (origin TEXT NOT NULL) STRICT;
    INSERT INTO audit_origin VALUES ('${randomBytes(32).toString('hex')}');
    CREATE TABLE audit (
      sequence INTEGER PRIMARY KEY CHECK (sequence BETWEEN 1 AND ${largest}),
      at_ms INTEGER NOT NULL CHECK (at_ms BETWEEN -${largest} AND ${largest}),
      user TEXT NOT NULL,
      kind TEXT NOT NULL,
      connection_id TEXT,
      connection_name TEXT,
      action TEXT NOT NULL,
      target TEXT NOT NULL,
      outcome TEXT NOT NULL,
      detail TEXT NOT NULL,
      operation_id TEXT,
      previous_hash TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_by_time ON audit (at_ms);
    CREATE INDEX audit_by_operation ON audit (operation_id, outcome) WHERE operation_id IS NOT NULL;
    PRAGMA user_version = ${String(schemaVersion)};
    COMMIT;
  `);
};

/**
 * Rows can be added at the end and nothing else. Whoever can write the file can take the triggers away first; what then
 * happens to the rows is for the hash chain to show.
 */
const guardTables = (database: DatabaseSync): void => {
  const refuse = "BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;";
  database.exec(`
    CREATE TRIGGER IF NOT EXISTS audit_keeps_rows BEFORE DELETE ON audit ${refuse}
    CREATE TRIGGER IF NOT EXISTS audit_keeps_content BEFORE UPDATE ON audit ${refuse}
    CREATE TRIGGER IF NOT EXISTS audit_grows_at_the_end BEFORE INSERT ON audit
      WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit) ${refuse}
    CREATE TRIGGER IF NOT EXISTS audit_keeps_origin BEFORE UPDATE ON audit_origin ${refuse}
    CREATE TRIGGER IF NOT EXISTS audit_loses_no_origin BEFORE DELETE ON audit_origin ${refuse}
    CREATE TRIGGER IF NOT EXISTS audit_has_one_origin BEFORE INSERT ON audit_origin ${refuse}
  `);
};

import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import type { AuditFilter } from '../../shared/audit/query.ts';
import type { AnchorPoint } from './anchor.ts';
import { auditRowSchema, type AuditRow } from './row.ts';
import { rowColumns } from './tables.ts';

const filterCondition = `
  ($fromMs IS NULL OR at_ms >= $fromMs)
  AND ($toMs IS NULL OR at_ms < $toMs)
  AND ($kinds IS NULL OR kind IN (SELECT value FROM json_each($kinds)))
  AND ($connectionId IS NULL OR connection_id = $connectionId)
  AND ($outcome IS NULL OR outcome = $outcome)
  AND ($text IS NULL OR action || char(10) || target || char(10) || detail || char(10) || user || char(10)
    || coalesce(connection_name, '') LIKE $text ESCAPE '\\'
    OR action IN (SELECT value FROM json_each($textActions)))`;

const beyondAll = Number.MAX_SAFE_INTEGER;

type Parameters = Record<string, SQLInputValue>;

/** LIKE's own signs stand for themselves. */
const parametersOf = (filter: AuditFilter): Parameters => ({
  fromMs: filter.fromMs ?? null,
  toMs: filter.toMs ?? null,
  kinds: filter.kinds === undefined ? null : JSON.stringify(filter.kinds),
  connectionId: filter.connectionId ?? null,
  outcome: filter.outcome ?? null,
  text: filter.text === undefined ? null : `%${filter.text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`,
  textActions: JSON.stringify(filter.textActions ?? []),
});

/** Reads rows as they are in the file. */
export class AuditReader {
  readonly #newest: StatementSync;
  readonly #forward: StatementSync;
  readonly #unfinished: StatementSync;
  readonly #back: StatementSync;
  readonly #hashAt: StatementSync;
  readonly #origin: StatementSync;
  readonly #size: StatementSync;
  readonly #count: StatementSync;

  constructor(database: DatabaseSync) {
    this.#newest = database.prepare(
      `SELECT ${rowColumns} FROM audit WHERE sequence < $before AND sequence > $after AND ${filterCondition}
       ORDER BY sequence DESC LIMIT $limit`,
    );
    this.#forward = database.prepare(
      `SELECT ${rowColumns} FROM audit WHERE sequence > $after AND sequence <= $last AND ${filterCondition}
       ORDER BY sequence LIMIT $limit`,
    );
    this.#unfinished = database.prepare(
      `SELECT ${rowColumns} FROM audit AS begun WHERE sequence > $after AND outcome = 'started' AND operation_id IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM audit AS ended WHERE ended.operation_id = begun.operation_id
           AND ended.outcome <> 'started' AND ended.sequence > begun.sequence)
       ORDER BY sequence LIMIT $limit`,
    );
    this.#back = database.prepare(
      'SELECT sequence FROM audit WHERE sequence < $before ORDER BY sequence DESC LIMIT 1 OFFSET $rows',
    );
    this.#hashAt = database.prepare('SELECT hash FROM audit WHERE sequence = ?');
    this.#origin = database.prepare('SELECT origin FROM audit_origin');
    this.#size = database.prepare('SELECT coalesce(max(sequence), 0) AS last FROM audit');
    this.#count = database.prepare('SELECT count(*) AS rows FROM audit');
  }

  /** Before one sequence and after another, newest first. */
  newest(filter: AuditFilter, limit: number, { before = beyondAll, after = 0 } = {}): readonly AuditRow[] {
    return rowsOf(this.#newest.all({ ...parametersOf(filter), before, after, limit }));
  }

  /** The sequence that so many rows before `before` come after; 0 where there are no more than those. */
  rowsBack(rows: number, before = beyondAll): number {
    const row = this.#back.get({ before, rows });
    return row === undefined ? 0 : z.object({ sequence: z.number() }).parse(row).sequence;
  }

  /** Oldest first, after one sequence and up to another. */
  forward(filter: AuditFilter, after: number, last: number, limit: number): readonly AuditRow[] {
    return rowsOf(this.#forward.all({ ...parametersOf(filter), after, last, limit }));
  }

  unfinished(limit: number, after: number): readonly AuditRow[] {
    return rowsOf(this.#unfinished.all({ limit, after }));
  }

  /** What the first row follows; two logs never share it. */
  origin(): string {
    return z.object({ origin: z.string() }).parse(this.#origin.get()).origin;
  }

  lastSequence(): number {
    return z.object({ last: z.number() }).parse(this.#size.get()).last;
  }

  rowCount(): number {
    return z.object({ rows: z.number() }).parse(this.#count.get()).rows;
  }

  /** Whether this log had, and has, the end that was noted. */
  holds(point: AnchorPoint): boolean {
    return this.origin() === point.origin && this.#hashAt.get(point.sequence)?.hash === point.hash;
  }
}

const rowsOf = (rows: readonly unknown[]): readonly AuditRow[] => rows.map((row) => auditRowSchema.parse(row));

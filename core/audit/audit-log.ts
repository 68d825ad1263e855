import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import type { AuditEntry, AuditKind, AuditOutcome } from '../../shared/audit/entry.ts';
import type { AuditExportFormat, AuditFilter, AuditPage, AuditQuery } from '../../shared/audit/query.ts';
import type { AuditVerification } from '../../shared/audit/verification.ts';
import type { Result } from '../../shared/contract/result.ts';
import type { Clock } from '../clock.ts';
import { databaseProblem } from '../data-folder/database-file.ts';
import type { Log } from '../log.ts';
import { nextAnchor, readAnchor, type Anchor, type AnchorPoint, type AnchorStore } from './anchor.ts';
import { exportedLines } from './export.ts';
import { findRows, pageOf } from './find.ts';
import { AuditReader } from './reader.ts';
import { redact } from './redact.ts';
import { entryOf, hashOf, type AuditRow } from './row.ts';
import { verifyChain, type OnProgress } from './verify.ts';

/** What the caller knows of an event; the log adds when, who and the chain. */
export interface AuditEvent {
  readonly kind: Exclude<AuditKind, 'other'>;
  readonly connection?: { readonly id: string; readonly name: string } | undefined;
  /** Such as `token.create`. */
  readonly action: string;
  readonly target: string;
  readonly outcome: AuditOutcome;
  /** In words. What looks like a secret is taken out. */
  readonly detail?: string | undefined;
  readonly operationId?: string | undefined;
}

export interface AuditNeeds {
  readonly clock: Clock;
  readonly log: Log;
  /** The operating system's name of whoever runs the console. */
  readonly user: string;
  readonly anchor: AnchorStore;
  /** The secrets this console holds right now, so that none of them gets into a row. */
  readonly knownSecrets?: () => Iterable<string>;
}

/** The row is not on disk. The message says in words why, and what that means for what was about to be done. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
}

export interface Audit {
  /**
   * Adds a row at the end. It is on disk when this returns.
   *
   * @throws {AuditError} when the disk does not take it: what was to be recorded must then not be done.
   */
  append(event: AuditEvent): AuditEntry;
  /** Walks the whole log in slices, so that the engine goes on meanwhile. Changes nothing. */
  verify(signal?: AbortSignal, onProgress?: OnProgress): Promise<Result<AuditVerification>>;
  /** At once: for what is found near the end. */
  query(query: AuditQuery): AuditPage;
  /** As `query`, in slices, so that the engine goes on while a long log is looked through. */
  find(query: AuditQuery, signal?: AbortSignal): Promise<Result<AuditPage>>;
  /** Operations of late that have a `started` and no end, oldest first: what was under way when the console ended. */
  unfinished(limit: number): readonly AuditEntry[];
  /** In pieces, oldest first, with hashes. Only a whole log, without a filter, can be verified elsewhere. */
  export(format: AuditExportFormat, filter?: AuditFilter): AsyncGenerator<string, void, undefined>;
  /** Called when a row was added. */
  onChange(listener: () => void): () => void;
  close(): void;
}

/** Longer texts are cut, and end with words that say so. */
const textLimits = { user: 200, connection: 200, action: 80, target: 500, detail: 2000 };

/** More are not written while one operation is under way. */
const lateRows = 20_000;

const lastSchema = z.object({ sequence: z.number(), hash: z.string() });
type Last = z.infer<typeof lastSchema>;

export class AuditLog implements Audit {
  readonly #database: DatabaseSync;
  readonly #needs: AuditNeeds;
  readonly #reader: AuditReader;
  readonly #last: StatementSync;
  readonly #insert: StatementSync;
  readonly #origin: string;
  readonly #listeners = new Set<() => void>();
  #anchor: Anchor | undefined;

  /** Of a database with the tables of an audit log. */
  constructor(database: DatabaseSync, needs: AuditNeeds) {
    this.#database = database;
    this.#needs = needs;
    this.#reader = new AuditReader(database);
    this.#last = database.prepare('SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1');
    this.#insert = database.prepare(
      `INSERT INTO audit VALUES ($sequence, $atMs, $user, $kind, $connectionId, $connectionName, $action, $target,
         $outcome, $detail, $operationId, $previousHash, $hash)`,
    );
    this.#origin = this.#reader.origin();
    this.#anchor = readAnchor(needs.anchor);
  }

  append(event: AuditEvent): AuditEntry {
    const row = this.#write(event);
    this.#noteEnd({ origin: this.#origin, sequence: row.sequence, hash: row.hash });
    for (const listener of this.#listeners) listener();
    return entryOf(row);
  }

  verify(signal?: AbortSignal, onProgress?: OnProgress): Promise<Result<AuditVerification>> {
    return verifyChain(this.#reader, this.#anchor, { checkedAtMs: this.#needs.clock.now(), signal, onProgress });
  }

  query(query: AuditQuery): AuditPage {
    return pageOf(this.#reader.newest(query, query.limit + 1, { before: query.beforeSequence }), query.limit);
  }

  find(query: AuditQuery, signal?: AbortSignal): Promise<Result<AuditPage>> {
    return findRows(this.#reader, query, signal);
  }

  unfinished(limit: number): readonly AuditEntry[] {
    return this.#reader.unfinished(limit, this.#reader.rowsBack(lateRows)).map(entryOf);
  }

  export(format: AuditExportFormat, filter: AuditFilter = {}): AsyncGenerator<string, void, undefined> {
    return exportedLines(this.#reader, format, filter);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  close(): void {
    this.#listeners.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #write(event: AuditEvent): AuditRow {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const row = this.#rowOf(event, this.#lastRow());
      this.#insert.run({ ...row });
      this.#database.exec('COMMIT');
      return row;
    } catch (error) {
      // A full disk ends the transaction by itself.
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec('ROLLBACK');
      const reason = databaseProblem(error);
      this.#needs.log.error('audit-not-written', { action: event.action, reason });
      throw new AuditError(`The audit log could not be written: ${reason}. What cannot be recorded is not done.`, {
        cause: error,
      });
    }
  }

  #rowOf(event: AuditEvent, last: Last | undefined): AuditRow {
    const { clock, user, knownSecrets, log } = this.#needs;
    const clean = cleaner([...(knownSecrets?.() ?? [])]);
    const row = {
      sequence: (last?.sequence ?? 0) + 1,
      atMs: Math.trunc(clock.now()),
      user: clean.text(user, textLimits.user),
      kind: event.kind,
      connectionId: event.connection === undefined ? null : clean.text(event.connection.id, textLimits.connection),
      connectionName: event.connection === undefined ? null : clean.text(event.connection.name, textLimits.connection),
      action: clean.text(event.action, textLimits.action),
      target: clean.text(event.target, textLimits.target),
      outcome: event.outcome,
      detail: clean.text(event.detail ?? '', textLimits.detail),
      operationId: event.operationId === undefined ? null : clean.text(event.operationId, textLimits.target),
      previousHash: last?.hash ?? this.#origin,
    };
    if (clean.isRedacted()) log.warn('audit-secret-removed', { action: row.action });
    return { ...row, hash: hashOf(row) };
  }

  #lastRow(): Last | undefined {
    const row = this.#last.get();
    return row === undefined ? undefined : lastSchema.parse(row);
  }

  /** After the row, never before it: an end that was noted and not written would look like one that was cut off. */
  #noteEnd(latest: AnchorPoint): void {
    const { anchor, clock, log } = this.#needs;
    const isHeld = this.#anchor !== undefined && this.#reader.holds(this.#anchor.latest);
    if (this.#anchor !== undefined && !isHeld) {
      log.error('audit-end-differs', { noted: this.#anchor.latest.sequence, found: latest.sequence - 1 });
    }
    const next = nextAnchor(this.#anchor, isHeld, latest, clock.now());
    try {
      anchor.write(next);
      this.#anchor = next;
    } catch (error) {
      log.error('audit-end-not-noted', { reason: databaseProblem(error) });
    }
  }
}

/** Makes texts fit for a row, and remembers whether a secret was among them. */
const cleaner = (secrets: readonly string[]) => {
  let isRedacted = false;
  return {
    text: (text: string, limit: number): string => {
      // Lone surrogates have no UTF-8; SQLite would keep another text than the one that was hashed.
      const whole = text.toWellFormed().replaceAll('\0', '\ufffd');
      const safe = redact(whole, secrets);
      isRedacted ||= safe !== whole;
      return safe.length <= limit ? safe : `${safe.slice(0, limit).toWellFormed()} … (cut)`;
    },
    isRedacted: () => isRedacted,
  };
};

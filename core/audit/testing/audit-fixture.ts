import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AuditVerification } from '../../../shared/audit/verification.ts';
import { silentLog } from '../../log.ts';
import { createMemorySettings } from '../../settings/settings-store.ts';
import { settingsAnchor } from '../anchor.ts';
import type { Audit, AuditEvent } from '../audit-log.ts';
import { openAudit } from '../audit.ts';

export const auditEvent = (changes: Partial<AuditEvent> = {}): AuditEvent => ({
  kind: 'token',
  connection: { id: 'hamburg', name: 'Hamburg' },
  action: 'token.create',
  target: 'Dispatch 3',
  outcome: 'succeeded',
  detail: 'Operator of all organisations',
  ...changes,
});

/** A data folder with an audit log, for one test. */
export class AuditFixture {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'audit-'));
  readonly settings = createMemorySettings();
  nowMs = Date.UTC(2030, 0, 1);
  readonly clock = { now: () => this.nowMs, after: () => () => undefined };
  readonly #opened: Audit[] = [];

  get file(): string {
    return path.join(this.folder, 'audit.sqlite');
  }

  open(changes: Partial<Parameters<typeof openAudit>[0]> = {}): Audit {
    const { file, clock, settings } = this;
    return this.track(
      openAudit({ file, clock, log: silentLog, user: 'ida', anchor: settingsAnchor(settings), ...changes }),
    );
  }

  track(audit: Audit): Audit {
    this.#opened.push(audit);
    return audit;
  }

  append(audit: Audit, count: number): void {
    for (let index = 1; index <= count; index++) {
      this.nowMs += 1000;
      audit.append(auditEvent({ target: `Token ${String(index)}` }));
    }
  }

  /** As somebody would who can write the file: the triggers go first. */
  tamper(sql: string): void {
    const database = new DatabaseSync(this.file);
    for (const { name } of database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all()) {
      database.exec(`DROP TRIGGER "${String(name)}"`);
    }
    database.exec(sql);
    database.close();
  }

  /** A log of so many rows, after somebody was at it. */
  tampered(rows: number, sql: string): Audit {
    const audit = this.open();
    this.append(audit, rows);
    audit.close();
    this.tamper(sql);
    return this.open();
  }

  remove(): void {
    for (const audit of this.#opened) audit.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const verified = async (audit: Audit): Promise<AuditVerification> => {
  const result = await audit.verify();
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

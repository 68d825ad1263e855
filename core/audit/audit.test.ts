import { readFileSync, readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AuditFilter } from '../../shared/audit/query.ts';
import { silentLog } from '../log.ts';
import { settingsAnchor } from './anchor.ts';
import { AuditError, AuditLog } from './audit-log.ts';
import { prepareTables } from './tables.ts';
import { AuditFixture, auditEvent, verified } from './testing/audit-fixture.ts';

let fixture: AuditFixture;

beforeEach(() => {
  fixture = new AuditFixture();
});

afterEach(() => {
  fixture.remove();
});

test('an entry says when, who, on which connection, what, to what, and how it ended', () => {
  const audit = fixture.open({ user: userInfo().username });
  const entry = audit.append(auditEvent());
  expect(entry).toMatchObject({
    sequence: 1,
    atMs: fixture.nowMs,
    user: userInfo().username,
    kind: 'token',
    connectionId: 'hamburg',
    connectionName: 'Hamburg',
    action: 'token.create',
    target: 'Dispatch 3',
    outcome: 'succeeded',
    detail: 'Operator of all organisations',
    operationId: null,
  });
  expect(audit.query({ limit: 10 })).toEqual({ entries: [entry], hasMore: false });
});

test('each entry follows the one before, also after the log was closed and opened', async () => {
  const first = fixture.open();
  fixture.append(first, 3);
  first.close();
  const second = fixture.open();
  fixture.append(second, 2);
  const entries = second.query({ limit: 10 }).entries.toReversed();
  expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
  expect(entries.slice(1).map(({ previousHash }) => previousHash)).toEqual(
    entries.slice(0, -1).map(({ hash }) => hash),
  );
  expect(await verified(second)).toEqual({
    isIntact: true,
    rowCount: 5,
    breaks: [],
    breakCount: 0,
    consistentFrom: 1,
    head: { sequence: 5, hash: entries[4]?.hash },
    end: 'as-noted',
    checkedAtMs: fixture.nowMs,
  });
});

test('an empty log is intact and says that nothing tells where it should end', async () => {
  expect(await verified(fixture.open())).toMatchObject({ isIntact: true, rowCount: 0, head: null, end: 'not-noted' });
});

test.each([
  ['changed', "UPDATE audit SET target = 'x'"],
  ['deleted', 'DELETE FROM audit'],
  ['replaced', 'INSERT OR REPLACE INTO audit SELECT * FROM audit'],
  [
    'put before the end',
    "INSERT INTO audit SELECT 7, at_ms, 'x', kind, connection_id, connection_name, action, target, outcome, detail, operation_id, previous_hash, hash FROM audit WHERE sequence = 1",
  ],
  ['given another beginning', "UPDATE audit_origin SET origin = 'x'"],
])('rows cannot be %s', (_what, sql) => {
  const audit = fixture.open();
  fixture.append(audit, 2);
  const database = new DatabaseSync(fixture.file);
  expect(() => {
    database.exec(sql);
  }).toThrow('append-only');
  database.close();
});

test('a note of the end that could not be written does not stop a row, and the next one makes up for it', async () => {
  const anchor = settingsAnchor(fixture.settings);
  let isFull = false;
  const audit = fixture.open({
    anchor: {
      read: () => anchor.read(),
      write: (next) => {
        if (isFull) throw new Error('ENOSPC: no space left on device');
        anchor.write(next);
      },
    },
  });
  fixture.append(audit, 2);
  isFull = true;
  fixture.append(audit, 2);
  expect(await verified(audit)).toMatchObject({ isIntact: true, rowCount: 4 });
  isFull = false;
  fixture.append(audit, 1);
  expect(fixture.settings.get('auditAnchor')).toMatchObject({ latest: { sequence: 5 }, lost: [] });
});

test('a full disk is told to the caller, leaves the chain as it was, and does not end the log', async () => {
  const database = new DatabaseSync(fixture.file);
  prepareTables(database);
  const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count);
  database.exec(`PRAGMA max_page_count = ${String(pages + 2)}`);
  const audit = new AuditLog(database, {
    clock: fixture.clock,
    log: silentLog,
    user: 'ida',
    anchor: settingsAnchor(fixture.settings),
  });
  fixture.track(audit);
  let written = 0;
  const fill = () => {
    for (;;) {
      audit.append(auditEvent({ detail: 'word '.repeat(300) }));
      written++;
    }
  };
  expect(fill).toThrow(
    new AuditError('The audit log could not be written: the disk is full. What cannot be recorded is not done.'),
  );
  expect(await verified(audit)).toMatchObject({ isIntact: true, rowCount: written });
  database.exec('PRAGMA max_page_count = 1000000');
  expect(audit.append(auditEvent()).sequence).toBe(written + 1);
  expect(await verified(audit)).toMatchObject({ isIntact: true, rowCount: written + 1 });
});

test('a check can be stopped', async () => {
  const audit = fixture.open();
  fixture.append(audit, 3);
  expect(await audit.verify(AbortSignal.abort())).toMatchObject({ ok: false, error: { code: 'cancelled' } });
});

test('a check lets the engine go on between slices, and looks at no row that is added meanwhile', async () => {
  const audit = fixture.open({ file: ':memory:' });
  fixture.append(audit, 1200);
  const verification = verified(audit);
  let turns = 0;
  const turn = () => {
    turns++;
    if (turns < 2) setImmediate(turn);
  };
  setImmediate(turn);
  setImmediate(() => audit.append(auditEvent()));
  expect(await verification).toMatchObject({ isIntact: true, rowCount: 1200 });
  expect(turns).toBe(2);
  expect(await verified(audit)).toMatchObject({ isIntact: true, rowCount: 1201 });
});

test('a secret never gets into a row', () => {
  const audit = fixture.open({ knownSecrets: () => ['hunter2-hunter2'] });
  const entry = audit.append(
    auditEvent({
      target: 'hunter2-hunter2',
      detail: 'Sent SharedAccessSignature sr=1&sig=abc%3D&skn=x&se=9 to the platform',
    }),
  );
  expect(entry.target).toBe('[removed: looks like a secret]');
  expect(entry.detail).toBe('Sent [removed: looks like a secret] to the platform');
  audit.close();
  const bytes = readdirSync(fixture.folder).map((name) => readFileSync(path.join(fixture.folder, name), 'latin1'));
  expect(bytes.some((text) => text.includes('hunter2') || text.includes('sig=abc'))).toBe(false);
});

test('texts that SQLite would keep otherwise than they are hashed are put right before', async () => {
  const audit = fixture.open();
  audit.append(auditEvent({ target: 'half \ud83d pair', detail: 'nothing\0after', action: 'x'.repeat(3000) }));
  expect(audit.query({ limit: 1 }).entries[0]).toMatchObject({
    target: 'half \ufffd pair',
    detail: 'nothing\ufffdafter',
  });
  expect(await verified(audit)).toMatchObject({ isIntact: true });
});

test('pages come newest first and end', () => {
  const audit = fixture.open();
  fixture.append(audit, 5);
  const first = audit.query({ limit: 2 });
  expect(first.entries.map(({ sequence }) => sequence)).toEqual([5, 4]);
  expect(first.hasMore).toBe(true);
  const last = audit.query({ limit: 3, beforeSequence: 4 });
  expect(last.entries.map(({ sequence }) => sequence)).toEqual([3, 2, 1]);
  expect(last.hasMore).toBe(false);
});

test('entries are found by time, kind, connection, outcome and words', () => {
  const audit = fixture.open();
  const startMs = fixture.nowMs;
  audit.append(auditEvent({ target: 'Gate 100%' }));
  fixture.nowMs += 10;
  audit.append(
    auditEvent({
      kind: 'command',
      action: 'command.send',
      connection: { id: 'oslo', name: 'Oslo' },
      outcome: 'started',
    }),
  );
  fixture.nowMs += 10;
  audit.append(auditEvent({ kind: 'vault', action: 'vault.unlock', connection: undefined, outcome: 'refused' }));
  const found = (filter: AuditFilter) => audit.query({ ...filter, limit: 10 }).entries.map(({ sequence }) => sequence);
  expect(found({ fromMs: startMs + 10 })).toEqual([3, 2]);
  expect(found({ toMs: startMs + 10 })).toEqual([1]);
  expect(found({ kinds: ['vault', 'token'] })).toEqual([3, 1]);
  expect(found({ kinds: [] })).toEqual([]);
  expect(found({ connectionId: 'oslo' })).toEqual([2]);
  expect(found({ outcome: 'refused' })).toEqual([3]);
  expect(found({ text: 'OSLO' })).toEqual([2]);
  expect(found({ text: '100%' })).toEqual([1]);
  expect(found({ text: 'OSLO', textActions: ['vault.unlock'] })).toEqual([3, 2]);
  expect(found({ text: '_' })).toEqual([]);
  expect(found({ text: "'; DROP TABLE audit; --" })).toEqual([]);
});

test('what was begun and never ended is named', () => {
  const audit = fixture.open();
  audit.append(auditEvent({ outcome: 'started', operationId: 'a' }));
  audit.append(auditEvent({ outcome: 'started', operationId: 'b' }));
  audit.append(auditEvent({ outcome: 'failed', operationId: 'a' }));
  expect(audit.unfinished(10).map(({ operationId }) => operationId)).toEqual(['b']);
});

test('listeners hear of rows until they leave', () => {
  const audit = fixture.open();
  let heard = 0;
  const leave = audit.onChange(() => heard++);
  audit.append(auditEvent());
  leave();
  audit.append(auditEvent());
  expect(heard).toBe(1);
});

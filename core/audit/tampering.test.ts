import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemorySettings } from '../settings/settings-store.ts';
import { settingsAnchor } from './anchor.ts';
import { AuditFixture, auditEvent, verified } from './testing/audit-fixture.ts';

let fixture: AuditFixture;

beforeEach(() => {
  fixture = new AuditFixture();
});

afterEach(() => {
  fixture.remove();
});

test('a changed row is found, and what follows it is said to fit again', async () => {
  const audit = fixture.tampered(6, "UPDATE audit SET outcome = 'refused' WHERE sequence = 3");
  expect(await verified(audit)).toMatchObject({
    isIntact: false,
    rowCount: 6,
    firstBroken: { sequence: 3, explanation: 'Entry 3 was changed after it was written.' },
    breakCount: 1,
    consistentFrom: 4,
    end: 'as-noted',
  });
});

test('every column is under the hash', async () => {
  const columns = [
    'at_ms = at_ms + 1',
    "user = 'eve'",
    "kind = 'vault'",
    "connection_id = 'other'",
    'connection_id = NULL',
    "connection_name = 'x'",
    "action = 'x'",
    "target = 'x'",
    "outcome = 'failed'",
    "detail = ''",
    "operation_id = 'x'",
    `previous_hash = '${'0'.repeat(64)}'`,
    `hash = '${'0'.repeat(64)}'`,
  ];
  for (const change of columns) {
    fixture.remove();
    fixture = new AuditFixture();
    const audit = fixture.tampered(2, `UPDATE audit SET ${change} WHERE sequence = 1`);
    expect((await verified(audit)).isIntact, change).toBe(false);
  }
});

test('a row that was changed and hashed anew does not fit the next one', async () => {
  const audit = fixture.open();
  fixture.append(audit, 3);
  audit.close();
  // The same log, written by somebody else from the second row on.
  const other = path.join(fixture.folder, 'other.sqlite');
  writeFileSync(other, readFileSync(fixture.file));
  const forger = fixture.open({ file: other, anchor: settingsAnchor(createMemorySettings()) });
  forger.close();
  const database = new DatabaseSync(other);
  database.exec('DROP TRIGGER audit_keeps_rows; DELETE FROM audit WHERE sequence > 1');
  database.close();
  const again = fixture.open({ file: other, anchor: settingsAnchor(createMemorySettings()) });
  again.append(auditEvent({ target: 'Forged' }));
  again.close();
  fixture.tamper(`ATTACH '${other}' AS forged; DELETE FROM audit WHERE sequence = 2;
    INSERT INTO audit SELECT * FROM forged.audit WHERE sequence = 2`);
  expect(await verified(fixture.open())).toMatchObject({
    isIntact: false,
    firstBroken: { sequence: 3 },
    consistentFrom: 3,
  });
});

test('rows removed from the middle are named', async () => {
  const audit = fixture.tampered(9, 'DELETE FROM audit WHERE sequence IN (4, 5, 6)');
  expect(await verified(audit)).toMatchObject({
    isIntact: false,
    rowCount: 6,
    firstBroken: { sequence: 7, explanation: 'Entries 4 to 6 are missing.' },
    consistentFrom: 7,
  });
});

test('rows removed and renumbered do not fit', async () => {
  const audit = fixture.tampered(
    4,
    'DELETE FROM audit WHERE sequence = 2; UPDATE audit SET sequence = 2 WHERE sequence = 3; UPDATE audit SET sequence = 3 WHERE sequence = 4',
  );
  expect(await verified(audit)).toMatchObject({ isIntact: false, firstBroken: { sequence: 2 } });
});

test('rows in another order are found', async () => {
  const audit = fixture.tampered(
    4,
    'UPDATE audit SET sequence = 99 WHERE sequence = 2; UPDATE audit SET sequence = 2 WHERE sequence = 3; UPDATE audit SET sequence = 3 WHERE sequence = 99',
  );
  expect(await verified(audit)).toMatchObject({ isIntact: false, firstBroken: { sequence: 2 }, breakCount: 3 });
});

test('a missing beginning is found', async () => {
  const audit = fixture.tampered(4, 'DELETE FROM audit WHERE sequence < 3');
  expect((await verified(audit)).firstBroken).toEqual({ sequence: 3, explanation: 'Entries 1 to 2 are missing.' });
});

test('a missing end is found by what is noted elsewhere', async () => {
  const audit = fixture.tampered(5, 'DELETE FROM audit WHERE sequence > 3');
  expect(await verified(audit)).toMatchObject({
    isIntact: false,
    rowCount: 3,
    end: 'differs',
    firstBroken: {
      sequence: 4,
      explanation: 'The end is missing: the log once went up to entry 5, and now ends with 3.',
    },
  });
});

test('a missing end stays found when new rows have been written after it, and they fit', async () => {
  const audit = fixture.tampered(5, 'DELETE FROM audit WHERE sequence > 3');
  fixture.append(audit, 4);
  audit.close();
  const later = fixture.open();
  expect(await verified(later)).toMatchObject({
    isIntact: false,
    rowCount: 7,
    breakCount: 1,
    firstBroken: {
      sequence: 5,
      explanation: 'The log once ended with another entry 5 than it has now: that one was removed or replaced.',
    },
    consistentFrom: 1,
    head: { sequence: 7 },
  });
});

test('another log in its place is found', async () => {
  const audit = fixture.open();
  fixture.append(audit, 3);
  audit.close();
  const other = fixture.open({
    file: path.join(fixture.folder, 'other.sqlite'),
    anchor: settingsAnchor(createMemorySettings()),
  });
  fixture.append(other, 5);
  other.close();
  writeFileSync(fixture.file, readFileSync(path.join(fixture.folder, 'other.sqlite')));
  expect(await verified(fixture.open())).toMatchObject({
    isIntact: false,
    firstBroken: { sequence: 1, explanation: 'This is another log than the one that went up to entry 3.' },
  });
});

test('a damaged fixture.file is kept, a new log is begun, and the break is shown', async () => {
  const audit = fixture.open();
  fixture.append(audit, 3);
  audit.close();
  writeFileSync(fixture.file, 'no database at all, but long enough to be taken for one that is damaged');
  const next = fixture.open();
  next.append(auditEvent());
  expect(readdirSync(fixture.folder).some((name) => name.startsWith('audit.sqlite.unreadable-'))).toBe(true);
  expect(await verified(next)).toMatchObject({ isIntact: false, rowCount: 1, breakCount: 1 });
});

test('new rows after a break are chained to the last one as it was found', async () => {
  const audit = fixture.tampered(4, "UPDATE audit SET detail = 'x' WHERE sequence = 4");
  fixture.append(audit, 3);
  expect(await verified(audit)).toMatchObject({
    rowCount: 7,
    breakCount: 1,
    firstBroken: { sequence: 4 },
    consistentFrom: 5,
  });
});

test('a row of a kind that this version does not know is shown as of another kind, and counts as it was written', async () => {
  const audit = fixture.tampered(2, "UPDATE audit SET kind = 'teleport', outcome = 'perhaps' WHERE sequence = 2");
  expect(audit.query({ limit: 1 }).entries[0]).toMatchObject({ kind: 'other', outcome: 'unknown' });
  expect((await verified(audit)).firstBroken?.sequence).toBe(2);
});

test.each([
  ['its rows', 'DROP TABLE audit'],
  ['a column', 'ALTER TABLE audit DROP COLUMN detail'],
  ['its beginning', 'DELETE FROM audit_origin'],
])('a log that has lost %s is kept aside, and the new one shows the break', async (_what, sql) => {
  const audit = fixture.tampered(3, sql);
  audit.append(auditEvent());
  expect(readdirSync(fixture.folder).some((name) => name.startsWith('audit.sqlite.unreadable-'))).toBe(true);
  expect(await verified(audit)).toMatchObject({ isIntact: false, rowCount: 1 });
});

test('guards that somebody took away are back when the log is opened', () => {
  fixture.tampered(2, 'SELECT 1');
  const database = new DatabaseSync(fixture.file);
  expect(() => {
    database.exec('DELETE FROM audit');
  }).toThrow('append-only');
  database.close();
});

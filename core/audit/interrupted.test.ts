import { afterEach, beforeEach, expect, test } from 'vitest';
import { AuditError } from './audit-log.ts';
import { settleInterrupted } from './interrupted.ts';
import { AuditFixture, auditEvent, verified } from './testing/audit-fixture.ts';

let fixture: AuditFixture;

beforeEach(() => {
  fixture = new AuditFixture();
});

afterEach(() => {
  fixture.remove();
});

test('what was under way when the console ended is ended in the log, once, and is said with what to do', async () => {
  const audit = fixture.open();
  const connection = { id: 'hamburg', name: 'Hamburg' };
  audit.append(
    auditEvent({
      kind: 'connection',
      action: 'connection.save',
      target: 'Hamburg',
      operationId: 'a',
      outcome: 'started',
    }),
  );
  audit.append(
    auditEvent({ kind: 'command', action: 'command.send', target: 'VAN-1', operationId: 'b', outcome: 'started' }),
  );
  audit.append(auditEvent({ action: 'token.list', operationId: 'c', outcome: 'started' }));
  audit.append(auditEvent({ action: 'token.create', operationId: 'd', outcome: 'started' }));
  audit.append(auditEvent({ action: 'token.create', operationId: 'd', outcome: 'succeeded' }));
  const said = settleInterrupted(audit);
  expect(said).toMatchObject([
    {
      action: 'connection.save',
      target: 'Hamburg',
      connectionName: connection.name,
      outcome: 'unknown',
      operationId: 'a',
    },
    { action: 'command.send', target: 'VAN-1', outcome: 'unknown', operationId: 'b' },
  ]);
  expect(said[0]?.detail).toMatch(/^The console ended in the middle of it\. Open it under Connections/);
  expect(said[1]?.detail).toContain('Look at the vehicle before you send it again.');
  expect(audit.query({ limit: 1 }).entries[0]).toMatchObject({ action: 'token.list', outcome: 'unknown' });
  expect(audit.unfinished(10)).toEqual([]);
  expect(settleInterrupted(audit)).toEqual([]);
  expect(await verified(audit)).toMatchObject({ isIntact: true, rowCount: 8 });
});

test('where the log cannot be written, the console starts all the same, and nothing is said that is not on record', () => {
  const begun = fixture.open().append(auditEvent({ operationId: 'a', outcome: 'started' }));
  const full = {
    unfinished: () => [begun],
    append: () => {
      throw new AuditError('The disk is full.');
    },
  };
  expect(settleInterrupted(full)).toEqual([]);
});

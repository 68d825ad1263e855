import { afterEach, beforeEach, expect, test } from 'vitest';
import { commandStates, type CommandRecord } from '../../shared/command/record.ts';
import { openAuditSource } from './audit-source.ts';
import { commandEvent, vaultEvent } from './events.ts';
import { AuditFixture, auditEvent } from './testing/audit-fixture.ts';

let fixture: AuditFixture;

beforeEach(() => {
  fixture = new AuditFixture();
});

afterEach(() => {
  fixture.remove();
});

const record: CommandRecord = {
  id: 'c-1',
  connectionId: 'hamburg',
  vehicleId: 'VAN-1',
  vehicleName: 'Van 1',
  name: 'setPin',
  title: 'Set PIN',
  parameters: { pin: 4711 },
  state: 'confirmed',
  message: null,
  draftedAtMs: 0,
  confirmedAtMs: 1,
  sentAtMs: null,
  acceptedAtMs: null,
  finishedAtMs: null,
  expiresAtMs: 9,
};

test('a command is two entries of one operation, whatever stations it passes, and its parameters stay in the ledger', () => {
  const audit = fixture.open();
  for (const state of ['drafted', 'confirmed', 'sent', 'accepted', 'completed'] as const) {
    const event = commandEvent({ ...record, state, message: state === 'completed' ? 'Done' : null }, 'Hamburg');
    if (event !== undefined) audit.append(event);
  }
  const entries = audit.query({ limit: 10 }).entries.toReversed();
  expect(entries).toMatchObject([
    { action: 'command.send', target: 'VAN-1', connectionName: 'Hamburg', outcome: 'started', detail: 'Set PIN' },
    { outcome: 'succeeded', detail: 'Set PIN: Done', operationId: 'c-1' },
  ]);
  expect(JSON.stringify(entries)).not.toContain('4711');
  expect(audit.unfinished(10)).toEqual([]);
});

test('every final state of a command ends its operation', () => {
  const outcomes = commandStates.map((state) => commandEvent({ ...record, state }, 'Hamburg')?.outcome);
  expect(outcomes).toEqual([undefined, 'started', undefined, undefined, 'succeeded', 'failed', 'unknown', 'unknown']);
});

test('an event of the vault names the connection that it is about', () => {
  const names = (id: string) => (id === 'hamburg' ? 'Hamburg' : undefined);
  const common = { atMs: 0, backend: 'keyring' };
  expect(vaultEvent({ ...common, kind: 'saved', key: 'connection/hamburg/password' }, names)).toMatchObject({
    kind: 'vault',
    action: 'vault.saved',
    connection: { id: 'hamburg', name: 'Hamburg' },
    target: 'connection/hamburg/password',
    outcome: 'succeeded',
  });
  expect(vaultEvent({ ...common, kind: 'read-failed', key: 'connection/gone/password' }, names)).toMatchObject({
    connection: { id: 'gone', name: 'gone' },
    outcome: 'failed',
  });
  expect(vaultEvent({ ...common, kind: 'unlock-failed', detail: 'Wrong passphrase.' }, names)).toMatchObject({
    connection: undefined,
    target: 'keyring',
    outcome: 'failed',
    detail: 'Kept in: keyring. Wrong passphrase.',
  });
});

test('a window is told how far the log goes, at first and whenever it has grown', () => {
  const audit = fixture.open();
  let wakes = 0;
  const source = openAuditSource(audit, () => wakes++);
  expect(source.take()).toEqual({ lastSequence: 0 });
  expect(source.take()).toBeUndefined();
  audit.append(auditEvent());
  audit.append(auditEvent());
  expect(wakes).toBe(2);
  expect(source.take()).toEqual({ lastSequence: 2 });
  expect(source.take()).toBeUndefined();
  source.close();
  audit.append(auditEvent());
  expect(source.take()).toBeUndefined();
});

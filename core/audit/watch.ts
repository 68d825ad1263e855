import { isFinal, type CommandRecord, type CommandState } from '../../shared/command/record.ts';
import type { AuditOutcome } from '../../shared/audit/entry.ts';
import type { VaultEvent } from '../vault/vault-events.ts';
import { AuditError, type Audit, type AuditEvent } from './audit-log.ts';

const outcomes: Readonly<Record<CommandState, AuditOutcome>> = {
  drafted: 'started',
  confirmed: 'started',
  sent: 'started',
  accepted: 'started',
  completed: 'succeeded',
  failed: 'failed',
  expired: 'unknown',
  unknown: 'unknown',
};

const commandEvent = (record: CommandRecord, connectionName: string): AuditEvent => ({
  kind: 'command',
  connection: { id: record.connectionId, name: connectionName },
  action: `command.${record.name}`,
  target: record.vehicleId,
  outcome: outcomes[record.state],
  detail: record.message ?? record.title,
  operationId: record.id,
});

/**
 * A command about to leave.
 *
 * @throws {AuditError} when it cannot be recorded: then it must not leave.
 */
export const auditCommandStart = (audit: Audit, record: CommandRecord, connectionName: string): void => {
  audit.append({ ...commandEvent(record, connectionName), outcome: 'started', detail: record.title });
};

/** A command's end. It is true whether or not it can be written. */
export const auditCommandEnd = (audit: Audit, record: CommandRecord, connectionName: string): void => {
  if (isFinal(record.state)) appendIfPossible(audit, commandEvent(record, connectionName));
};

const vaultOutcomes: Readonly<Record<string, AuditOutcome>> = { 'unlock-failed': 'refused', 'read-failed': 'failed' };

/** What happened in the vault: by then it has happened. */
export const auditVaultEvent = (audit: Audit, { kind, backend, key, detail }: VaultEvent): void => {
  appendIfPossible(audit, {
    kind: 'vault',
    action: `vault.${kind}`,
    target: key ?? backend,
    outcome: vaultOutcomes[kind] ?? 'succeeded',
    detail: detail ?? '',
  });
};

const appendIfPossible = (audit: Audit, event: AuditEvent): void => {
  try {
    audit.append(event);
  } catch (error) {
    // The log has said why in the engine's own log.
    if (!(error instanceof AuditError)) throw error;
  }
};

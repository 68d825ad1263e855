import { isFinal, type CommandRecord } from '../../shared/command/record.ts';
import type { VaultEvent } from '../vault/vault-events.ts';
import { AuditError, type Audit, type AuditEvent } from './audit-log.ts';
import { commandEvent, vaultEvent } from './events.ts';

/**
 * A command about to leave.
 *
 * @throws {AuditError} when it cannot be recorded: then it must not leave.
 */
export const auditCommandStart = (
  audit: Pick<Audit, 'append'>,
  record: CommandRecord,
  connectionName: string,
): void => {
  const event = commandEvent(record, connectionName);
  if (event !== undefined) audit.append(event);
};

/** A command's end. It is true whether or not it can be written. */
export const auditCommandEnd = (audit: Pick<Audit, 'append'>, record: CommandRecord, connectionName: string): void => {
  const event = isFinal(record.state) ? commandEvent(record, connectionName) : undefined;
  if (event !== undefined) appendIfPossible(audit, event);
};

/** What happened in the vault: by then it has happened. */
export const auditVaultEvent = (
  audit: Pick<Audit, 'append'>,
  event: VaultEvent,
  connectionNameOf: (id: string) => string | undefined,
): void => {
  appendIfPossible(audit, vaultEvent(event, connectionNameOf));
};

const appendIfPossible = (audit: Pick<Audit, 'append'>, event: AuditEvent): void => {
  try {
    audit.append(event);
  } catch (error) {
    // The log has said why in the engine's own log.
    if (!(error instanceof AuditError)) throw error;
  }
};

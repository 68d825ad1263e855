import type { AuditOutcome } from '../../shared/audit/entry.ts';
import type { CommandRecord, CommandState } from '../../shared/command/record.ts';
import type { VaultEvent, VaultEventKind } from '../vault/vault-events.ts';
import type { AuditEvent } from './audit-log.ts';

/** A draft is no deed yet; `sent` and `accepted` are stations that the ledger keeps. */
const commandOutcomes: Readonly<Partial<Record<CommandState, AuditOutcome>>> = {
  confirmed: 'started',
  completed: 'succeeded',
  failed: 'failed',
  // It may still have arrived: nobody here saw what became of it.
  expired: 'unknown',
  unknown: 'unknown',
};

/** What a command's new state is in the audit log; undefined where it is nothing. The parameters are in the ledger. */
export const commandEvent = (record: CommandRecord, connectionName: string): AuditEvent | undefined => {
  const outcome = commandOutcomes[record.state];
  return outcome === undefined
    ? undefined
    : {
        kind: 'command',
        connection: { id: record.connectionId, name: connectionName },
        action: 'command.send',
        target: record.vehicleId,
        outcome,
        detail: record.message === null ? record.title : `${record.title}: ${record.message}`,
        operationId: record.id,
      };
};

const vaultFailures: ReadonlySet<VaultEventKind> = new Set<VaultEventKind>(['unlock-failed', 'read-failed']);

/** The vault tells its events after they have happened, and without secrets. */
export const vaultEvent = (
  event: VaultEvent,
  connectionNameOf: (connectionId: string) => string | undefined,
): AuditEvent => {
  const id = /^connection\/([^/]+)\//.exec(event.key ?? '')?.[1];
  return {
    kind: 'vault',
    connection: id === undefined ? undefined : { id, name: connectionNameOf(id) ?? id },
    action: `vault.${event.kind}`,
    target: event.key ?? event.backend,
    outcome: vaultFailures.has(event.kind) ? 'failed' : 'succeeded',
    detail: [`Kept in: ${event.backend}.`, ...(event.detail === undefined ? [] : [event.detail])].join(' '),
  };
};

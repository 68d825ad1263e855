import type { AuditEntry } from '../../shared/audit/entry.ts';
import { AuditError, type Audit } from './audit-log.ts';

/** More than can have been under way at once; a log that has more of them is ended start by start. */
const settledAtOnce = 100;

/** What changed nothing anywhere: its end is written, and nobody has to be told. */
const harmless: ReadonlySet<string> = new Set([
  'connection.test',
  'token.list',
  'token.find',
  'token.read',
  'token.test',
  'people.list',
  'audit.export',
  'backup.export',
]);

/** What to do about it, by the action, or by its first word. */
const nextSteps: Readonly<Record<string, string>> = {
  'connection.save':
    'Open it under Connections, look at its address and whether it is switched on, and enter its password or token again before you save it.',
  'connection.remove': 'If it is still under Connections, remove it again; otherwise its secrets are gone, too.',
  connection: 'Look under Connections whether it is switched on.',
  token: 'Look under Tokens: what was left half done is there, with the next step.',
  command: 'It may have arrived, and is not sent again by itself. Look at the vehicle before you send it again.',
  setting: 'Look at the vehicle’s settings before you change them again.',
  device: 'Look at the vehicle before you do it again.',
  job: 'Look under Jobs before you do it again.',
  backup:
    'What had begun is finished when the console starts, or when the vault is opened; otherwise nothing was imported. Look under Connections.',
};

/**
 * Ends in the log what was under way when the console ended, as `unknown`: nobody saw what became of it. To be called
 * before anything else begins.
 *
 * @returns the entries that somebody has to look after, oldest first. Their details say what to do.
 */
export const settleInterrupted = (audit: Pick<Audit, 'append' | 'unfinished'>): readonly AuditEntry[] => {
  const settled: AuditEntry[] = [];
  try {
    for (const begun of audit.unfinished(settledAtOnce)) {
      if (begun.kind === 'other') continue;
      const { connectionId, connectionName } = begun;
      const ended = audit.append({
        kind: begun.kind,
        connection: connectionId === null ? undefined : { id: connectionId, name: connectionName ?? connectionId },
        action: begun.action,
        target: begun.target,
        outcome: 'unknown',
        detail: `The console ended in the middle of it. ${nextStep(begun.action)}`,
        operationId: begun.operationId ?? undefined,
      });
      if (!harmless.has(begun.action)) settled.push(ended);
    }
  } catch (error) {
    // The log has said why in the engine's own log. The next start tries again.
    if (!(error instanceof AuditError)) throw error;
  }
  return settled;
};

const nextStep = (action: string): string => {
  if (harmless.has(action)) return 'It has changed nothing.';
  const [first = ''] = action.split('.');
  return nextSteps[action] ?? nextSteps[first] ?? 'Look whether it was done before you do it again.';
};

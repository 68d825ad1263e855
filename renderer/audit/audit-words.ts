import type { AuditEntry, AuditKind, AuditOutcome } from '../../shared/audit/entry.ts';
import type { AuditVerification } from '../../shared/audit/verification.ts';
import { formatDateTime } from '../format/age.ts';
import { countOf, formatNumber } from '../format/number.ts';
import { backendTitle } from '../vault/vault-words.ts';
import type { AuditSpan } from './audit-span.ts';

export const kindWords: Readonly<Record<AuditKind, string>> = {
  token: 'Tokens',
  command: 'Commands',
  vault: 'Vault',
  connection: 'Connections',
  backup: 'Backup',
  device: 'Vehicles',
  setting: 'Vehicle settings',
  job: 'Jobs',
  audit: 'Audit log',
  other: 'Of a later version',
};

interface OutcomeWords {
  readonly shape: string;
  readonly word: string;
  readonly meaning: string;
  readonly tone: 'neutral' | 'doubtful' | 'bad';
}

export const outcomeWords: Readonly<Record<AuditOutcome, OutcomeWords>> = {
  started: {
    shape: '○',
    word: 'Started',
    meaning: 'Written before it was done. What became of it is another entry; without one, nobody here knows.',
    tone: 'neutral',
  },
  succeeded: { shape: '✓', word: 'Succeeded', meaning: 'It was done.', tone: 'neutral' },
  failed: { shape: '✕', word: 'Failed', meaning: 'It was not done.', tone: 'bad' },
  refused: {
    shape: '⊘',
    word: 'Refused',
    meaning: 'The platform or the console did not allow it.',
    tone: 'doubtful',
  },
  unknown: {
    shape: '?',
    word: 'Not known',
    meaning: 'It may have happened: nobody here saw the end of it.',
    tone: 'doubtful',
  },
};

export const spanWords: Readonly<Record<AuditSpan, string>> = {
  all: 'Any time',
  hour: 'Last hour',
  day: 'Last 24 hours',
  week: 'Last 7 days',
  month: 'Last 30 days',
  between: 'From … to …',
};

const actions: Readonly<Record<string, string>> = {
  'token.list': 'List tokens',
  'token.find': 'Look up whether a token is there',
  'token.read': 'Read a token’s entry',
  'token.create': 'Create token',
  'token.edit': 'Change token',
  'token.delete': 'Revoke token',
  'token.reveal': 'Show the secret of a token',
  'token.save': 'Save token into a connection',
  'token.hand-over': 'Hand token over as a file',
  'token.test': 'Test token',
  'token.switch': 'Switch connection to another token',
  'people.list': 'List users and roles',
  'connection.save': 'Save connection',
  'connection.test': 'Test connection',
  'connection.remove': 'Remove connection',
  'connection.switch-on': 'Switch connection on',
  'connection.switch-off': 'Switch connection off',
  'command.send': 'Send command',
  'vault.unlocked': 'Unlock vault',
  'vault.unlock-failed': 'Try to unlock vault',
  'vault.locked': 'Lock vault',
  'vault.saved': 'Save secret',
  'vault.removed': 'Remove secret',
  'vault.read-failed': 'Read secret',
  'vault.migrated': 'Move secrets',
  'vault.passphrase-changed': 'Change passphrase',
  'vault.backend-changed': 'Change where secrets are kept',
  'backup.export': 'Export settings',
  'backup.import': 'Import settings',
  'audit.export': 'Export audit log',
  'device.create': 'Add vehicle',
  'device.remove': 'Remove vehicle',
  'device.rename': 'Rename vehicle',
  'device.block': 'Block vehicle',
  'device.unblock': 'Unblock vehicle',
  'device.credentials': 'Read vehicle credentials',
  'device.hand-over': 'Hand vehicle keys over as a file',
  'device.locate': 'Set vehicle location',
  'device.clear-records': 'Clear vehicle records',
  'setting.change': 'Change vehicle settings',
  'job.create': 'Create job',
  'job.stop': 'Stop job',
  'job.resume': 'Resume job',
  'job.rerun-failed': 'Rerun job for failed vehicles',
  'job.remove': 'Remove job',
};

/** An action that this version has no words for is shown by its own name. */
export const actionWords = (action: string): string =>
  (Object.hasOwn(actions, action) ? actions[action] : undefined) ?? action;

/** The actions whose words hold a text, without regard to A and a. */
export const actionsOfWords = (text: string): string[] => {
  const wanted = text.toLocaleLowerCase();
  return Object.entries(actions).flatMap(([action, words]) =>
    words.toLocaleLowerCase().includes(wanted) ? [action] : [],
  );
};

/** A damaged log may hold a time that is none. */
export const timeWords = (timeMs: number): string =>
  Number.isNaN(new Date(timeMs).getTime()) ? `no time: ${String(timeMs)}` : formatDateTime(timeMs);

const secretNames: Readonly<Record<string, string>> = {
  password: 'Password',
  clientKeyPem: 'Client key',
  platformToken: 'Token of the platform',
};

/** Kept while a token is being made or rotated; the entries about that token stand beside it. */
const passingSecrets = [
  [/^creation\/[^/]+\/secret$/, 'Secret of a new token'],
  [/^rotation\/[^/]+\/successor$/, 'Secret of the new token of a rotation'],
  [/^rotation\/[^/]+\/former\/[^/]+$/, 'Secret of the old token of a rotation'],
] as const;

/** A secret is named by its place in the vault, and the connection stands beside it. */
export const targetWords = ({ kind, target }: Pick<AuditEntry, 'kind' | 'target'>): string => {
  if (kind !== 'vault') return target;
  const passing = passingSecrets.find(([pattern]) => pattern.test(target));
  if (passing !== undefined) return passing[1];
  const name = /^connection\/[^/]+\/([^/]+)$/.exec(target)?.[1];
  if (name === undefined) return backendTitle(target);
  return (Object.hasOwn(secretNames, name) ? secretNames[name] : undefined) ?? name;
};

/** What the target says already is left out where there is one line only. */
export const shortDetail = ({ kind, detail }: Pick<AuditEntry, 'kind' | 'detail'>): string =>
  kind === 'vault' ? detail.replace(/^Kept in: [^.]*\.\s*/, '') : detail;

export const waitingWords = (count: number, hasMore: boolean): string =>
  hasMore ? `More than ${formatNumber(count)} new entries` : countOf(count, 'new entry', 'new entries');

/** One sentence for the screen reader. */
export const describeEntry = (entry: AuditEntry, time: string): string =>
  [
    time,
    actionWords(entry.action),
    targetWords(entry),
    entry.connectionName,
    outcomeWords[entry.outcome].word,
    entry.user,
  ]
    .filter((part) => part !== null && part !== '')
    .join(', ');

export interface VerificationWords {
  readonly tone: 'neutral' | 'doubtful' | 'bad';
  readonly title: string;
  /** What it means, and what to do. */
  readonly text: readonly string[];
}

export const verificationWords = (result: AuditVerification): VerificationWords => {
  const { isIntact, rowCount, end, breakCount } = result;
  const entries = countOf(rowCount, 'entry', 'entries');
  if (!isIntact) return brokenWords(result);
  if (rowCount === 0 && breakCount === 0) {
    return { tone: 'neutral', title: 'The log is empty.', text: ['There is nothing to check yet.'] };
  }
  if (end === 'not-noted') {
    return {
      tone: 'doubtful',
      title: `All ${entries} fit together, but the end cannot be vouched for.`,
      text: [
        'Nothing outside the log says how far it once went, so it could not be told if entries had been cut off at its end. From the next entry on the end is noted again.',
      ],
    };
  }
  return {
    tone: 'neutral',
    title: `Intact: all ${entries} are as they were written.`,
    text: [
      'Nothing was changed, removed, added or moved, and the end is the one that was noted. Only somebody who rewrote both the log and the note of its end could have hidden a change.',
    ],
  };
};

const brokenWords = ({
  firstBroken,
  breaks,
  breakCount,
  consistentFrom,
  end,
}: AuditVerification): VerificationWords => {
  const first = (firstBroken ?? breaks[0])?.sequence;
  const before =
    first === undefined || first === 1 ? [] : [`What stands before entry ${String(first)} is as it was written.`];
  return {
    tone: 'bad',
    title:
      first === undefined
        ? 'The log is broken.'
        : `The log is broken at entry ${String(first)}${breakCount > 1 ? `, and at ${countOf(breakCount - 1, 'more place')}` : ''}.`,
    text: [
      'It was changed or damaged by something other than this console.',
      ...before,
      ...(consistentFrom === null
        ? end === 'differs'
          ? ['What stood at the end cannot be told from it.']
          : []
        : [`From entry ${String(consistentFrom)} on everything fits together again.`]),
      'The log is left exactly as it is, and new entries go on after it. Export it, keep a copy of the console’s data folder, and tell whoever answers for this machine.',
    ],
  };
};

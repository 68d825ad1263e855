import { CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AuditEntry } from '../../shared/audit/entry.ts';
import { CopyControl } from '../vehicle/copy-control.tsx';
import { actionWords, kindWords, outcomeWords, targetWords, timeWords } from './audit-words.ts';
import classes from './audit.module.css';

interface EntryDetailsProps {
  readonly entry: AuditEntry;
  /** The other entries of the same operation, as far as they are loaded. */
  readonly related: readonly AuditEntry[];
  readonly onSelect: (sequence: number) => void;
  readonly onClose: () => void;
}

/** Every field of one entry, as it is chained. */
export const EntryDetails = ({ entry, related, onSelect, onClose }: EntryDetailsProps) => {
  const outcome = outcomeWords[entry.outcome];
  return (
    <aside className={classes.details} aria-label={`Entry ${String(entry.sequence)}`}>
      <div className={classes.detailsHead}>
        <h2>{actionWords(entry.action)}</h2>
        <CloseButton aria-label="Close the details" onClick={onClose} />
      </div>
      <p className={classes.detailsOutcome} data-tone={outcome.tone}>
        <strong>
          <span aria-hidden>{outcome.shape}</span> {outcome.word}.
        </strong>{' '}
        {outcome.meaning}
      </p>
      {entry.detail !== '' && <p className={classes.words}>{entry.detail}</p>}
      <dl>
        <Field title="Entry">{entry.sequence}</Field>
        <Field title="Time">
          {timeWords(entry.atMs)}
          <div className={classes.quiet}>{isoTime(entry.atMs)}</div>
        </Field>
        <Field title="User of this computer">{entry.user}</Field>
        <Field title="Kind">{kindWords[entry.kind]}</Field>
        <Field title="Action">
          <code>{entry.action}</code>
        </Field>
        <Field title="To what">{entry.target === '' ? null : targetWords(entry)}</Field>
        <Field title="Name in the vault">
          {entry.target === targetWords(entry) ? null : <code>{entry.target}</code>}
        </Field>
        <Field title="Connection">
          {entry.connectionName}
          {entry.connectionId !== null && entry.connectionId !== entry.connectionName && (
            <div className={classes.quiet}>{entry.connectionId}</div>
          )}
        </Field>
        <Field title="Operation">{entry.operationId === null ? null : <code>{entry.operationId}</code>}</Field>
        {related.length > 0 && (
          <Field title="Same operation">
            {related.map(({ sequence, outcome: other }) => (
              <button
                key={sequence}
                type="button"
                className={classes.link}
                onClick={() => {
                  onSelect(sequence);
                }}
              >
                Entry {sequence}: {outcomeWords[other].word.toLowerCase()}
              </button>
            ))}
          </Field>
        )}
        <Field title="Hash">
          <code>{entry.hash}</code> <CopyControl value={entry.hash} label="the hash of this entry" />
        </Field>
        <Field title="Hash of the entry before">
          <code>{entry.previousHash}</code>
        </Field>
      </dl>
    </aside>
  );
};

const Field = ({ title, children }: { readonly title: string; readonly children: ReactNode }) =>
  children === null || children === '' ? null : (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );

const isoTime = (timeMs: number): string => {
  const time = new Date(timeMs);
  return Number.isNaN(time.getTime()) ? String(timeMs) : time.toISOString();
};

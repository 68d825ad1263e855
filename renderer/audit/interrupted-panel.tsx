import { CloseButton } from '@mantine/core';
import type { AuditEntry } from '../../shared/audit/entry.ts';
import { actionWords, targetWords } from './audit-words.ts';
import { putAway, useInterrupted } from './interrupted.ts';
import classes from './audit.module.css';

/** What was left half done, each with what to do. */
export const InterruptedPanel = () => {
  const interrupted = useInterrupted();
  if (interrupted.length === 0) return null;
  return (
    <section className={classes.verification} data-tone="doubtful" aria-label="Left half done">
      <div className={classes.outcome}>
        <strong>
          <span aria-hidden>⚠</span> The console ended in the middle of this. Nobody saw what became of it.
        </strong>
        <ul>
          {interrupted.map((entry) => (
            <li key={entry.sequence}>{interruptedWords(entry)}</li>
          ))}
        </ul>
      </div>
      <CloseButton
        aria-label="Put this away"
        onClick={() => {
          putAway(interrupted);
        }}
      />
    </section>
  );
};

const interruptedWords = (entry: AuditEntry): string => {
  const target = targetWords(entry);
  const what = target === '' ? actionWords(entry.action) : `${actionWords(entry.action)}: ${target}`;
  const { connectionName } = entry;
  const where = connectionName === null || connectionName === target ? '' : `, ${connectionName}`;
  // Its first sentence stands above all of them.
  const nextStep = entry.detail.replace(/^[^.]*\.\s*/, '');
  return `${what}${where} (entry ${String(entry.sequence)}). ${nextStep}`;
};

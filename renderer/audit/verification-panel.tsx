import { Button, CloseButton, Loader } from '@mantine/core';
import type { AuditVerification } from '../../shared/audit/verification.ts';
import { Failed } from '../admin/failed.tsx';
import { HowFar } from '../admin/how-far.tsx';
import { formatDateTime } from '../format/age.ts';
import { useNowMs } from '../format/clock.ts';
import { countOf } from '../format/number.ts';
import { CopyControl } from '../vehicle/copy-control.tsx';
import { verificationWords } from './audit-words.ts';
import type { Verification } from './use-verification.ts';
import classes from './audit.module.css';

/** The live region is there before it has something to say. */
export const VerificationPanel = ({ verification }: { readonly verification: Verification }) => {
  const { beganAtMs, result, failure, start, stop, forget } = verification;
  return (
    <div role="status" aria-label="Check of the log">
      {beganAtMs !== null && <UnderWay beganAtMs={beganAtMs} onStop={stop} />}
      <Failed failure={failure} title="The log could not be checked" onRetry={start} />
      {result !== null && <Outcome result={result} onClose={forget} />}
    </div>
  );
};

const UnderWay = ({ beganAtMs, onStop }: { readonly beganAtMs: number; readonly onStop: () => void }) => {
  const nowMs = useNowMs();
  const seconds = Math.max(0, Math.floor((nowMs - beganAtMs) / 1000));
  return (
    <div className={classes.verification}>
      <Loader size="xs" aria-hidden />
      <span>Every entry is computed anew and compared. The console works on meanwhile.</span>
      <span aria-hidden className={classes.quiet}>
        {seconds} s
      </span>
      <HowFar work="audit-check" label="Entries checked" unit="entries" />
      <Button onClick={onStop}>Stop</Button>
    </div>
  );
};

const Outcome = ({ result, onClose }: { readonly result: AuditVerification; readonly onClose: () => void }) => {
  const { tone, title, text } = verificationWords(result);
  const unshown = result.breakCount - result.breaks.length;
  return (
    <div className={classes.verification} data-tone={tone}>
      <div className={classes.outcome}>
        <strong>
          <span aria-hidden>{tone === 'bad' ? '✕' : tone === 'doubtful' ? '⚠' : '✓'}</span> {title}
        </strong>
        {text.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {result.breaks.length > 0 && (
          <ul aria-label="Where the log is broken">
            {result.breaks.map(({ sequence, explanation }) => (
              <li key={sequence}>
                At entry {sequence}: {explanation}
              </li>
            ))}
            {unshown > 0 && <li>… and {countOf(unshown, 'more place')} that are not listed here.</li>}
          </ul>
        )}
        {result.head !== null && (
          <p className={classes.head}>
            <span className={classes.quiet}>
              Checked {formatDateTime(result.checkedAtMs)}. Last entry: {result.head.sequence}, hash
            </span>{' '}
            <code>{result.head.hash}</code>{' '}
            <CopyControl
              value={`${String(result.head.sequence)} ${result.head.hash}`}
              label="number and hash of the last entry"
            />
          </p>
        )}
        {result.head !== null && result.isIntact && (
          <p className={classes.quiet}>
            Written down where nobody on this machine can change it, it proves later that everything up to here is as it
            was.
          </p>
        )}
      </div>
      <CloseButton aria-label="Close the result of the check" onClick={onClose} />
    </div>
  );
};

import { Button, Loader } from '@mantine/core';
import type { Failure } from '../../shared/contract/result.ts';
import type { UsedReading } from './use-reading.ts';
import classes from './platform.module.css';

interface ReadingNoticeProps {
  readonly reading: Omit<UsedReading<unknown>, 'replace'>;
  /** "The settings", "The jobs of Contoso". */
  readonly what: string;
}

/** That something is read for the first time, or could not be read; nothing when all is well. */
export const ReadingNotice = ({ reading, what }: ReadingNoticeProps) => {
  const { value, failure, isReading, reload } = reading;
  if (failure !== null) {
    return (
      <FailureNotice
        failure={failure}
        what={
          value === undefined ? `${what} could not be read.` : `${what} could not be read again; what you see is older.`
        }
        isBusy={isReading}
        onRetry={() => {
          void reload();
        }}
      />
    );
  }
  if (value === undefined && isReading) {
    return (
      <p role="status" className={classes.quiet}>
        <Loader size="xs" aria-hidden /> Asking the platform…
      </p>
    );
  }
  return null;
};

interface FailureNoticeProps {
  readonly failure: Failure;
  readonly what: string;
  readonly isBusy: boolean;
  readonly onRetry: () => void;
}

export const FailureNotice = ({ failure, what, isBusy, onRetry }: FailureNoticeProps) => (
  <div role="alert" className={classes.failure}>
    <p>
      <strong>
        <span aria-hidden>✕</span> {what}
      </strong>{' '}
      {failure.message}
    </p>
    <Button onClick={onRetry} loading={isBusy}>
      Try again
    </Button>
  </div>
);

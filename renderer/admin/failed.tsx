import { Button } from '@mantine/core';
import type { Failure } from '../../shared/contract/result.ts';
import { mayHaveHappened } from '../platform/failure.ts';
import classes from './admin.module.css';

interface FailedProps {
  readonly failure: Failure | null;
  /** "Not moved". */
  readonly title: string;
  /** Where to look whether it has happened after all: "Look at the list of secrets before you try again." */
  readonly lookAt?: string;
  readonly onRetry?: () => void;
  readonly isRetrying?: boolean;
}

/** Why what was asked for was not done, or that nobody can say whether it was. */
export const Failed = ({ failure, title, lookAt, onRetry, isRetrying = false }: FailedProps) => {
  if (failure === null) return null;
  const isInDoubt = lookAt !== undefined && mayHaveHappened(failure);
  return (
    <div role="alert" className={classes.bad}>
      <strong>
        <span aria-hidden>✕</span> {isInDoubt ? 'Nobody can say whether it was done.' : `${title}.`}
      </strong>{' '}
      {failure.message}
      {isInDoubt && ` ${lookAt}`}
      {onRetry !== undefined && (
        <div>
          <Button mt="xs" onClick={onRetry} loading={isRetrying}>
            Try again
          </Button>
        </div>
      )}
    </div>
  );
};

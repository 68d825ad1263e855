import { Alert } from '@mantine/core';
import type { Failure } from '../../shared/contract/result.ts';
import { mayHaveHappened } from './failure.ts';

interface NotDoneProps {
  readonly failure: Failure | null;
  /** "Not renamed". */
  readonly title: string;
}

/** Why what was asked for was not done, or that nobody can say whether it was. */
export const NotDone = ({ failure, title }: NotDoneProps) =>
  failure === null ? null : (
    <Alert color="red" role="alert" title={mayHaveHappened(failure) ? 'Nobody can say whether it was done' : title}>
      {failure.message}
      {mayHaveHappened(failure) && ' Look at what the platform says now before you try again.'}
    </Alert>
  );

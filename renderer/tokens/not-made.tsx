import { Alert } from '@mantine/core';
import type { Failure } from '../../shared/contract/result.ts';
import { mayHaveHappened } from '../platform/failure.ts';

interface NotMadeProps {
  readonly failure: Failure | null;
  readonly noun: string;
}

/** Why no token was made, or that nobody knows: what is half done stands at the top of the view. */
export const NotMade = ({ failure, noun }: NotMadeProps) => {
  if (failure === null) return null;
  const isHalfDone = isLeftHalfDone(failure) || mayHaveHappened(failure);
  return (
    <Alert color="red" role="alert" title={isHalfDone ? `Nobody can say whether the ${noun} was made` : 'Not made'}>
      {failure.message}
      {isHalfDone &&
        ' Close this dialog: what was left half done stands at the top of the view, with what to do about it. Do not make it again before.'}
    </Alert>
  );
};

const isLeftHalfDone = ({ details }: Failure): boolean =>
  typeof details === 'object' && details !== null && 'creationId' in details;

import { Alert } from '@mantine/core';
import { AskDialog } from './ask-dialog.tsx';
import type { ConnectionEditing } from './use-connection-editing.ts';
import classes from './editor.module.css';

/** Why it was not saved or cannot go on; there from the beginning, so that it is heard. */
export const EditorOutcome = ({ failure, objection }: Pick<ConnectionEditing, 'failure' | 'objection'>) => (
  <div role="alert">
    {failure !== null && (
      <Alert color="red" title="Not saved">
        {failure} What you entered is still here.
      </Alert>
    )}
    {objection !== undefined && <p className={classes.error}>{objection}</p>}
  </div>
);

export const LeaveDialog = ({
  isAskingToLeave,
  leave,
  stay,
}: Pick<ConnectionEditing, 'isAskingToLeave' | 'leave' | 'stay'>) => (
  <AskDialog
    isOpen={isAskingToLeave}
    title="Leave without saving?"
    action="Leave, and lose the changes"
    onAction={leave}
    cancel="Go on editing"
    onCancel={stay}
  >
    What you have changed in this form has not been saved.
  </AskDialog>
);

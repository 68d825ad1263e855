import { Button, Modal, Stack } from '@mantine/core';
import { useId } from 'react';
import type { TokenRow } from '../../shared/access/token.ts';
import { mayHaveHappened } from '../platform/failure.ts';
import { GuardedButton } from '../platform/guarded-button.tsx';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { ConsequencesField, whatIsMissing } from './consequences-field.tsx';
import { useConsequences } from './use-consequences.ts';
import classes from './parts.module.css';

interface DeleteDialogProps {
  readonly connectionId: string;
  readonly row: TokenRow;
  readonly noun: string;
  readonly onDone: () => void;
  /** Nobody can say whether it was deleted: the list has to be read. */
  readonly onInDoubt: () => void;
  readonly onClose: () => void;
}

export const DeleteDialog = ({ connectionId, row, noun, onDone, onInDoubt, onClose }: DeleteDialogProps) => {
  const { isBusy, failure, ask } = useAsking('tokens.remove');
  const acknowledging = useConsequences(connectionId, row.id, row.name);
  const missing = whatIsMissing(acknowledging);
  const missingId = useId();

  const remove = async (): Promise<void> => {
    const { acknowledged, reading } = acknowledging;
    if (acknowledged === undefined) return;
    const result = await ask({ connectionId, tokenId: row.id, acknowledged });
    if (result === undefined) return;
    if (result.ok) onDone();
    // What stops working has become something else since it was read.
    else if (result.error.code === 'conflict') void reading.reload();
    else if (mayHaveHappened(result.error)) onInDoubt();
  };

  return (
    <Modal opened onClose={onClose} title={`Delete “${row.name}”?`} closeOnClickOutside={false} size="lg">
      <Stack gap="md">
        <div>
          The {noun} stops being valid at once, for everybody, and cannot be brought back. This is what stops with it:
        </div>
        <ConsequencesField acknowledging={acknowledging} tokenName={row.name} />
        <NotDone failure={failure} title="Not deleted" />
        {failure?.code === 'conflict' && <div>Read again what stops working now: it has changed.</div>}
        <p id={missingId} className={classes.quiet}>
          {missing}
        </p>
        <div className={classes.end}>
          <Button data-autofocus onClick={onClose} disabled={isBusy}>
            Keep it
          </Button>
          <GuardedButton
            variant="filled"
            color="red.9"
            denial={missing}
            denialId={missingId}
            loading={isBusy}
            onClick={() => {
              void remove();
            }}
          >
            Delete {noun}
          </GuardedButton>
        </div>
      </Stack>
    </Modal>
  );
};

import { Button, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Creation } from '../../shared/access/creation.ts';
import { AskDialog } from '../connections/ask-dialog.tsx';
import { useLeaveGuard } from '../connections/use-leave-guard.ts';
import { useEngine } from '../engine/engine-context.ts';
import { useNowMs } from '../format/clock.ts';
import { HandOverForm } from './hand-over-form.tsx';
import { SaveIntoForm } from './save-into-form.tsx';
import { SecretBox, type TakingWay } from './secret-box.tsx';
import { distanceInWords } from './token-words.ts';
import classes from './parts.module.css';

interface SecretDialogProps {
  readonly creation: Creation;
  /** In words, where the platform did otherwise than it was asked. */
  readonly notes: readonly string[];
  readonly onClose: () => void;
}

/** The one moment in which a new token's secret can be had. Leaving without it asks first. */
export const SecretDialog = ({ creation, notes, onClose }: SecretDialogProps) => {
  const engine = useEngine();
  const nowMs = useNowMs();
  const [ways, setWays] = useState<ReadonlySet<TakingWay>>(new Set(creation.takenBy));
  const [isAsking, setIsAsking] = useState(false);
  const isTaken = ways.size > 0;
  const guard = useLeaveGuard(!isTaken);
  const left = creation.forgetAtMs === null ? undefined : distanceInWords(creation.forgetAtMs, nowMs);

  const taken = (way: TakingWay): void => {
    setWays((before) => new Set([...before, way]));
  };
  const close = (): void => {
    if (!isTaken) {
      setIsAsking(true);
      return;
    }
    // What was only looked at may have to be looked at again: the engine forgets it in its own time.
    if (['clipboard', 'connection', 'file'].some((way) => ways.has(way as TakingWay))) {
      void engine.call('tokens.forget', { creationId: creation.id });
    }
    onClose();
  };

  return (
    <Modal opened onClose={close} title={`The secret of “${creation.tokenName}”`} closeOnClickOutside={false} size="lg">
      <Stack gap="md">
        <div>{creation.explanation}</div>
        {notes.map((note) => (
          <p key={note} className={classes.caution}>
            <span aria-hidden>⚠</span> {note}
          </p>
        ))}
        <SecretBox creation={creation} onTaken={taken} />
        <SaveIntoForm
          creation={creation}
          onSaved={() => {
            taken('connection');
          }}
        />
        <HandOverForm
          creation={creation}
          onSaved={() => {
            taken('file');
          }}
        />
        <div className={classes.end}>
          <p className={classes.quiet}>{left !== undefined && `The console forgets the secret ${left}.`}</p>
          <Button variant={isTaken ? 'filled' : 'default'} onClick={close}>
            {isTaken ? 'Done' : 'Close'}
          </Button>
        </div>
      </Stack>
      <AskDialog
        isOpen={isAsking || guard.isAsking}
        title="Leave without the secret?"
        action="Leave it for now"
        onAction={() => {
          setIsAsking(false);
          if (guard.isAsking) guard.leave();
          onClose();
        }}
        cancel="Go back and take it"
        onCancel={() => {
          setIsAsking(false);
          guard.stay();
        }}
      >
        You have not shown, copied, saved or handed over the secret of “{creation.tokenName}”.{' '}
        {left === undefined
          ? 'The platform does not tell it again.'
          : `It can be taken at the top of the Tokens view until the console forgets it ${left}; the platform does not tell it again.`}
      </AskDialog>
    </Modal>
  );
};

import { Button, Modal, Stack } from '@mantine/core';
import { useRef, useState } from 'react';
import type { Creation } from '../../shared/access/creation.ts';
import { systemTimers } from '../../shared/contract/timers.ts';
import { AskDialog } from '../connections/ask-dialog.tsx';
import { tellFailure } from '../connections/notify.ts';
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
  /** `isForgotten`: nothing is left to take of it. */
  readonly onClose: (isForgotten: boolean) => void;
}

const waysThatKeepIt: readonly TakingWay[] = ['clipboard', 'connection', 'file'];

/** The one moment in which a new token's secret can be had. Leaving without it asks first. */
export const SecretDialog = ({ creation, notes, onClose }: SecretDialogProps) => {
  const engine = useEngine();
  const nowMs = useNowMs();
  const [ways, setWays] = useState<ReadonlySet<TakingWay>>(new Set(creation.takenBy));
  const [isAsking, setIsAsking] = useState(false);
  const [isClosing, setIsClosing] = useState(false);
  const isJustAsked = useRef(false);
  const isTaken = ways.size > 0;
  const guard = useLeaveGuard(!isTaken);
  const left = creation.forgetAtMs === null ? undefined : distanceInWords(creation.forgetAtMs, nowMs);

  const taken = (way: TakingWay): void => {
    setWays((before) => new Set([...before, way]));
  };
  const close = async (): Promise<void> => {
    if (isClosing) return;
    if (!isTaken) {
      setIsAsking(true);
      // The Escape key that asks to leave is heard by the question, too, and is no answer to it.
      isJustAsked.current = true;
      systemTimers.after(0, () => {
        isJustAsked.current = false;
      });
      return;
    }
    // What was only looked at may have to be looked at again: the engine forgets it in its own time.
    if (!waysThatKeepIt.some((way) => ways.has(way))) {
      onClose(false);
      return;
    }
    setIsClosing(true);
    const result = await engine.call('tokens.forget', { creationId: creation.id });
    const isForgotten = result.ok || result.error.code === 'not-found';
    if (!isForgotten) tellFailure('The console still has the secret', result.error.message);
    onClose(isForgotten);
  };

  return (
    <Modal
      opened
      onClose={() => {
        void close();
      }}
      title={`The secret of “${creation.tokenName}”`}
      closeOnClickOutside={false}
      size="lg"
    >
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
          <Button
            variant={isTaken ? 'filled' : 'default'}
            loading={isClosing}
            onClick={() => {
              void close();
            }}
          >
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
          onClose(false);
        }}
        cancel="Go back and take it"
        onCancel={() => {
          if (isJustAsked.current) return;
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

import { Alert, Button, Stack } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import type { Rotation } from '../../shared/access/rotation.ts';
import type { ConsequenceCode } from '../../shared/access/token.ts';
import { AskDialog } from '../connections/ask-dialog.tsx';
import { useNowMs } from '../format/clock.ts';
import { GuardedButton } from '../platform/guarded-button.tsx';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { useReturnFocus } from '../platform/use-return-focus.ts';
import { ConsequencesField, whatIsMissing } from './consequences-field.tsx';
import { RotationSteps } from './rotation-steps.tsx';
import { isRotationOver, rotationPath, rotationStepWords } from './token-words.ts';
import { useConsequences } from './use-consequences.ts';
import classes from './parts.module.css';

interface RotationProgressProps {
  readonly rotation: Rotation;
  readonly onAnswer: (rotation: Rotation) => void;
  readonly onClose: () => void;
}

interface GoOptions {
  readonly endsOverlap?: boolean;
  readonly acknowledged?: ConsequenceCode[];
}

/** Where a rotation stands, and its next step. */
export const RotationProgress = ({ rotation, onAnswer, onClose }: RotationProgressProps) => {
  const { id, step, problem, old, successor } = rotation;
  const going = useAsking('rotations.go');
  const abandoning = useAsking('rotations.abandon');
  const [question, setQuestion] = useState<'abandon' | 'end-overlap' | null>(null);
  useReturnFocus(question !== null);
  const nowMs = useNowMs();
  const top = useRef<HTMLDivElement>(null);
  const lastStep = useRef(step);
  useEffect(() => {
    // The button of the last step is gone or means something else now: the new step is read from its beginning.
    if (lastStep.current !== step) top.current?.focus();
    lastStep.current = step;
  }, [step]);
  const isBusy = going.isBusy || abandoning.isBusy || rotation.isBusy;
  const isOverlapping = step === 'overlap' && (rotation.overlapEndsAtMs ?? 0) > nowMs;
  const stop = rotationPath.find((each) => each === step);

  const go = async (options: GoOptions = {}): Promise<boolean> => {
    const result = await going.ask({ rotationId: id, ...options });
    if (result?.ok === true) onAnswer(result.value);
    return result?.ok === false && result.error.code === 'conflict';
  };
  const abandon = async (): Promise<void> => {
    const result = await abandoning.ask({ rotationId: id });
    setQuestion(null);
    if (result?.ok === true) onAnswer(result.value);
  };

  return (
    <Stack gap="md">
      <div ref={top} tabIndex={-1} className={classes.links}>
        <strong>
          {old.name} → {successor.name}
        </strong>
        <span className={classes.quiet}>on {rotation.connectionName}</span>
      </div>
      <div role="status" aria-label="Where it stands">
        <RotationSteps rotation={rotation} />
        {stop === undefined && (
          <p className={step === 'abandoned' ? classes.caution : undefined}>
            <strong>{step === 'done' ? '✓ Done.' : 'Abandoned.'}</strong> {rotation.standsAt} {rotation.next}
          </p>
        )}
      </div>
      {problem !== null && (
        <Alert color="red" role="alert" title="The last try at this step failed">
          {problem} Nothing is lost: put it right and try the step again, or abandon the rotation.
        </Alert>
      )}
      <NotDone failure={going.failure} title="The step was not taken" />
      <NotDone failure={abandoning.failure} title="Not abandoned" />
      {step === 'revoke' ? (
        <RevokeStep rotation={rotation} isBusy={isBusy} onRevoke={(acknowledged) => go({ acknowledged })} />
      ) : null}
      <div className={classes.end}>
        {!isRotationOver(step) && (
          <Button
            disabled={isBusy}
            onClick={() => {
              setQuestion('abandon');
            }}
          >
            Abandon…
          </Button>
        )}
        <Button onClick={onClose}>{isRotationOver(step) ? 'Close' : 'Leave, and go on later'}</Button>
        {isOverlapping && (
          <Button
            disabled={isBusy}
            onClick={() => {
              setQuestion('end-overlap');
            }}
          >
            End the time early…
          </Button>
        )}
        {stop !== undefined && stop !== 'revoke' && !isOverlapping && (
          <Button
            variant="filled"
            data-autofocus
            loading={isBusy}
            onClick={() => {
              void go();
            }}
          >
            {problem === null
              ? rotationStepWords[stop].action
              : `Try again: ${rotationStepWords[stop].action.toLowerCase()}`}
          </Button>
        )}
      </div>
      <AskDialog
        isOpen={question === 'abandon'}
        title="Abandon the rotation?"
        action="Abandon it"
        isBusy={abandoning.isBusy}
        onAction={() => {
          void abandon();
        }}
        cancel="Go on with it"
        onCancel={() => {
          setQuestion(null);
        }}
      >
        {rotation.ifAbandoned}
      </AskDialog>
      <AskDialog
        isOpen={question === 'end-overlap'}
        title="End the time with both tokens early?"
        action="End it now"
        isBusy={going.isBusy}
        onAction={() => {
          setQuestion(null);
          void go({ endsOverlap: true });
        }}
        cancel="Let it run"
        onCancel={() => {
          setQuestion(null);
        }}
      >
        Whoever else uses “{old.name}” has had no time to change over to “{successor.name}”. Nothing is revoked yet: the
        next step shows what stops, and asks.
      </AskDialog>
    </Stack>
  );
};

interface RevokeStepProps {
  readonly rotation: Rotation;
  readonly isBusy: boolean;
  /** @returns whether what stops working has become something else, so that it is to be read again. */
  readonly onRevoke: (acknowledged: ConsequenceCode[]) => Promise<boolean>;
}

const RevokeStep = ({ rotation, isBusy, onRevoke }: RevokeStepProps) => {
  const { connectionId, old } = rotation;
  const acknowledging = useConsequences(connectionId, old.id, old.name);
  const missing = whatIsMissing(acknowledging);
  const missingId = useId();
  const revoke = async (): Promise<void> => {
    const { acknowledged, reading } = acknowledging;
    if (acknowledged !== undefined && (await onRevoke(acknowledged))) void reading.reload();
  };
  return (
    <section className={classes.section} aria-label="Revoke the old token">
      <p>“{old.name}” stops being valid at once, for everybody. This is what stops with it:</p>
      <ConsequencesField acknowledging={acknowledging} tokenName={old.name} />
      <p id={missingId} className={classes.quiet}>
        {missing}
      </p>
      <div className={classes.end}>
        <GuardedButton
          variant="filled"
          color="red.9"
          denial={missing}
          denialId={missingId}
          loading={isBusy}
          onClick={() => {
            void revoke();
          }}
        >
          {rotationStepWords.revoke.action}
        </GuardedButton>
      </div>
    </section>
  );
};

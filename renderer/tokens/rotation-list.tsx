import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Rotation } from '../../shared/access/rotation.ts';
import { tellFailure } from '../connections/notify.ts';
import { useEngine } from '../engine/engine-context.ts';
import { useNowMs } from '../format/clock.ts';
import { ReadingNotice } from '../platform/reading-notice.tsx';
import type { UsedReading } from '../platform/use-reading.ts';
import { useRereading } from '../platform/use-rereading.ts';
import { isRotationOver, rotationPath, rotationStepWords } from './token-words.ts';
import { overlapInWords } from './rotation-steps.tsx';
import classes from './announcements.module.css';
import parts from './parts.module.css';

interface RotationListProps {
  readonly reading: UsedReading<Rotation[]>;
  readonly onOpen: (rotation: Rotation) => void;
}

/** How the connections fare is news of seconds. */
const delaysMs = [5000] as const;

/** Rotations that are under way, also from before the console was started again, and those that have ended. */
export const RotationList = ({ reading, onOpen }: RotationListProps) => {
  const rotations = reading.value ?? [];
  useRereading(
    rotations.some(({ step }) => !isRotationOver(step)),
    reading.reload,
    delaysMs,
  );
  return (
    <>
      {reading.failure !== null && <ReadingNotice reading={reading} what="The rotations under way" />}
      {rotations.length > 0 && (
        <ul className={classes.list} aria-label="Rotations">
          {rotations.map((rotation) => (
            <RotationItem
              key={rotation.id}
              rotation={rotation}
              onOpen={onOpen}
              onDismissed={() => {
                reading.replace(rotations.filter(({ id }) => id !== rotation.id));
              }}
            />
          ))}
        </ul>
      )}
    </>
  );
};

interface RotationItemProps extends Pick<RotationListProps, 'onOpen'> {
  readonly rotation: Rotation;
  readonly onDismissed: () => void;
}

const RotationItem = ({ rotation, onOpen, onDismissed }: RotationItemProps) => {
  const engine = useEngine();
  const nowMs = useNowMs();
  const [isBusy, setIsBusy] = useState(false);
  const { old, successor, step, connectionName, standsAt, problem } = rotation;
  const stop = rotationPath.find((each) => each === step);

  const dismiss = async (): Promise<void> => {
    setIsBusy(true);
    const result = await engine.call('rotations.dismiss', { rotationId: rotation.id });
    setIsBusy(false);
    if (result.ok) onDismissed();
    else tellFailure('Not dismissed', result.error.message);
  };

  return (
    <li data-tone={problem !== null ? 'bad' : undefined}>
      <div>
        <strong>
          {old.name} → {successor.name}
        </strong>{' '}
        on {connectionName}:{' '}
        {stop === undefined
          ? ''
          : `step ${String(rotationPath.indexOf(stop) + 1)} of ${String(rotationPath.length)}, ${rotationStepWords[stop].title.toLowerCase()}. `}
        {problem === null ? standsAt : `✕ ${problem}`}
        {step === 'overlap' && ` ${overlapInWords(rotation, nowMs)}`}
      </div>
      <div className={parts.buttons}>
        {stop === undefined ? (
          <Button
            aria-label={`Dismiss the rotation of ${old.name}`}
            loading={isBusy}
            onClick={() => {
              void dismiss();
            }}
          >
            Dismiss
          </Button>
        ) : (
          <Button
            variant="filled"
            aria-label={`Go on with the rotation of ${old.name}`}
            onClick={() => {
              onOpen(rotation);
            }}
          >
            Go on…
          </Button>
        )}
      </div>
    </li>
  );
};

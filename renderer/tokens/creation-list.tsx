import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Creation } from '../../shared/access/creation.ts';
import { tell, tellFailure } from '../connections/notify.ts';
import { useEngine } from '../engine/engine-context.ts';
import { useNowMs } from '../format/clock.ts';
import { ReadingNotice } from '../platform/reading-notice.tsx';
import type { UsedReading } from '../platform/use-reading.ts';
import { distanceInWords } from './token-words.ts';
import classes from './announcements.module.css';
import parts from './parts.module.css';

interface CreationListProps {
  readonly reading: UsedReading<Creation[]>;
  readonly onTake: (creation: Creation) => void;
  /** To the token in the list, where it can be deleted. */
  readonly onShow: (creation: Creation) => void;
}

/** Tokens whose secret waits to be taken, and what was left half done; nothing when there is nothing. */
export const CreationList = ({ reading, onTake, onShow }: CreationListProps) => {
  const creations = reading.value ?? [];
  return (
    <>
      {reading.failure !== null && <ReadingNotice reading={reading} what="What was left half done" />}
      {creations.length > 0 && (
        <ul className={classes.list} aria-label="New tokens that want something">
          {creations.map((creation) => (
            <CreationItem
              key={creation.id}
              creation={creation}
              onTake={onTake}
              onShow={onShow}
              onSettled={() => {
                void reading.reload();
              }}
            />
          ))}
        </ul>
      )}
    </>
  );
};

interface CreationItemProps extends Pick<CreationListProps, 'onTake' | 'onShow'> {
  readonly creation: Creation;
  readonly onSettled: () => void;
}

const CreationItem = ({ creation, onTake, onShow, onSettled }: CreationItemProps) => {
  const engine = useEngine();
  const nowMs = useNowMs();
  const [isBusy, setIsBusy] = useState(false);
  const { id, state, tokenName, connectionName, forgetAtMs, takenBy } = creation;
  const isTaken = takenBy.length > 0;

  const forget = async (): Promise<void> => {
    setIsBusy(true);
    const result = await engine.call('tokens.forget', { creationId: id });
    setIsBusy(false);
    if (!result.ok) tellFailure('Not forgotten', result.error.message);
    onSettled();
  };
  const lookUp = async (): Promise<void> => {
    setIsBusy(true);
    const result = await engine.call('tokens.lookUp', { creationId: id });
    setIsBusy(false);
    if (!result.ok) tellFailure(`“${tokenName}” could not be looked up`, result.error.message);
    else if (result.value === null) tell(`“${tokenName}” is not there.`, 'It was not made. Make it again.');
    onSettled();
  };

  return (
    <li data-tone={state === 'held' && isTaken ? undefined : 'doubtful'}>
      <div>
        <span aria-hidden>{state === 'held' ? '◔' : '⚠'}</span> <strong>{tokenName}</strong> on {connectionName}:{' '}
        {creation.explanation}
        {forgetAtMs !== null && ` The console forgets the secret ${distanceInWords(forgetAtMs, nowMs)}.`}
      </div>
      <div className={parts.buttons}>
        {state === 'held' && (
          <Button
            aria-label={`Take the secret of ${tokenName}`}
            onClick={() => {
              onTake(creation);
            }}
          >
            {isTaken ? 'Take it again…' : 'Take it…'}
          </Button>
        )}
        {state === 'held' && isTaken && (
          <Button
            aria-label={`Forget the secret of ${tokenName} now`}
            loading={isBusy}
            onClick={() => {
              void forget();
            }}
          >
            Forget it now
          </Button>
        )}
        {state === 'unknown' && (
          <Button
            aria-label={`Look up whether ${tokenName} was made`}
            loading={isBusy}
            onClick={() => {
              void lookUp();
            }}
          >
            Look it up
          </Button>
        )}
        {state === 'without-secret' && (
          <>
            <Button
              aria-label={`Show ${tokenName} in the list`}
              onClick={() => {
                onShow(creation);
              }}
            >
              Show it in the list
            </Button>
            <Button
              aria-label={`Dismiss the reminder of ${tokenName}`}
              title="The token stays on the platform; only this reminder goes."
              loading={isBusy}
              onClick={() => {
                void forget();
              }}
            >
              Dismiss
            </Button>
          </>
        )}
      </div>
    </li>
  );
};

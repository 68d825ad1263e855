import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import type { CreatedDevice } from '../../shared/platform/many-devices.ts';
import { AskDialog } from '../connections/ask-dialog.tsx';
import { useLeaveGuard } from '../connections/use-leave-guard.ts';
import { CredentialLines } from '../device/credential-lines.tsx';
import { countOf } from '../format/number.ts';
import { KeysHandOver } from './keys-hand-over.tsx';
import { withKeys } from './key-table.ts';
import { meaningOf, outcomeWordsOf } from './outcome-words.ts';
import { OutcomeSummary } from './outcome-summary.tsx';
import classes from './many-devices.module.css';

interface CreatedListProps {
  readonly connectionId: string;
  readonly outcomes: readonly CreatedDevice[];
  readonly problem: string | null;
  /** For those that were not sent. */
  readonly onGoOn: () => void;
  readonly onClose: () => void;
}

/** What the platform did with each, and the keys that it tells this once. Leaving without them asks first. */
export const CreatedList = ({ connectionId, outcomes, problem, onGoOn, onClose }: CreatedListProps) => {
  const keyed = withKeys(outcomes);
  const unsentCount = outcomes.filter(({ state }) => state === 'not-sent').length;
  const [takenCount, setTakenCount] = useState(0);
  const [isAsking, setIsAsking] = useState(false);
  const isTaken = takenCount >= keyed.length;
  const guard = useLeaveGuard(!isTaken);
  return (
    <Stack gap="md">
      <OutcomeSummary outcomes={outcomes} what="created" problem={problem} />
      {keyed.length > 0 && (
        <KeysHandOver
          connectionId={connectionId}
          outcomes={keyed}
          onTaken={() => {
            setTakenCount(keyed.length);
          }}
        />
      )}
      <div className={classes.scroll} role="region" aria-label="Vehicles" tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Id</th>
              <th scope="col">Type</th>
              <th scope="col">Outcome</th>
              <th scope="col">One by one</th>
            </tr>
          </thead>
          <tbody>
            {[...outcomes.filter(isNotDone), ...outcomes.filter((outcome) => !isNotDone(outcome))].map((outcome) => (
              <Outcome key={`${outcome.typeId}\n${outcome.deviceId}`} outcome={outcome} />
            ))}
          </tbody>
        </table>
      </div>
      <Group justify="flex-end">
        {unsentCount > 0 && <Button onClick={onGoOn}>Go on with {countOf(unsentCount, 'vehicle')} not sent</Button>}
        <Button
          variant={isTaken ? 'filled' : 'default'}
          data-autofocus
          onClick={() => {
            if (isTaken) onClose();
            else setIsAsking(true);
          }}
        >
          {keyed.length > 0 && isTaken ? 'I have the keys: close' : 'Close'}
        </Button>
      </Group>
      <AskDialog
        isOpen={isAsking || guard.isAsking}
        title={`Leave without the keys of ${countOf(keyed.length, 'vehicle')}?`}
        action="Leave without them"
        onAction={() => {
          setIsAsking(false);
          if (guard.isAsking) guard.leave();
          onClose();
        }}
        cancel="Go back and take them"
        onCancel={() => {
          setIsAsking(false);
          guard.stay();
        }}
      >
        They were not saved as a file and not copied as a table. This console does not keep them. Where the platform
        does not show keys again, such as Watson, a vehicle without its key has to be deleted and created anew.
      </AskDialog>
    </Stack>
  );
};

/** What went wrong stands first. */
const isNotDone = ({ state }: CreatedDevice): boolean => state !== 'done';

const Outcome = ({ outcome }: { readonly outcome: CreatedDevice }) => {
  const { deviceId, typeId, state, message, credentials } = outcome;
  const [isShown, setIsShown] = useState(false);
  const words = outcomeWordsOf(state, 'Created');
  const hasKeys = credentials !== null && credentials.lines.length > 0;
  return (
    <>
      <tr data-tone={words.tone}>
        <th scope="row">{deviceId}</th>
        <td>{typeId}</td>
        <td>
          <span className={classes.state}>
            <span aria-hidden>{words.shape}</span> {words.word}
          </span>{' '}
          {state === 'done' ? '' : (message ?? meaningOf[state])}
        </td>
        <td>
          {hasKeys ? (
            <Button
              size="compact-xs"
              variant="subtle"
              aria-expanded={isShown}
              aria-label={isShown ? `Hide keys of ${deviceId}` : `Keys of ${deviceId}`}
              onClick={() => {
                setIsShown(!isShown);
              }}
            >
              {isShown ? 'Hide keys' : 'Keys'}
            </Button>
          ) : (
            <span className={classes.quiet}>{credentials?.explanation ?? (state === 'done' ? 'None came' : '')}</span>
          )}
        </td>
      </tr>
      {isShown && hasKeys && (
        <tr>
          <td colSpan={4}>
            <CredentialLines credentials={{ ...credentials, explanation: '' }} />
          </td>
        </tr>
      )}
    </>
  );
};

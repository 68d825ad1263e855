import { Button, Group, Stack } from '@mantine/core';
import type { RemovedDevice } from '../../shared/platform/many-devices.ts';
import { countOf } from '../format/number.ts';
import { meaningOf, outcomeWordsOf } from './outcome-words.ts';
import { OutcomeSummary } from './outcome-summary.tsx';
import type { NamedVehicle } from './named-vehicle.ts';
import classes from './many-devices.module.css';

interface RemovedListProps {
  readonly vehicles: readonly NamedVehicle[];
  /** In the order of the vehicles. */
  readonly outcomes: readonly RemovedDevice[];
  readonly problem: string | null;
  /** With those that were not sent. */
  readonly onGoOn: (vehicles: readonly NamedVehicle[]) => void;
  readonly onClose: () => void;
}

/** What went wrong stands first: who is gone is known by then. */
export const RemovedList = ({ vehicles, outcomes, problem, onGoOn, onClose }: RemovedListProps) => {
  const names = new Map(vehicles.map(({ vehicleId, name }) => [vehicleId, name]));
  const isDone = ({ state }: RemovedDevice): boolean => state === 'done';
  const unsent = new Set(outcomes.flatMap(({ vehicleId, state }) => (state === 'not-sent' ? [vehicleId] : [])));
  return (
    <Stack gap="md">
      <OutcomeSummary outcomes={outcomes} what="deleted" problem={problem} />
      <div className={classes.scroll} role="region" aria-label="Vehicles" tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Vehicle</th>
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {[...outcomes.filter((outcome) => !isDone(outcome)), ...outcomes.filter(isDone)].map(
              ({ vehicleId, state, message }) => {
                const words = outcomeWordsOf(state, 'Deleted');
                return (
                  <tr key={vehicleId} data-tone={words.tone}>
                    <th scope="row">{names.get(vehicleId) ?? vehicleId}</th>
                    <td>
                      <span className={classes.state}>
                        <span aria-hidden>{words.shape}</span> {words.word}
                      </span>{' '}
                      {state === 'done' ? '' : (message ?? meaningOf[state])}
                    </td>
                  </tr>
                );
              },
            )}
          </tbody>
        </table>
      </div>
      <Group justify="flex-end">
        {unsent.size > 0 && (
          <Button
            onClick={() => {
              onGoOn(vehicles.filter(({ vehicleId }) => unsent.has(vehicleId)));
            }}
          >
            Go on with {countOf(unsent.size, 'vehicle')} not sent
          </Button>
        )}
        <Button variant="filled" data-autofocus onClick={onClose}>
          Close
        </Button>
      </Group>
    </Stack>
  );
};

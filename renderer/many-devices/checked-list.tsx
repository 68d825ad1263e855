import { Button, Group, Stack } from '@mantine/core';
import type { NewDevice } from '../../shared/platform/device.ts';
import { countOf } from '../format/number.ts';
import type { ListedDevice } from './device-list-text.ts';
import classes from './many-devices.module.css';

interface CheckedListProps {
  readonly devices: readonly ListedDevice[];
  readonly onBack: () => void;
  readonly onAdd: (devices: readonly NewDevice[]) => void;
}

/** Every line as it was understood; what is wrong stands first. Nothing has been sent yet. */
export const CheckedList = ({ devices, onBack, onAdd }: CheckedListProps) => {
  const good = devices.filter(({ problem }) => problem === null);
  const bad = devices.filter(({ problem }) => problem !== null);
  return (
    <Stack gap="md">
      <div role="status">
        {bad.length === 0 ? (
          <>All {countOf(devices.length, 'vehicle')} can be created, as far as it is known here.</>
        ) : (
          <>
            <strong>
              {countOf(bad.length, 'line has a problem', 'lines have a problem')} and {bad.length === 1 ? 'is' : 'are'}{' '}
              left out.
            </strong>{' '}
            {good.length === 0
              ? 'Nothing is left to create: go back and correct the list.'
              : `${countOf(good.length, 'vehicle')} can be created.`}
          </>
        )}
      </div>
      <div className={classes.scroll} role="region" aria-label="The list as it was read" tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Id</th>
              <th scope="col">Type</th>
              <th scope="col">Name</th>
              <th scope="col">Check</th>
            </tr>
          </thead>
          <tbody>
            {[...bad, ...good].map(({ line, device, problem }) => (
              <tr key={line} data-tone={problem === null ? undefined : 'bad'}>
                <td className={classes.number}>{line}</td>
                <th scope="row">{device.deviceId}</th>
                <td>{device.typeId}</td>
                <td>{device.name}</td>
                <td className={classes.state}>
                  <span aria-hidden>{problem === null ? '✓' : '✕'}</span> {problem ?? 'Can be created'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Group justify="flex-end">
        <Button onClick={onBack}>Back to the list</Button>
        <Button
          variant="filled"
          data-autofocus
          disabled={good.length === 0}
          onClick={() => {
            onAdd(good.map(({ device }) => device));
          }}
        >
          Create {countOf(good.length, 'vehicle')}
        </Button>
      </Group>
    </Stack>
  );
};

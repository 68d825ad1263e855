import { Button, Group, Stack } from '@mantine/core';
import { countOf } from '../format/number.ts';
import classes from './many-devices.module.css';

interface RunProgressProps {
  readonly doneCount: number;
  readonly count: number;
  readonly isStopping: boolean;
  /** "created", "deleted". */
  readonly what: string;
  readonly onStop: () => void;
}

export const RunProgress = ({ doneCount, count, isStopping, what, onStop }: RunProgressProps) => {
  const words = `${String(doneCount)} of ${countOf(count, 'vehicle')} so far`;
  return (
    <Stack gap="md">
      <div
        role="progressbar"
        aria-label={`Vehicles to be ${what}`}
        aria-valuemin={0}
        aria-valuemax={count}
        aria-valuenow={doneCount}
        aria-valuetext={words}
        className={classes.track}
      >
        <span style={{ width: `${String((100 * doneCount) / Math.max(1, count))}%` }} />
      </div>
      <div role="status">{isStopping ? `${words}. It ends with the part that is under way.` : words}</div>
      <Group justify="flex-end">
        <Button data-autofocus loading={isStopping} onClick={onStop}>
          Stop after this part
        </Button>
      </Group>
    </Stack>
  );
};

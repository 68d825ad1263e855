import { Button, Group, Modal, Stack } from '@mantine/core';
import type { Job, JobControl } from '../../shared/platform/job.ts';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { controlWords } from './job-words.ts';
import classes from './jobs.module.css';

interface ControlDialogProps {
  readonly job: Job;
  readonly control: JobControl;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export const ControlDialog = ({ job, control, onDone, onClose }: ControlDialogProps) => {
  const { isBusy, failure, ask } = useAsking('jobs.control');
  const words = controlWords[control];
  const act = async (): Promise<void> => {
    const result = await ask({ connectionId: job.connectionId, jobId: job.id, control });
    if (result?.ok === true) onDone();
  };
  return (
    <Modal opened onClose={onClose} title={`${words.question} “${job.name}”?`} closeOnClickOutside={false}>
      <Stack gap="md">
        <div>
          <strong>{job.action}</strong> · {job.target}
        </div>
        <div>{words.meaning}</div>
        <NotDone failure={failure} title={words.failure} />
        <Group justify="flex-end" className={classes.wrap}>
          <Button data-autofocus onClick={onClose} disabled={isBusy}>
            Leave it
          </Button>
          <Button
            variant="filled"
            {...(words.isLoss ? { color: 'red.9' } : {})}
            loading={isBusy}
            onClick={() => {
              void act();
            }}
          >
            {words.action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};

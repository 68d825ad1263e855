import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { DeviceGroup } from '../../shared/platform/device.ts';
import type { Job } from '../../shared/platform/job.ts';
import { isSameName } from '../device/device-words.ts';
import { Summary, SummaryLine } from '../layout/summary.tsx';
import { mayHaveHappened } from '../platform/failure.ts';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { jobOf, longestName, nameOf, planLines, targetWords, wordToType, type JobPlan } from './new-job-model.ts';
import classes from './jobs.module.css';

interface CheckStepProps {
  readonly plan: JobPlan;
  readonly onChange: (plan: JobPlan) => void;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly groups: readonly DeviceGroup[];
  readonly onBack: () => void;
  readonly onStarted: (job: Job) => void;
  readonly onInDoubt: () => void;
}

/** What will be done to whom, in one look; a job that interrupts work asks for a second word. */
export const CheckStep = (props: CheckStepProps) => {
  const { plan, onChange, connectionId, connectionName, groups, onBack, onStarted, onInDoubt } = props;
  const { isBusy, failure, ask } = useAsking('jobs.create');
  const [typed, setTyped] = useState('');
  const reasonId = useId();
  const isDisruptive = plan.action?.risk === 'disruptive';
  const word = wordToType(plan, groups);
  const target = targetWords(plan, groups);
  const job = jobOf(plan);
  const reason =
    nameOf(plan).trim() === ''
      ? 'Give the job a name.'
      : job === undefined
        ? 'Something is missing: go back and look.'
        : isDisruptive && !isSameName(typed, word)
          ? `Type ${word} to allow starting.`
          : undefined;

  const start = async (): Promise<void> => {
    if (reason !== undefined || job === undefined) return;
    const result = await ask({ connectionId, job });
    if (result === undefined) return;
    if (result.ok) onStarted(result.value);
    else if (mayHaveHappened(result.error)) onInDoubt();
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <Stack gap="md">
        <Summary>
          <SummaryLine title="What">
            <strong>{plan.action?.title}</strong>
          </SummaryLine>
          {planLines(plan).map(({ title, text }) => (
            <SummaryLine key={title} title={title}>
              <strong>{text}</strong>
            </SummaryLine>
          ))}
          <SummaryLine title="For">
            <strong>{target}</strong>
          </SummaryLine>
          <SummaryLine title="On">
            <strong>{connectionName}</strong>
          </SummaryLine>
        </Summary>
        <TextInput
          label="Name of the job"
          description="By which you and others find it again."
          value={nameOf(plan)}
          maxLength={longestName}
          disabled={isBusy}
          onChange={(event) => {
            onChange({ ...plan, name: event.currentTarget.value });
          }}
        />
        {isDisruptive && (
          <TextInput
            label={`This interrupts the work of ${target}. Type ${word} to allow it`}
            value={typed}
            disabled={isBusy}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
            }}
          />
        )}
        <NotDone failure={failure} title="Not started" />
        <div id={reasonId} role="status" className={classes.reason}>
          {reason}
        </div>
        <Group justify="flex-end">
          <Button onClick={onBack} disabled={isBusy}>
            Back
          </Button>
          <Button
            type="submit"
            variant="filled"
            {...(isDisruptive ? { color: 'red.9' } : {})}
            disabled={reason !== undefined}
            aria-describedby={reasonId}
            loading={isBusy}
          >
            Start job
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

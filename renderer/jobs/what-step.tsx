import { Button, Group, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import type { JobAction } from '../../shared/platform/job.ts';
import { ParameterField } from '../commands/parameter-field.tsx';
import { ReadingNotice } from '../platform/reading-notice.tsx';
import type { UsedReading } from '../platform/use-reading.ts';
import { whatProblems, withAction, type JobPlan } from './new-job-model.ts';
import classes from './jobs.module.css';

interface WhatStepProps {
  readonly plan: JobPlan;
  readonly onChange: (plan: JobPlan) => void;
  readonly actions: UsedReading<JobAction[]>;
  readonly onCancel: () => void;
  readonly onNext: () => void;
}

/** By the type that an action is for; what is for any type stands first. */
const choicesOf = (actions: readonly JobAction[]) => {
  const groups = new Map<string, { readonly value: string; readonly label: string }[]>();
  for (const { id, title, typeTitle, typeId } of actions) {
    const group = typeTitle ?? typeId ?? '';
    groups.set(group, [...(groups.get(group) ?? []), { value: id, label: title }]);
  }
  return [
    ...(groups.get('') ?? []),
    ...[...groups].filter(([group]) => group !== '').map(([group, items]) => ({ group, items })),
  ];
};

export const WhatStep = ({ plan, onChange, actions, onCancel, onNext }: WhatStepProps) => {
  const [showsProblems, setShowsProblems] = useState(false);
  const problems = showsProblems ? whatProblems(plan) : {};
  const { action, inputs } = plan;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (Object.keys(whatProblems(plan)).length === 0) onNext();
        else setShowsProblems(true);
      }}
    >
      <Stack gap="md">
        <ReadingNotice reading={actions} what="What jobs can do" />
        {actions.value?.length === 0 ? (
          <p className={classes.quiet}>The types of vehicle on this platform have nothing that a job could do.</p>
        ) : (
          <Select
            label="What to do"
            placeholder={actions.value === undefined ? 'Not read yet' : 'Choose'}
            data={choicesOf(actions.value ?? [])}
            value={action?.id ?? null}
            error={showsProblems && action === null ? 'Choose what to do.' : undefined}
            searchable
            allowDeselect={false}
            nothingFoundMessage="Nothing of this name"
            withAsterisk
            data-autofocus
            onChange={(id) => {
              const chosen = actions.value?.find((candidate) => candidate.id === id);
              if (chosen !== undefined) onChange(withAction(plan, chosen));
            }}
          />
        )}
        {action !== null && (action.typeTitle ?? action.typeId) !== null && (
          <p className={classes.quiet}>For vehicles of the type {action.typeTitle ?? action.typeId}.</p>
        )}
        {action?.parameters.map((parameter) => (
          <ParameterField
            key={`${action.id} ${parameter.name}`}
            definition={parameter}
            value={inputs[parameter.name] ?? ''}
            onChange={(value) => {
              onChange({ ...plan, inputs: { ...inputs, [parameter.name]: value } });
            }}
            error={problems[parameter.name]}
            isFirst={false}
          />
        ))}
        <Group justify="flex-end">
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" variant="filled">
            Continue
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

import { Modal, Stack } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Job } from '../../shared/platform/job.ts';
import type { PlatformConnection } from '../platform/use-platform.ts';
import { useReading } from '../platform/use-reading.ts';
import { CheckStep } from './check-step.tsx';
import { emptyPlan } from './new-job-model.ts';
import { WhatStep } from './what-step.tsx';
import { WhomStep } from './whom-step.tsx';
import classes from './jobs.module.css';

interface NewJobDialogProps extends PlatformConnection {
  readonly onStarted: (job: Job) => void;
  /** Nobody can say whether it was started: the list has to be read. */
  readonly onInDoubt: () => void;
  readonly onClose: () => void;
}

const steps = ['What', 'For which vehicles', 'Check and start'] as const;

export const NewJobDialog = ({ connection, onStarted, onInDoubt, onClose }: NewJobDialogProps) => {
  const [step, setStep] = useState(0);
  const [plan, setPlan] = useState(emptyPlan);
  const actions = useReading('jobs.actions', { connectionId: connection.id });
  const groups = useReading('platforms.groups', {});
  const heading = useRef<HTMLOListElement>(null);
  const lastStep = useRef(step);
  useEffect(() => {
    // The button that led here is gone; the new step is read from its beginning.
    if (lastStep.current !== step) heading.current?.focus();
    lastStep.current = step;
  }, [step]);
  const own = groups.value?.filter(({ connectionId }) => connectionId === connection.id) ?? [];
  const common = { plan, onChange: setPlan };

  return (
    <Modal opened onClose={onClose} title={`New job on ${connection.name}`} closeOnClickOutside={false} size="lg">
      <Stack gap="md">
        <ol ref={heading} tabIndex={-1} className={classes.steps} aria-label="Steps">
          {steps.map((title, index) => (
            <li key={title} aria-current={index === step ? 'step' : undefined}>
              {index + 1}. {title}
              {index < step && <span aria-label="done"> ✓</span>}
            </li>
          ))}
        </ol>
        {step === 0 && (
          <WhatStep
            {...common}
            actions={actions}
            onCancel={onClose}
            onNext={() => {
              setStep(1);
            }}
          />
        )}
        {step === 1 && (
          <WhomStep
            {...common}
            connectionId={connection.id}
            reading={groups}
            groups={own}
            onBack={() => {
              setStep(0);
            }}
            onNext={() => {
              setStep(2);
            }}
          />
        )}
        {step === 2 && (
          <CheckStep
            {...common}
            connectionId={connection.id}
            connectionName={connection.name}
            groups={own}
            onBack={() => {
              setStep(1);
            }}
            onStarted={onStarted}
            onInDoubt={onInDoubt}
          />
        )}
      </Stack>
    </Modal>
  );
};

import { Button } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { AccessSection } from './access-fields.tsx';
import { AdvancedSection } from './advanced-section.tsx';
import type { TestState } from './connection-test.ts';
import type { EditingProps, FieldsProps } from './editing.ts';
import { EditorOutcome, LeaveDialog } from './editor-end.tsx';
import { LiveRouteSection } from './live-route-section.tsx';
import { proposedName, setupSteps, stepOfField, stepTitles, type SetupStep } from './setup-steps.ts';
import { TestPanel } from './test-panel.tsx';
import { useConnectionEditing } from './use-connection-editing.ts';
import { findingsOf, useWatchChoices } from './use-watch-choices.ts';
import { NameSection, WatchSection } from './watch-section.tsx';
import classes from './editor.module.css';
import stepClasses from './platform.module.css';

/** A new connection to a platform: what opens it, whether it works, and what to watch. All three are one form. */
export const PlatformSetup = (props: EditingProps) => {
  const { title, origin, preset } = props;
  const [step, setStep] = useState<SetupStep>('access');
  /** The outcome has had its own step; the last one shows what was asked for there. */
  const [isTestedHere, setIsTestedHere] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const editing = useConnectionEditing(props, element, (fields, values) => {
    const steps = fields.map((field) => stepOfField(field, values));
    const first = setupSteps.find((candidate) => steps.includes(candidate));
    if (first !== undefined) setStep(first);
  });
  const { form, problems, keeping, test } = editing;
  const choices = useWatchChoices(undefined, test);
  const heading = useRef<HTMLHeadingElement>(null);
  const hasMoved = useRef(false);
  useEffect(() => {
    // The first step begins with the form's own title.
    if (hasMoved.current && document.activeElement?.getAttribute('aria-invalid') !== 'true') heading.current?.focus();
    hasMoved.current = true;
  }, [step]);

  const goTo = (next: SetupStep): void => {
    const { name, platform } = form.getValues();
    if (next === 'choice' && name === preset?.settings.name) {
      const proposed = proposedName(findingsOf(test)?.application ?? null, platform?.address ?? '');
      if (proposed !== undefined) form.setFieldValue('name', proposed);
    }
    setIsTestedHere(false);
    setStep(next);
  };

  const onSubmit = (): void => {
    if (step === 'choice') {
      void editing.save();
    } else if (step === 'test') {
      goTo('choice');
    } else if (editing.check((field) => stepOfField(field, form.getValues()) === 'access') && editing.runTest()) {
      goTo('test');
    }
  };

  const fields: FieldsProps = { form, origin, problems, preset, keeping };
  const panel = <TestPanel state={test} onCancel={editing.cancelTest} hasPlatform />;
  return (
    <form
      ref={element}
      noValidate
      className={classes.editor}
      aria-label={title}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <FirstFocus className={classes.heading}>{title}</FirstFocus>
      {preset !== undefined && <p className={classes.lead}>{preset.description}</p>}
      <ol className={stepClasses.steps} aria-label="Steps">
        {setupSteps.map((candidate, index) => (
          <li key={candidate} aria-current={candidate === step ? 'step' : undefined}>
            {index + 1}. {stepTitles[candidate]}
          </li>
        ))}
      </ol>
      <div className={stepClasses.step}>
        <h2 ref={heading} tabIndex={-1}>
          Step {setupSteps.indexOf(step) + 1} of {setupSteps.length}: {stepTitles[step]}
        </h2>
        {step === 'access' && (
          <>
            <AccessSection {...fields} />
            <AdvancedSection {...fields} />
          </>
        )}
        {step === 'test' && (
          <>
            {panel}
            <p className={classes.lead}>{testAdvice(test)}</p>
          </>
        )}
        {step === 'choice' && (
          <>
            <WatchSection form={form} problems={problems} choices={choices} />
            <LiveRouteSection {...fields} />
            <NameSection form={form} />
            {isTestedHere && panel}
          </>
        )}
      </div>
      <EditorOutcome failure={editing.failure} objection={editing.objection} />
      <div className={classes.bar}>
        <Button type="submit" variant="filled" loading={editing.isSaving}>
          {step === 'access' ? 'Next: test it' : step === 'test' ? 'Next: choose what to watch' : 'Save'}
        </Button>
        {step !== 'access' && (
          <>
            <Button
              disabled={editing.isSaving}
              onClick={() => {
                goTo(step === 'choice' ? 'test' : 'access');
              }}
            >
              Back
            </Button>
            <Button
              disabled={editing.isSaving}
              onClick={() => {
                if (editing.runTest()) setIsTestedHere(true);
              }}
            >
              Test again
            </Button>
          </>
        )}
        <Button onClick={editing.cancel} disabled={editing.isSaving}>
          Cancel
        </Button>
      </div>
      <LeaveDialog {...editing} />
    </form>
  );
};

const FirstFocus = ({
  className,
  children,
}: {
  readonly className: string | undefined;
  readonly children: ReactNode;
}) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h1>
  );
};

const testAdvice = (test: TestState): string => {
  switch (test.status) {
    case 'running':
      return 'Nothing is saved yet, and nothing is changed on the platform.';
    case 'done':
      return test.outcome.isSuccess
        ? 'Go on and choose what to watch.'
        : 'Go back to change address or token: everything you entered is still there. You can also go on and save; the connection says what stands in the way.';
    case 'failed':
    case 'cancelled':
    case 'idle':
      return 'Test again when you are ready, or go on without a test.';
  }
};

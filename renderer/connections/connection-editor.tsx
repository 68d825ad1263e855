import { Alert, Button, Textarea, TextInput, Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ConnectionPreset } from '../../shared/connection/settings.ts';
import type { ConnectionView } from '../../shared/connection/status.ts';
import { useEngine } from '../engine/engine-context.ts';
import { useCall } from '../engine/use-call.ts';
import { AskDialog } from './ask-dialog.tsx';
import { CertificateFields } from './certificate-fields.tsx';
import {
  readForm,
  transportRemark,
  type ConnectionFormValues,
  type FormOrigin,
  type FormProblems,
} from './connection-form.ts';
import { createConnectionTester } from './connection-test.ts';
import { checkMapping, mappingText } from './mapping-text.ts';
import { SecretPassword } from './secret-password.tsx';
import { TestPanel } from './test-panel.tsx';
import { TopicsField } from './topics-field.tsx';
import { useLeaveGuard } from './use-leave-guard.ts';
import classes from './editor.module.css';

interface ConnectionEditorProps {
  /** Absent for a new connection. */
  readonly id?: string;
  readonly title: string;
  readonly initialValues: ConnectionFormValues;
  readonly origin: FormOrigin;
  /** What "reset to preset" goes back to; undefined while it is not known. */
  readonly preset: ConnectionPreset | undefined;
  readonly onSaved: (view: ConnectionView) => void;
  readonly onCancel: () => void;
}

const protocols: readonly { readonly value: ConnectionFormValues['protocolVersion']; readonly label: string }[] = [
  { value: '4', label: 'MQTT 3.1.1' },
  { value: '5', label: 'MQTT 5' },
];

/** All of one connection. Save works without a test; a refusal says why and keeps all that was typed. */
export const ConnectionEditor = (props: ConnectionEditorProps) => {
  const { id, title, initialValues, origin, preset, onSaved, onCancel } = props;
  const engine = useEngine();
  const appInfo = useCall('app.info', {});
  const form = useForm<ConnectionFormValues>({
    initialValues,
    validateInputOnBlur: true,
    validate: (values) => ({ ...problemsIn(values, origin) }),
  });
  const { values } = form;
  const [tester] = useState(() => createConnectionTester(engine));
  const test = useStore(tester.store);
  const [failure, setFailure] = useState<string | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const [isAskingToDiscard, setIsAskingToDiscard] = useState(false);
  const [objections, setObjections] = useState(0);
  const element = useRef<HTMLFormElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const guard = useLeaveGuard(form.isDirty() && !isSaving);
  const problems = textProblems(form.errors);

  useEffect(() => {
    heading.current?.focus();
  }, []);
  useEffect(() => {
    if (objections > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [objections]);
  useEffect(
    () => () => {
      tester.reset();
    },
    [tester],
  );

  /** Undefined when the form has problems; they are shown then, and the first has the focus. */
  const readOrObject = () => {
    const reading = readForm(form.getValues(), origin);
    if (reading.isValid) return reading;
    form.setErrors({ ...reading.problems });
    setObjections((count) => count + 1);
    return undefined;
  };

  const save = async (): Promise<void> => {
    const reading = readOrObject();
    if (reading === undefined || isSaving) return;
    const { settings, secrets } = reading;
    setIsSaving(true);
    setFailure(null);
    const result = await engine.call('connections.save', { ...(id === undefined ? {} : { id }), settings, secrets });
    setIsSaving(false);
    if (result.ok) onSaved(result.value);
    else setFailure(result.error.message);
  };

  const runTest = (): void => {
    const reading = readOrObject();
    if (reading === undefined) return;
    const { settings, secrets } = reading;
    void tester.run({ ...(id === undefined ? {} : { id }), settings, secrets }, Date.now());
  };

  const cancel = (): void => {
    if (form.isDirty()) setIsAskingToDiscard(true);
    else onCancel();
  };

  const remark = transportRemark(values.url, values.password.action !== 'keep' || values.username !== '');
  const keeping = appInfo.status === 'ok' ? appInfo.value.vault.explanation : undefined;
  const problemCount = Object.keys(problems).length;
  const mappingCheck = checkMapping(values.mapping);

  return (
    <form
      ref={element}
      noValidate
      className={classes.editor}
      aria-label={title}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h1 ref={heading} tabIndex={-1} className={classes.heading}>
        {title}
      </h1>
      {preset !== undefined && <p className={classes.lead}>{preset.description}</p>}
      {origin.placeholders.length > 0 && (
        <p className={classes.lead}>Put your own values in place of what stands in &lt;angle brackets&gt;.</p>
      )}

      <Section title="Broker">
        <TextInput label="Name" withAsterisk {...form.getInputProps('name')} />
        <TextInput
          label="Address"
          withAsterisk
          description={remark ?? 'mqtt://, mqtts://, ws:// or wss://, with a port where it is not the usual one.'}
          spellCheck={false}
          {...form.getInputProps('url')}
        />
        <Select label="Protocol" data={protocols} allowDeselect={false} {...form.getInputProps('protocolVersion')} />
        <TextInput
          label="Client id"
          withAsterisk
          description="{unique} becomes a word that no other running console has: two clients with one id throw each other out."
          spellCheck={false}
          {...form.getInputProps('clientId')}
        />
      </Section>

      <Section title="Sign-in">
        <TextInput
          label="User name"
          description="Leave it empty where the broker asks for none."
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('username')}
        />
        <SecretPassword
          stored={origin.storedSecrets.password}
          value={values.password}
          onChange={(password) => {
            form.setFieldValue('password', password);
          }}
          error={problems.password}
          hint={preset?.passwordHint}
          keeping={keeping}
        />
      </Section>

      <Section title="Certificates">
        <CertificateFields form={form} origin={origin} problems={problems} keeping={keeping} />
      </Section>

      <Section title="Topics" hint="What to watch. + stands for one level, # for all that follow.">
        <TopicsField
          rows={values.topics}
          onChange={(topics) => {
            form.setFieldValue('topics', topics);
          }}
          problems={problems}
        />
      </Section>

      <Section
        title="Mapping"
        hint="How topics and payloads become vehicles and signals, as JSON. What it does not map is shown under its own name."
      >
        <Textarea
          aria-label="Mapping"
          classNames={{ input: classes.code ?? '' }}
          rows={16}
          resize="vertical"
          spellCheck={false}
          {...form.getInputProps('mapping')}
          error={problems.mapping}
          errorProps={{ className: classes.lines ?? '' }}
        />
        <div className={classes.buttons}>
          <Button
            disabled={preset === undefined || values.mapping === mappingText(preset.settings.mapping)}
            onClick={() => {
              if (preset === undefined) return;
              form.setFieldValue('mapping', mappingText(preset.settings.mapping));
              form.clearFieldError('mapping');
            }}
          >
            Reset to preset
          </Button>
          <Button
            disabled={!mappingCheck.isValid}
            onClick={() => {
              if (mappingCheck.isValid) form.setFieldValue('mapping', mappingText(mappingCheck.mapping));
            }}
          >
            Lay out
          </Button>
        </div>
      </Section>

      <TestPanel state={test} onCancel={tester.cancel} />
      <div role="alert">
        {failure !== null && (
          <Alert color="red" title="Not saved">
            {failure} What you entered is still here.
          </Alert>
        )}
        {problemCount > 0 && objections > 0 && (
          <p className={classes.error}>
            {problemCount === 1 ? 'One field needs a change.' : `${String(problemCount)} fields need a change.`}
          </p>
        )}
      </div>
      <div className={classes.bar}>
        <Button type="submit" variant="filled" loading={isSaving}>
          Save
        </Button>
        {/* Not disabled while a test runs: that would take the keyboard's place away. A second test replaces the first. */}
        <Button onClick={runTest} disabled={isSaving}>
          Test connection
        </Button>
        <Button onClick={cancel} disabled={isSaving}>
          Cancel
        </Button>
      </div>

      <AskDialog
        isOpen={isAskingToDiscard || guard.isAsking}
        title="Leave without saving?"
        action="Leave, and lose the changes"
        onAction={() => {
          setIsAskingToDiscard(false);
          if (guard.isAsking) guard.leave();
          else onCancel();
        }}
        cancel="Go on editing"
        onCancel={() => {
          setIsAskingToDiscard(false);
          guard.stay();
        }}
      >
        What you have changed in this form has not been saved.
      </AskDialog>
    </form>
  );
};

const problemsIn = (values: ConnectionFormValues, origin: FormOrigin): FormProblems => {
  const reading = readForm(values, origin);
  return reading.isValid ? {} : reading.problems;
};

const textProblems = (errors: Readonly<Record<string, ReactNode>>): FormProblems =>
  Object.fromEntries(
    Object.entries(errors).flatMap(([field, error]) => (typeof error === 'string' ? [[field, error]] : [])),
  );

interface SectionProps {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

const Section = ({ title, hint, children }: SectionProps) => (
  <fieldset className={classes.section}>
    <legend>{title}</legend>
    {hint !== undefined && <p className={classes.hint}>{hint}</p>}
    {children}
  </fieldset>
);

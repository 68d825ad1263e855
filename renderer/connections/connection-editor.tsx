import { Button } from '@mantine/core';
import { useEffect, useRef, type Ref } from 'react';
import { AccessSection } from './access-fields.tsx';
import { AdvancedSection } from './advanced-section.tsx';
import {
  BrokerAddressField,
  BrokerSignInFields,
  MappingSection,
  NameField,
  ProtocolFields,
  TopicsSection,
} from './broker-fields.tsx';
import { CertificateFields } from './certificate-fields.tsx';
import type { EditingProps, FieldsProps } from './editing.ts';
import { EditorOutcome, LeaveDialog } from './editor-end.tsx';
import { LiveRouteSection } from './live-route-section.tsx';
import { Section } from './section.tsx';
import { TestPanel } from './test-panel.tsx';
import { useConnectionEditing } from './use-connection-editing.ts';
import { useWatchChoices } from './use-watch-choices.ts';
import { NameSection, WatchSection, type WatchChoices } from './watch-section.tsx';
import classes from './editor.module.css';

interface ConnectionEditorProps extends EditingProps {
  /** True where somebody comes to enter a new token: its field has the focus then. */
  readonly startsAtToken?: boolean;
}

/** All of one connection. Save works without a test; a refusal says why and keeps all that was typed. */
export const ConnectionEditor = (props: ConnectionEditorProps) => {
  const { id, title, origin, preset, startsAtToken = false } = props;
  const element = useRef<HTMLFormElement>(null);
  const editing = useConnectionEditing(props, element);
  const { form, problems, keeping, test } = editing;
  const choices = useWatchChoices(form.values.platform === null ? undefined : id, test);
  const heading = useRef<HTMLHeadingElement>(null);
  const token = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (startsAtToken && token.current !== null) token.current.focus();
    else heading.current?.focus();
  }, [startsAtToken]);

  const fields: FieldsProps = { form, origin, problems, preset, keeping };
  return (
    <form
      ref={element}
      noValidate
      className={classes.editor}
      aria-label={title}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void editing.save();
      }}
    >
      <h1 ref={heading} tabIndex={-1} className={classes.heading}>
        {title}
      </h1>
      {preset !== undefined && <p className={classes.lead}>{preset.description}</p>}
      {form.values.platform === null ? (
        <BrokerParts {...fields} />
      ) : (
        <PlatformParts {...fields} choices={choices} tokenRef={token} />
      )}

      <TestPanel state={test} onCancel={editing.cancelTest} hasPlatform={form.values.platform !== null} />
      <EditorOutcome failure={editing.failure} objection={editing.objection} />
      <div className={classes.bar}>
        <Button type="submit" variant="filled" loading={editing.isSaving}>
          Save
        </Button>
        {/* Not disabled while a test runs: that would take the keyboard's place away. A second test replaces the first. */}
        <Button onClick={editing.runTest} disabled={editing.isSaving}>
          Test connection
        </Button>
        <Button onClick={editing.cancel} disabled={editing.isSaving}>
          Cancel
        </Button>
      </div>
      <LeaveDialog {...editing} />
    </form>
  );
};

const BrokerParts = (fields: FieldsProps) => {
  const { form, origin, problems, keeping } = fields;
  return (
    <>
      {origin.placeholders.length > 0 && (
        <p className={classes.lead}>Put your own values in place of what stands in &lt;angle brackets&gt;.</p>
      )}
      <Section title="Broker">
        <NameField form={form} />
        <BrokerAddressField form={form} />
        <ProtocolFields form={form} />
      </Section>
      <Section title="Sign-in">
        <BrokerSignInFields {...fields} />
      </Section>
      <Section title="Certificates">
        <CertificateFields form={form} origin={origin} problems={problems} keeping={keeping} />
      </Section>
      <TopicsSection form={form} problems={problems} />
      <MappingSection {...fields} />
    </>
  );
};

interface PlatformPartsProps extends FieldsProps {
  readonly choices: WatchChoices;
  readonly tokenRef: Ref<HTMLInputElement>;
}

const PlatformParts = ({ choices, tokenRef, ...fields }: PlatformPartsProps) => (
  <>
    <NameSection form={fields.form} />
    <AccessSection {...fields} tokenRef={tokenRef} />
    <WatchSection form={fields.form} problems={fields.problems} choices={choices} />
    <LiveRouteSection {...fields} />
    <AdvancedSection {...fields} />
  </>
);

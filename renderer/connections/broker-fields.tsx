import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { transportRemark, type ConnectionFormValues } from './connection-form.ts';
import type { FieldsProps } from './editing.ts';
import { checkMapping, mappingText } from './mapping-text.ts';
import { Section } from './section.tsx';
import { SecretPassword } from './secret-password.tsx';
import { TopicsField } from './topics-field.tsx';
import classes from './editor.module.css';

const protocols: readonly { readonly value: ConnectionFormValues['protocolVersion']; readonly label: string }[] = [
  { value: '4', label: 'MQTT 3.1.1' },
  { value: '5', label: 'MQTT 5' },
];

export const NameField = ({ form }: Pick<FieldsProps, 'form'>) => (
  <TextInput label="Name" withAsterisk {...form.getInputProps('name')} />
);

export const BrokerAddressField = ({
  form,
  label = 'Address',
  isDerived = false,
}: Pick<FieldsProps, 'form'> & { readonly label?: string; readonly isDerived?: boolean }) => {
  const { url, password, username } = form.getValues();
  const remark = transportRemark(url, password.action !== 'keep' || username !== '');
  return (
    <TextInput
      label={label}
      withAsterisk
      description={
        remark ??
        (isDerived
          ? 'Follows from the address above. Change it only where live messages come from elsewhere.'
          : 'mqtt://, mqtts://, ws:// or wss://, with a port where it is not the usual one.')
      }
      spellCheck={false}
      {...form.getInputProps('url')}
    />
  );
};

export const ProtocolFields = ({ form }: Pick<FieldsProps, 'form'>) => (
  <>
    <Select label="Protocol" data={protocols} allowDeselect={false} {...form.getInputProps('protocolVersion')} />
    <TextInput
      label="Client id"
      withAsterisk
      description="{unique} becomes a word that no other running console has: two clients with one id throw each other out."
      spellCheck={false}
      {...form.getInputProps('clientId')}
    />
  </>
);

export const BrokerSignInFields = ({ form, origin, problems, preset, keeping }: FieldsProps) => (
  <>
    <TextInput
      label="User name"
      description="Leave it empty where the broker asks for none."
      autoComplete="off"
      spellCheck={false}
      {...form.getInputProps('username')}
    />
    <SecretPassword
      stored={origin.storedSecrets.password}
      value={form.getValues().password}
      onChange={(password) => {
        form.setFieldValue('password', password);
      }}
      error={problems.password}
      hint={preset?.passwordHint}
      keeping={keeping}
    />
  </>
);

export const TopicsSection = ({ form, problems }: Pick<FieldsProps, 'form' | 'problems'>) => (
  <Section title="Topics" hint="What to watch. + stands for one level, # for all that follow.">
    <TopicsField
      rows={form.getValues().topics}
      onChange={(topics) => {
        form.setFieldValue('topics', topics);
      }}
      problems={problems}
    />
  </Section>
);

export const MappingSection = ({ form, problems, preset }: Pick<FieldsProps, 'form' | 'problems' | 'preset'>) => {
  const { mapping } = form.getValues();
  const check = checkMapping(mapping);
  return (
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
          disabled={preset === undefined || mapping === mappingText(preset.settings.mapping)}
          onClick={() => {
            if (preset === undefined) return;
            form.setFieldValue('mapping', mappingText(preset.settings.mapping));
            form.clearFieldError('mapping');
          }}
        >
          Reset to preset
        </Button>
        <Button
          disabled={!check.isValid}
          onClick={() => {
            if (check.isValid) form.setFieldValue('mapping', mappingText(check.mapping));
          }}
        >
          Lay out
        </Button>
      </div>
    </Section>
  );
};

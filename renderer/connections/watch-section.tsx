import { MultiSelect, Radio, Stack, TextInput } from '@mantine/core';
import type { Named } from '../../shared/platform/device.ts';
import type { FieldsProps } from './editing.ts';
import type { PlatformValues, WatchValues } from './platform-form.ts';
import { Section } from './section.tsx';
import classes from './editor.module.css';
import platformClasses from './platform.module.css';

export interface WatchChoices {
  /** Null: not asked yet, or not answered. */
  readonly types: readonly Named[] | null;
  readonly groups: readonly Named[] | null;
}

interface Props extends Pick<FieldsProps, 'form' | 'problems'> {
  readonly choices: WatchChoices;
}

const typeWord: Readonly<Record<PlatformValues['kind'], string>> = {
  'iot-central': 'Device templates',
  watson: 'Device types',
};

export const WatchSection = ({ form, problems, choices }: Props) => {
  const { platform } = form.getValues();
  if (platform === null) return null;
  const { watch, kind } = platform;
  const change = (part: Partial<WatchValues>): void => {
    form.setFieldValue('platform', { ...platform, watch: { ...watch, ...part } });
    form.clearFieldError('platform.watch');
  };
  const isUnknown = choices.types === null && choices.groups === null;
  return (
    <Section title="What to watch">
      <Radio.Group
        className={platformClasses.wide}
        aria-label="What to watch"
        value={watch.isLimited ? 'some' : 'all'}
        onChange={(value) => {
          change({ isLimited: value === 'some' });
        }}
        error={problems['platform.watch']}
      >
        <Stack gap={10} mb={4}>
          <Radio size="xs" value="all" label="All vehicles that the token may see" />
          <Radio size="xs" value="some" label="Some: chosen types or groups" />
        </Stack>
      </Radio.Group>
      {watch.isLimited && (
        <>
          {isUnknown && (
            <p className={classes.hint}>
              What there is to choose from comes from the platform: test the connection first.
            </p>
          )}
          <ChoiceField
            label={typeWord[kind]}
            description="None chosen: vehicles of any."
            choices={choices.types}
            chosen={watch.types}
            isInvalid={problems['platform.watch'] !== undefined}
            onChange={(types) => {
              change({ types });
            }}
          />
          <ChoiceField
            label="Device groups"
            description="None chosen: vehicles of any group and of none. With types and groups chosen, a vehicle must be in both."
            choices={choices.groups}
            chosen={watch.groups}
            isInvalid={problems['platform.watch'] !== undefined}
            onChange={(groups) => {
              change({ groups });
            }}
          />
        </>
      )}
    </Section>
  );
};

interface ChoiceFieldProps {
  readonly label: string;
  readonly description: string;
  readonly choices: readonly Named[] | null;
  readonly chosen: readonly string[];
  readonly isInvalid: boolean;
  readonly onChange: (ids: readonly string[]) => void;
}

/** What was chosen stays a choice, also where the platform does not name it any more. */
const ChoiceField = ({ label, description, choices, chosen, isInvalid, onChange }: ChoiceFieldProps) => {
  const known = new Map((choices ?? []).map(({ id, name }) => [id, name]));
  const data = [
    ...(choices ?? []).map(({ id, name }) => ({ value: id, label: name === '' ? id : name })),
    ...chosen
      .filter((id) => !known.has(id))
      .map((id) => ({ value: id, label: choices === null ? id : `${id} (not on the platform any more)` })),
  ];
  return (
    <MultiSelect
      size="xs"
      label={label}
      description={description}
      data={data}
      value={[...chosen]}
      onChange={onChange}
      searchable
      placeholder={chosen.length > 0 ? '' : choices?.length === 0 ? 'There are none' : 'Choose…'}
      nothingFoundMessage="Nothing of this name"
      disabled={data.length === 0}
      error={isInvalid}
    />
  );
};

export const NameSection = ({ form }: Pick<FieldsProps, 'form'>) => (
  <Section title="Name">
    <TextInput
      className={platformClasses.wide}
      label="Name"
      withAsterisk
      description="How the connection is called in this console."
      {...form.getInputProps('name')}
    />
  </Section>
);

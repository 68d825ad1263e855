import { Textarea, TextInput } from '@mantine/core';
import type { ParameterDefinition } from '../../shared/command/definition.ts';
import {
  durationWords,
  fromLocalInput,
  isPlainDate,
  isPlainTime,
  timeZoneName,
  toLocalInput,
  withSeconds,
} from './time-input.ts';
import classes from './text-field.module.css';

interface TextFieldProps {
  readonly definition: ParameterDefinition;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly common: Readonly<Record<string, unknown>>;
}

/** A browser's own fields for times cannot show what is none: such a value is shown, and mended, as plain text. */
export const TextField = ({ definition, value, onChange, common }: TextFieldProps) => {
  const { format, description } = definition;
  const describe = (hint: string | undefined): string => [description, hint].filter(Boolean).join(' ');
  if (format === 'json') {
    return (
      <Textarea
        {...common}
        description={describe('As JSON.')}
        value={value}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
        rows={Math.min(12, Math.max(3, value.split('\n').length))}
        resize="vertical"
        spellCheck={false}
        classNames={{ input: classes.code ?? '' }}
      />
    );
  }
  const local = format === 'date-time' ? (value === '' ? '' : toLocalInput(value)) : undefined;
  if (local !== undefined) {
    return (
      <TextInput
        {...common}
        type="datetime-local"
        step={1}
        description={describe(`In this computer’s time zone, ${timeZoneName()}.`)}
        value={local}
        onChange={(event) => {
          onChange(fromLocalInput(event.currentTarget.value));
        }}
      />
    );
  }
  if (format === 'date' && (value === '' || isPlainDate(value))) {
    return (
      <TextInput
        {...common}
        type="date"
        description={description}
        value={value}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
      />
    );
  }
  if (format === 'time' && (value === '' || isPlainTime(value))) {
    return (
      <TextInput
        {...common}
        type="time"
        step={1}
        description={description}
        value={value}
        onChange={(event) => {
          onChange(withSeconds(event.currentTarget.value));
        }}
      />
    );
  }
  return (
    <TextInput
      {...common}
      description={describe(
        format === 'duration' ? (durationWords(value) ?? 'Such as PT10M for ten minutes, P1D for a day.') : undefined,
      )}
      value={value}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
};

import { Checkbox, NumberInput, Select } from '@mantine/core';
import type { ParameterDefinition } from '../../shared/command/definition.ts';
import { unitSymbol } from '../../shared/vehicle/units.ts';
import { TextField } from './text-field.tsx';

type Input = string | number | boolean;

interface ParameterFieldProps {
  readonly definition: ParameterDefinition;
  readonly value: Input;
  readonly onChange: (value: Input) => void;
  readonly error: string | undefined;
  readonly isFirst: boolean;
}

/** "1 to 30 s, whole numbers" — what can be entered, before it is wrong. */
const rangeWords = ({ minimum, maximum, unit, type }: ParameterDefinition): string | undefined => {
  const symbol = unit === undefined ? '' : ` ${unitSymbol(unit)}`;
  const range =
    minimum !== undefined && maximum !== undefined
      ? `${String(minimum)} to ${String(maximum)}${symbol}`
      : minimum !== undefined
        ? `At least ${String(minimum)}${symbol}`
        : maximum !== undefined
          ? `At most ${String(maximum)}${symbol}`
          : undefined;
  if (type !== 'integer') return range;
  return range === undefined ? 'A whole number' : `${range}, whole numbers`;
};

/** A vehicle's own words often end without a full stop. */
const besides = (description: string | undefined, range: string | undefined): string | undefined => {
  if (description === undefined || range === undefined) return description ?? range;
  return `${description}${/[.!?…]$/.test(description) ? '' : '.'} ${range}`;
};

export const ParameterField = ({ definition, value, onChange, error, isFirst }: ParameterFieldProps) => {
  const { title, type, unit, description, isOptional } = definition;
  const common = {
    label: title,
    error,
    ...(isFirst ? { 'data-autofocus': true } : {}),
    ...(isOptional === true ? {} : { withAsterisk: true }),
  };
  const text = String(value);
  switch (type) {
    case 'boolean':
      // A box has two states; one that may be left out has three.
      return isOptional === true ? (
        <Select
          {...common}
          description={description}
          placeholder="Not sent"
          data={[
            { value: 'true', label: 'Yes' },
            { value: 'false', label: 'No' },
          ]}
          value={text === '' ? null : text}
          onChange={(choice) => {
            onChange(choice === null ? '' : choice === 'true');
          }}
          clearable
        />
      ) : (
        <Checkbox
          label={title}
          description={description}
          error={error}
          checked={value === true}
          onChange={(event) => {
            onChange(event.currentTarget.checked);
          }}
          {...(isFirst ? { 'data-autofocus': true } : {})}
        />
      );
    case 'enum':
      return (
        <Select
          {...common}
          description={description}
          data={(definition.choices ?? []).map((choice) => ({ value: choice.value, label: choice.title }))}
          value={text === '' ? null : text}
          onChange={(choice) => {
            onChange(choice ?? '');
          }}
          searchable={(definition.choices?.length ?? 0) > 12}
          {...(isOptional === true ? { clearable: true, placeholder: 'Not sent' } : { allowDeselect: false })}
        />
      );
    case 'number':
    case 'integer':
      return (
        <NumberInput
          {...common}
          description={besides(description, rangeWords(definition))}
          value={typeof value === 'boolean' ? '' : value}
          onChange={onChange}
          // The limits are not forced on what is typed: the operator is told, and keeps what was typed.
          clampBehavior="none"
          // Arrow keys still step; the little arrows are smaller than a finger or a tired hand needs.
          hideControls
          {...(definition.minimum === undefined ? {} : { min: definition.minimum })}
          {...(definition.maximum === undefined ? {} : { max: definition.maximum })}
          allowDecimal={type === 'number'}
          {...(unit === undefined ? {} : { suffix: ` ${unitSymbol(unit)}` })}
        />
      );
    case 'string':
      return <TextField definition={definition} value={text} onChange={onChange} common={common} />;
  }
};

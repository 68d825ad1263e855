import { Alert, Button, Group, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { CommandDefinition } from '../../shared/command/definition.ts';
import { ParameterField } from './parameter-field.tsx';
import { initialInputs, problemsOf, type ParameterInputs } from './parameter-model.ts';

interface ParametersStepProps {
  readonly definition: CommandDefinition;
  /** What was typed before, when the operator comes back to it. */
  readonly inputs: ParameterInputs | null;
  readonly refusal: string | null;
  readonly isBusy: boolean;
  readonly onSubmit: (inputs: ParameterInputs) => void;
  readonly onCancel: () => void;
}

export const ParametersStep = ({ definition, inputs, refusal, isBusy, onSubmit, onCancel }: ParametersStepProps) => {
  const form = useForm<Record<string, string | number | boolean>>({
    initialValues: { ...(inputs ?? initialInputs(definition.parameters)) },
    validate: (values) => problemsOf(definition.parameters, values),
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => {
        onSubmit(values);
      })}
    >
      <Stack gap="md">
        {definition.description !== undefined && <div>{definition.description}</div>}
        {definition.parameters.map((parameter, index) => (
          <ParameterField
            key={parameter.name}
            definition={parameter}
            value={form.values[parameter.name] ?? ''}
            onChange={(value) => {
              form.setFieldValue(parameter.name, value);
            }}
            error={textOf(form.errors[parameter.name])}
            isFirst={index === 0}
          />
        ))}
        {refusal !== null && (
          <Alert color="red" title="Not sent" role="alert">
            {refusal}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" variant="filled" loading={isBusy}>
            {refusal === null ? 'Continue' : 'Try again'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

const textOf = (error: unknown): string | undefined => (typeof error === 'string' ? error : undefined);

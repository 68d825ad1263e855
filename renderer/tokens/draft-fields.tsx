import { Button, Stack, TextInput } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import type { DraftForm } from './use-draft.ts';
import parts from './parts.module.css';

interface DraftFieldsProps {
  readonly form: DraftForm;
  readonly isBusy: boolean;
  /** Of the button that does it. */
  readonly action: string;
  readonly onSubmit: () => Promise<void>;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** A form over a token that is being written, with its two buttons at the end. */
export const DraftFields = ({ form, isBusy, action, onSubmit, onCancel, children }: DraftFieldsProps) => {
  const { tries } = form;
  const ref = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // The first mistake of a try has the keyboard.
    if (tries > 0) ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries]);
  return (
    <form
      ref={ref}
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      <Stack gap="md">
        {children}
        <div className={parts.end}>
          <Button onClick={onCancel} disabled={isBusy}>
            Cancel
          </Button>
          <Button type="submit" variant="filled" loading={isBusy}>
            {action}
          </Button>
        </div>
      </Stack>
    </form>
  );
};

interface NameFieldProps {
  readonly form: DraftForm;
  readonly label: string;
  readonly description?: string;
}

export const NameField = ({ form, label, description }: NameFieldProps) => (
  <TextInput
    label={label}
    withAsterisk
    data-autofocus
    description={description}
    value={form.draft.name}
    error={form.problems?.name}
    onChange={(event) => {
      form.change({ name: event.currentTarget.value });
    }}
  />
);

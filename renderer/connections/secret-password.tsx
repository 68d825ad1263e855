import { Button, Group, PasswordInput } from '@mantine/core';
import type { Ref } from 'react';
import type { SecretStatus } from '../../shared/connection/settings.ts';
import type { SecretInput } from './connection-form.ts';
import { secretWords } from './connection-words.ts';
import classes from './editor.module.css';

interface SecretPasswordProps {
  /** What it is called: "password", "API token". */
  readonly noun?: string;
  readonly stored: SecretStatus;
  readonly value: SecretInput;
  readonly onChange: (value: SecretInput) => void;
  readonly error: string | undefined;
  readonly hint: string | undefined;
  /** Where it will be kept, in words. */
  readonly keeping: string | undefined;
  /** False where nothing works without it. */
  readonly canBeRemoved?: boolean;
  readonly isRequired?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const article = (noun: string): string => (/^[aeio]/i.test(noun) ? 'An' : 'A');

/** What is stored never comes back to the window: it can be kept, replaced or removed, not seen. */
export const SecretPassword = (props: SecretPasswordProps) => {
  const { noun = 'password', stored, value, onChange, error, hint, keeping } = props;
  const { canBeRemoved = true, isRequired = false, inputRef } = props;
  const isStored = stored !== 'absent';
  if (isStored && value.action !== 'replace') {
    return (
      <div className={classes.secret}>
        <span className={classes.label}>{capital(noun)}</span>
        <p className={classes.secretState}>
          {value.action === 'remove'
            ? `The ${noun} will be removed when you save.`
            : secretWords(`${article(noun)} ${noun}`, stored)}
        </p>
        {error !== undefined && <p className={classes.error}>{error}</p>}
        <Group gap="xs">
          <Button
            aria-invalid={error !== undefined}
            onClick={() => {
              onChange({ action: 'replace', text: '', fileName: null });
            }}
          >
            Replace {noun}
          </Button>
          {(canBeRemoved || value.action === 'remove') && (
            <Button
              onClick={() => {
                onChange({ action: value.action === 'remove' ? 'keep' : 'remove' });
              }}
            >
              {value.action === 'remove' ? `Keep ${noun}` : `Remove ${noun}`}
            </Button>
          )}
        </Group>
      </div>
    );
  }
  return (
    <div className={classes.secret}>
      <PasswordInput
        ref={inputRef}
        label={isStored ? `New ${noun}` : capital(noun)}
        description={[hint, keeping].filter(Boolean).join(' ')}
        withAsterisk={isRequired}
        error={error}
        value={value.action === 'replace' ? value.text : ''}
        onChange={(event) => {
          const text = event.currentTarget.value;
          onChange(text === '' && !isStored ? { action: 'keep' } : { action: 'replace', text, fileName: null });
        }}
        autoComplete="new-password"
        spellCheck={false}
        visibilityToggleButtonProps={{ 'aria-label': `Show or hide the ${noun}`, tabIndex: 0 }}
      />
      {isStored && (
        <Button
          onClick={() => {
            onChange({ action: 'keep' });
          }}
        >
          Keep the stored {noun}
        </Button>
      )}
    </div>
  );
};

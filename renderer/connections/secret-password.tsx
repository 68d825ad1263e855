import { Button, Group, PasswordInput } from '@mantine/core';
import type { SecretStatus } from '../../shared/connection/settings.ts';
import type { SecretInput } from './connection-form.ts';
import { secretWords } from './connection-words.ts';
import classes from './editor.module.css';

interface SecretPasswordProps {
  readonly stored: SecretStatus;
  readonly value: SecretInput;
  readonly onChange: (value: SecretInput) => void;
  readonly error: string | undefined;
  readonly hint: string | undefined;
  /** Where it will be kept, in words. */
  readonly keeping: string | undefined;
}

/** What is stored never comes back to the window: it can be kept, replaced or removed, not seen. */
export const SecretPassword = ({ stored, value, onChange, error, hint, keeping }: SecretPasswordProps) => {
  const isStored = stored !== 'absent';
  if (isStored && value.action !== 'replace') {
    return (
      <div className={classes.secret}>
        <span className={classes.label}>Password</span>
        <p className={classes.secretState}>
          {value.action === 'remove'
            ? 'The password will be removed when you save.'
            : secretWords('A password', stored)}
        </p>
        <Group gap="xs">
          <Button
            onClick={() => {
              onChange({ action: 'replace', text: '', fileName: null });
            }}
          >
            Replace password
          </Button>
          <Button
            onClick={() => {
              onChange({ action: value.action === 'remove' ? 'keep' : 'remove' });
            }}
          >
            {value.action === 'remove' ? 'Keep password' : 'Remove password'}
          </Button>
        </Group>
      </div>
    );
  }
  return (
    <div className={classes.secret}>
      <PasswordInput
        label={isStored ? 'New password' : 'Password'}
        description={[hint, keeping].filter(Boolean).join(' ')}
        error={error}
        value={value.action === 'replace' ? value.text : ''}
        onChange={(event) => {
          const text = event.currentTarget.value;
          onChange(text === '' && !isStored ? { action: 'keep' } : { action: 'replace', text, fileName: null });
        }}
        autoComplete="new-password"
        spellCheck={false}
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password', tabIndex: 0 }}
      />
      {isStored && (
        <Button
          onClick={() => {
            onChange({ action: 'keep' });
          }}
        >
          Keep the stored password
        </Button>
      )}
    </div>
  );
};

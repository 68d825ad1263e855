import { Button, Checkbox, Group, PasswordInput } from '@mantine/core';
import { IconDice5 } from '@tabler/icons-react';
import { useId, useState, type Ref } from 'react';
import { shortestPassphrase } from '../../shared/backup/passphrase.ts';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { CopyControl } from '../vehicle/copy-control.tsx';
import { proposed, strengthWords, typed, type NewPassphrase, type PassphraseProblems } from './new-passphrase.ts';
import classes from './new-passphrase.module.css';

interface NewPassphraseFieldsProps {
  readonly value: NewPassphrase;
  readonly onChange: (value: NewPassphrase) => void;
  /** Shown under the fields, once somebody has tried to go on. */
  readonly problems: PassphraseProblems;
  /** What it will open: "this vault", "this file". */
  readonly opens: string;
  readonly minimumLength?: number;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** The dialog that it stands in begins with it. */
  readonly isFirst?: boolean;
}

/** A new passphrase, one's own typed twice or one drawn by lot, which is shown this once and copied. */
export const NewPassphraseFields = (props: NewPassphraseFieldsProps) => {
  const { value, onChange, problems, opens, minimumLength = shortestPassphrase, inputRef, isFirst = false } = props;
  const { isBusy, failure, ask } = useAsking('passphrase.propose');
  const strengthId = useId();
  const isProposed = value.entropyBits !== null;
  const [isReturning, setIsReturning] = useState(false);

  const propose = async (): Promise<void> => {
    const result = await ask({});
    if (result?.ok === true) onChange(proposed(result.value.passphrase, result.value.entropyBits));
  };

  return (
    <div className={classes.fields}>
      {isProposed ? (
        <div>
          <div className={classes.label}>Proposed passphrase</div>
          <div className={classes.proposed}>
            <output aria-label="Proposed passphrase">{value.text}</output>
            <CopyControl value={value.text} label="the proposed passphrase" />
          </div>
        </div>
      ) : (
        <>
          <PasswordInput
            ref={inputRef}
            label="New passphrase"
            {...(isFirst ? { 'data-autofocus': true } : {})}
            autoFocus={isReturning}
            aria-describedby={strengthId}
            value={value.text}
            error={problems.text}
            onChange={(event) => {
              onChange(typed(value, event.currentTarget.value));
            }}
            {...plainInput}
          />
          <PasswordInput
            label="The same once more"
            value={value.repeated}
            error={problems.repeated}
            onChange={(event) => {
              onChange({ ...value, repeated: event.currentTarget.value });
            }}
            {...plainInput}
          />
        </>
      )}
      <p id={strengthId} role="status" className={classes.strength}>
        {strengthWords(value, minimumLength)}
        {isProposed && ' It is shown this once.'}
      </p>
      <Group gap="xs">
        <Button
          leftSection={<IconDice5 size={14} aria-hidden />}
          loading={isBusy}
          onClick={() => {
            void propose();
          }}
        >
          {isProposed ? 'Propose another' : 'Propose one'}
        </Button>
        {isProposed && (
          <Button
            onClick={() => {
              setIsReturning(true);
              onChange({ ...value, text: '', repeated: '', entropyBits: null, isKept: false });
            }}
          >
            Type my own
          </Button>
        )}
      </Group>
      <NotDone failure={failure} title="No passphrase was proposed" />
      <Checkbox
        label={`I have kept it where I will find it. Without it nobody can open ${opens}.`}
        checked={value.isKept}
        error={problems.isKept}
        onChange={(event) => {
          onChange({ ...value, isKept: event.currentTarget.checked });
        }}
      />
    </div>
  );
};

const plainInput = {
  autoComplete: 'new-password',
  spellCheck: false,
  visibilityToggleButtonProps: { 'aria-label': 'Show or hide the passphrase', tabIndex: 0 },
} as const;

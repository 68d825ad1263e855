import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core';
import { useRef, useState } from 'react';
import { Failed } from '../admin/failed.tsx';
import { useNowMs } from '../format/clock.ts';
import { useAsking } from '../platform/use-asking.ts';
import { isUsable, noPassphrase, problemsOf } from './new-passphrase.ts';
import { NewPassphraseFields } from './new-passphrase-fields.tsx';
import { retryAtMsOf } from './vault-words.ts';

interface PassphraseDialogProps {
  readonly minimumLength: number;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Puts another passphrase in the place of the one that the vault has. No secret is written anew for that. */
export const PassphraseDialog = ({ minimumLength, onDone, onClose }: PassphraseDialogProps) => {
  const { isBusy, failure, ask } = useAsking('vault.setPassphrase');
  const [former, setFormer] = useState('');
  const [next, setNext] = useState(noPassphrase);
  const [isTried, setIsTried] = useState(false);
  const formerInput = useRef<HTMLInputElement>(null);
  const nowMs = useNowMs();
  const retryAtMs = failure === null ? null : retryAtMsOf(failure);
  const waitSeconds = retryAtMs === null ? 0 : Math.max(0, Math.ceil((retryAtMs - nowMs) / 1000));

  const change = async (): Promise<void> => {
    setIsTried(true);
    if (former === '') formerInput.current?.focus();
    if (former === '' || !isUsable(next, minimumLength)) return;
    const result = await ask({ former, next: next.text });
    if (result?.ok === true) onDone();
  };

  return (
    <Modal opened onClose={onClose} title="Change the passphrase of the vault" closeOnClickOutside={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void change();
        }}
      >
        <Stack gap="md">
          <PasswordInput
            ref={formerInput}
            data-autofocus
            label="Passphrase until now"
            value={former}
            error={isTried && former === '' ? 'Enter the passphrase that the vault has now.' : undefined}
            onChange={(event) => {
              setFormer(event.currentTarget.value);
            }}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the passphrase until now', tabIndex: 0 }}
          />
          <NewPassphraseFields
            value={next}
            onChange={setNext}
            problems={isTried ? problemsOf(next, minimumLength) : {}}
            opens="this vault"
            minimumLength={minimumLength}
          />
          <Failed
            failure={failure}
            title="Not changed"
            lookAt="Lock the vault and see which of the two passphrases opens it before you forget the former."
          />
          {waitSeconds > 0 && <div>The next can be tried in {waitSeconds} s.</div>}
          <Group justify="flex-end">
            <Button onClick={onClose} disabled={isBusy}>
              Cancel
            </Button>
            <Button type="submit" variant="filled" loading={isBusy} disabled={waitSeconds > 0}>
              Change passphrase
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};

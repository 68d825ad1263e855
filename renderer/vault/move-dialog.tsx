import { Button, Checkbox, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import type { VaultBackend, VaultView } from '../../shared/vault/vault.ts';
import { Failed } from '../admin/failed.tsx';
import { HowFar } from '../admin/how-far.tsx';
import { countOf } from '../format/number.ts';
import { useAsking } from '../platform/use-asking.ts';
import type { MethodResult } from '../../shared/contract/contract.ts';
import { isUsable, noPassphrase, problemsOf } from './new-passphrase.ts';
import { NewPassphraseFields } from './new-passphrase-fields.tsx';
import { moveWords } from './move-words.ts';
import admin from '../admin/admin.module.css';

interface MoveDialogProps {
  readonly vault: VaultView;
  readonly backend: VaultBackend;
  readonly minimumLength: number;
  readonly onDone: (report: MethodResult<'vault.migrate'>) => void;
  /** Something may have been moved, and nobody knows what. */
  readonly onInDoubt: () => void;
  readonly onClose: () => void;
}

/** Asks before secrets are moved, with all that it means. Nothing is removed where it was before it was read back there. */
export const MoveDialog = ({ vault, backend, minimumLength, onDone, onInDoubt, onClose }: MoveDialogProps) => {
  const { isBusy, failure, ask } = useAsking('vault.migrate');
  const [passphrase, setPassphrase] = useState(noPassphrase);
  const [leaveUnreadable, setLeaveUnreadable] = useState(false);
  const [isTried, setIsTried] = useState(false);
  const words = moveWords[backend];
  const count = vault.entries.length;
  const unreadableCount = vault.entries.filter(({ status }) => status !== 'ok').length;
  const needsPassphrase = backend === 'passphrase';

  const move = async (): Promise<void> => {
    setIsTried(true);
    if (needsPassphrase && !isUsable(passphrase, minimumLength)) return;
    const result = await ask({
      backend,
      ...(needsPassphrase ? { passphrase: passphrase.text } : {}),
      ...(leaveUnreadable ? { leaveUnreadable } : {}),
    });
    if (result === undefined) return;
    if (result.ok) onDone(result.value);
    else onInDoubt();
  };

  return (
    <Modal opened onClose={onClose} title={words.question} closeOnClickOutside={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void move();
        }}
      >
        <Stack gap="md">
          <div>
            {count === 0
              ? 'No secret is stored now; new ones will be kept there.'
              : `${countOf(count, 'secret')} will be moved.`}{' '}
            {words.meaning}
          </div>
          {needsPassphrase && (
            <NewPassphraseFields
              value={passphrase}
              onChange={setPassphrase}
              problems={isTried ? problemsOf(passphrase, minimumLength) : {}}
              opens="this vault"
              isFirst
              minimumLength={minimumLength}
            />
          )}
          {unreadableCount > 0 && (
            <div className={admin.caution}>
              {countOf(unreadableCount, 'secret')} cannot be read now. Unlock first to move all of them.
              <Checkbox
                mt="xs"
                label="Move what can be read, and leave the rest where it is"
                checked={leaveUnreadable}
                onChange={(event) => {
                  setLeaveUnreadable(event.currentTarget.checked);
                }}
              />
            </div>
          )}
          {isBusy && <HowFar work="vault-move" label="Secrets moved" unit="secrets" />}
          <Failed
            failure={failure}
            title="Not moved"
            lookAt="No secret is removed before it can be read in its new place. Look at the list of secrets before you try again."
          />
          <Group justify="flex-end">
            <Button {...(needsPassphrase ? {} : { 'data-autofocus': true })} onClick={onClose} disabled={isBusy}>
              Leave it as it is
            </Button>
            <Button type="submit" variant="filled" {...(words.isLoss ? { color: 'red.9' } : {})} loading={isBusy}>
              {words.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};

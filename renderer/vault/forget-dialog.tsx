import { Button, Group, Modal, Stack } from '@mantine/core';
import type { VaultEntryView, VaultView } from '../../shared/vault/vault.ts';
import { Failed } from '../admin/failed.tsx';
import { useAsking } from '../platform/use-asking.ts';

interface ForgetDialogProps {
  readonly entry: VaultEntryView;
  readonly onForgotten: (vault: VaultView) => void;
  readonly onClose: () => void;
}

/** Asks before a secret that nothing uses is removed: nobody can bring it back. */
export const ForgetDialog = ({ entry, onForgotten, onClose }: ForgetDialogProps) => {
  const { isBusy, failure, ask } = useAsking('vault.forget');
  const forget = async (): Promise<void> => {
    const result = await ask({ key: entry.key });
    if (result?.ok === true) onForgotten(result.value);
  };
  return (
    <Modal opened onClose={onClose} title="Remove the secret that nothing uses?">
      <Stack gap="md">
        <div>
          {entry.title}. No connection uses it: the console ended while that one was being made or removed. It cannot be
          brought back; where it is needed after all, it has to be entered again.
        </div>
        <Failed failure={failure} title="Not removed" />
        <Group justify="flex-end">
          <Button data-autofocus onClick={onClose} disabled={isBusy}>
            Keep it
          </Button>
          <Button
            variant="filled"
            color="red.9"
            loading={isBusy}
            onClick={() => {
              void forget();
            }}
          >
            Remove
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};

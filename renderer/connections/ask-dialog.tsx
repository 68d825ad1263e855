import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';

interface AskDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly children: ReactNode;
  readonly action: string;
  readonly isBusy?: boolean;
  readonly onAction: () => void;
  readonly cancel: string;
  readonly onCancel: () => void;
}

/** A question before something is lost. The focus starts on the answer that loses nothing. */
export const AskDialog = ({
  isOpen,
  title,
  children,
  action,
  isBusy = false,
  onAction,
  cancel,
  onCancel,
}: AskDialogProps) => (
  <Modal opened={isOpen} onClose={onCancel} title={title}>
    <Stack gap="md">
      <div>{children}</div>
      <Group justify="flex-end">
        <Button data-autofocus onClick={onCancel} disabled={isBusy}>
          {cancel}
        </Button>
        <Button variant="filled" color="red.9" onClick={onAction} loading={isBusy}>
          {action}
        </Button>
      </Group>
    </Stack>
  </Modal>
);

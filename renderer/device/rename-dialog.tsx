import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DeviceDetail } from '../../shared/platform/device.ts';
import type { VehicleKey } from '../fleet/fleet-store.ts';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';

interface RenameDialogProps {
  readonly target: VehicleKey;
  readonly name: string;
  readonly onDone: (detail: DeviceDetail) => void;
  readonly onClose: () => void;
}

const longestName = 148;

export const RenameDialog = ({ target, name, onDone, onClose }: RenameDialogProps) => {
  const { isBusy, failure, ask } = useAsking('devices.rename');
  const [typed, setTyped] = useState(name);
  const [problem, setProblem] = useState<string>();

  const rename = async (): Promise<void> => {
    const wanted = typed.trim();
    if (wanted === '') {
      setProblem('Enter a name.');
      return;
    }
    const result = await ask({ ...target, name: wanted });
    if (result?.ok === true) onDone(result.value);
  };

  return (
    <Modal opened onClose={onClose} title={`Rename ${name}`} closeOnClickOutside={false}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void rename();
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name on the platform"
            description="Everybody who uses the platform sees it. The vehicle’s id stays."
            value={typed}
            maxLength={longestName}
            error={problem}
            data-autofocus
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setProblem(undefined);
            }}
          />
          <NotDone failure={failure} title="Not renamed" />
          <Group justify="flex-end">
            <Button onClick={onClose} disabled={isBusy}>
              Cancel
            </Button>
            <Button type="submit" variant="filled" loading={isBusy}>
              Rename
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};

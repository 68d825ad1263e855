import { Button, Group, Modal, Stack } from '@mantine/core';
import type { DeviceDetail } from '../../shared/platform/device.ts';
import type { VehicleKey } from '../fleet/fleet-store.ts';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';

interface BlockDialogProps {
  readonly target: VehicleKey;
  readonly name: string;
  readonly isBlocked: boolean;
  readonly onDone: (detail: DeviceDetail) => void;
  readonly onClose: () => void;
}

export const BlockDialog = ({ target, name, isBlocked, onDone, onClose }: BlockDialogProps) => {
  const { isBusy, failure, ask } = useAsking('devices.setBlocked');
  const change = async (): Promise<void> => {
    const result = await ask({ ...target, isBlocked: !isBlocked });
    if (result?.ok === true) onDone(result.value);
  };
  const word = isBlocked ? 'Unblock' : 'Block';
  return (
    <Modal opened onClose={onClose} title={`${word} ${name}?`} closeOnClickOutside={false}>
      <Stack gap="md">
        <div>
          {isBlocked
            ? 'The platform lets the vehicle connect again with the keys that it has. Its values come in as soon as it does.'
            : 'The platform ends the vehicle’s connection and refuses it from now on: no values come in, and no command or setting reaches it. The vehicle itself drives on and nothing is deleted. It can be unblocked at any time.'}
        </div>
        <NotDone failure={failure} title={isBlocked ? 'Not unblocked' : 'Not blocked'} />
        <Group justify="flex-end">
          <Button data-autofocus onClick={onClose} disabled={isBusy}>
            Cancel
          </Button>
          <Button
            variant="filled"
            {...(isBlocked ? {} : { color: 'red.9' })}
            loading={isBusy}
            onClick={() => {
              void change();
            }}
          >
            {word} vehicle
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};

import { Button, Group, Loader, Modal, Stack } from '@mantine/core';
import type { VehicleKey } from '../fleet/fleet-store.ts';
import { useCall } from '../engine/use-call.ts';
import { CredentialLines } from './credential-lines.tsx';
import classes from './device.module.css';

interface CredentialsDialogProps {
  readonly target: VehicleKey;
  readonly name: string;
  readonly onClose: () => void;
}

/** They are asked for when the dialog opens, live in it, and are gone with it. */
export const CredentialsDialog = ({ target, name, onClose }: CredentialsDialogProps) => {
  const { connectionId, vehicleId } = target;
  const credentials = useCall('devices.credentials', { connectionId, vehicleId });
  return (
    <Modal opened onClose={onClose} title={`Credentials of ${name}`} size="lg">
      <Stack gap="md">
        {credentials.status === 'loading' && (
          <div role="status">
            <Loader size="xs" aria-hidden /> Asking the platform…
          </div>
        )}
        {credentials.status === 'failed' && (
          <div role="alert" className={classes.failure}>
            <strong>The credentials could not be read.</strong> {credentials.error.message}
          </div>
        )}
        {credentials.status === 'ok' && <CredentialLines credentials={credentials.value} />}
        <Group justify="flex-end">
          {credentials.status === 'failed' && <Button onClick={credentials.reload}>Try again</Button>}
          <Button variant="filled" data-autofocus onClick={onClose}>
            Close
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};

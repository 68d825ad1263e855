import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { VehicleKey } from '../fleet/fleet-store.ts';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { isSameName } from './device-words.ts';
import classes from './device.module.css';

interface RemoveDialogProps {
  readonly target: VehicleKey;
  readonly name: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export const RemoveDialog = ({ target, name, onDone, onClose }: RemoveDialogProps) => {
  const { isBusy, failure, ask } = useAsking('devices.remove');
  const [typed, setTyped] = useState('');
  const reasonId = useId();
  const isNamed = isSameName(typed, name);
  const remove = async (): Promise<void> => {
    if (!isNamed) return;
    const result = await ask(target);
    if (result?.ok === true) onDone();
  };
  return (
    <Modal opened onClose={onClose} title={`Delete ${name} from the platform?`} closeOnClickOutside={false}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void remove();
        }}
      >
        <Stack gap="md">
          <div>
            Its entry, its keys, its settings and what the platform kept of it are deleted for everybody. The vehicle
            can connect no more until it is created again and given new keys. This cannot be undone.
          </div>
          <TextInput
            label={`Type ${name} to allow it`}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
            }}
            disabled={isBusy}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
          <NotDone failure={failure} title="Not deleted" />
          <div id={reasonId} role="status" className={classes.reason}>
            {isNamed ? '' : 'Type the vehicle’s name to allow deleting.'}
          </div>
          <Group justify="flex-end">
            <Button onClick={onClose} disabled={isBusy}>
              Keep it
            </Button>
            <Button
              type="submit"
              variant="filled"
              color="red.9"
              disabled={!isNamed}
              aria-describedby={reasonId}
              loading={isBusy}
            >
              Delete vehicle
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};

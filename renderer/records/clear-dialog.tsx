import { Button, Group, Modal, Stack } from '@mantine/core';
import type { RecordKind } from '../../shared/platform/record.ts';
import type { VehicleKey } from '../fleet/fleet-store.ts';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { recordWords } from './record-words.ts';

interface ClearDialogProps {
  readonly target: VehicleKey;
  readonly kind: RecordKind;
  readonly vehicleName: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export const ClearDialog = ({ target, kind, vehicleName, onDone, onClose }: ClearDialogProps) => {
  const { isBusy, failure, ask } = useAsking('records.clear');
  const clear = async (): Promise<void> => {
    const result = await ask({ ...target, kind });
    if (result?.ok === true) onDone();
  };
  const title = recordWords[kind].title.toLowerCase();
  return (
    <Modal opened onClose={onClose} title={`Clear the ${title} of ${vehicleName}?`} closeOnClickOutside={false}>
      <Stack gap="md">
        <div>All its entries are deleted on the platform, for everybody. This cannot be undone.</div>
        <NotDone failure={failure} title="Not cleared" />
        <Group justify="flex-end">
          <Button data-autofocus onClick={onClose} disabled={isBusy}>
            Keep them
          </Button>
          <Button
            variant="filled"
            color="red.9"
            loading={isBusy}
            onClick={() => {
              void clear();
            }}
          >
            Clear {title}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};

import { Button, Group, Modal, NumberInput, Stack } from '@mantine/core';
import { useState } from 'react';
import type { DeviceDetail } from '../../shared/platform/device.ts';
import type { VehicleKey } from '../fleet/fleet-store.ts';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';

interface LocationDialogProps {
  readonly target: VehicleKey;
  readonly name: string;
  readonly location: DeviceDetail['location'];
  readonly onDone: (detail: DeviceDetail) => void;
  readonly onClose: () => void;
}

/** Degrees within ±limit; undefined for what is none. A field left empty is none. */
const degreesOf = (typed: string | number, limit: number): number | undefined => {
  const text = String(typed).trim();
  const degrees = Number(text);
  return text !== '' && Number.isFinite(degrees) && Math.abs(degrees) <= limit ? degrees : undefined;
};

export const LocationDialog = ({ target, name, location, onDone, onClose }: LocationDialogProps) => {
  const { isBusy, failure, ask } = useAsking('devices.setLocation');
  const [typedLatitude, setLatitude] = useState<string | number>(location?.latitude ?? '');
  const [typedLongitude, setLongitude] = useState<string | number>(location?.longitude ?? '');
  const [showsProblems, setShowsProblems] = useState(false);
  const latitude = degreesOf(typedLatitude, 90);
  const longitude = degreesOf(typedLongitude, 180);

  const save = async (): Promise<void> => {
    if (latitude === undefined || longitude === undefined) {
      setShowsProblems(true);
      return;
    }
    const result = await ask({ ...target, latitude, longitude });
    if (result?.ok === true) onDone(result.value);
  };

  return (
    <Modal opened onClose={onClose} title={`Location of ${name}`} closeOnClickOutside={false}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack gap="md">
          <div>
            The place that the platform’s registry keeps for the vehicle. Where the vehicle says it is by itself stays
            what the map shows.
          </div>
          <NumberInput
            label="Latitude"
            description="Degrees, −90 to 90; north is positive."
            value={typedLatitude}
            onChange={setLatitude}
            clampBehavior="none"
            hideControls
            decimalScale={7}
            error={showsProblems && latitude === undefined ? 'Enter degrees from −90 to 90.' : undefined}
            data-autofocus
          />
          <NumberInput
            label="Longitude"
            description="Degrees, −180 to 180; east is positive."
            value={typedLongitude}
            onChange={setLongitude}
            clampBehavior="none"
            hideControls
            decimalScale={7}
            error={showsProblems && longitude === undefined ? 'Enter degrees from −180 to 180.' : undefined}
          />
          <NotDone failure={failure} title="Not set" />
          <Group justify="flex-end">
            <Button onClick={onClose} disabled={isBusy}>
              Cancel
            </Button>
            <Button type="submit" variant="filled" loading={isBusy}>
              Set location
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};

import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DeviceCredentials } from '../../shared/platform/device.ts';
import { mayTry } from '../../shared/platform/rights.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { hrefOf } from '../app/routes.ts';
import { NotDone } from '../platform/not-done.tsx';
import { ReadingNotice } from '../platform/reading-notice.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { rightOf, usePlatform } from '../platform/use-platform.ts';
import { useReading } from '../platform/use-reading.ts';
import { CredentialLines } from './credential-lines.tsx';
import { OrganizationField } from './organization-field.tsx';
import { typeWord } from './device-words.ts';
import { deviceOf, emptyDevice, problemsOfDevice, type NewDeviceInputs } from './new-device-model.ts';
import classes from './device.module.css';

interface CreateDeviceDialogProps {
  readonly connectionId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** A vehicle is entered into its platform's registry; its keys are shown once. Whatever is closed is forgotten. */
export const CreateDeviceDialog = ({ connectionId, isOpen, onClose }: CreateDeviceDialogProps) => {
  const platform = usePlatform(connectionId);
  if (!isOpen || platform === undefined) return null;
  return <OpenDialog connectionId={connectionId} platform={platform} onClose={onClose} />;
};

interface Created {
  readonly vehicleId: string;
  readonly credentials: DeviceCredentials | null;
}

interface OpenDialogProps {
  readonly connectionId: string;
  readonly platform: PlatformStatus;
  readonly onClose: () => void;
}

const OpenDialog = ({ connectionId, platform, onClose }: OpenDialogProps) => {
  const [created, setCreated] = useState<Created | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      title={created === null ? 'New vehicle' : `${created.vehicleId} is created`}
      size="lg"
      closeOnClickOutside={false}
      // Keys that are shown once must not go by a stray key.
      closeOnEscape={created === null}
      withCloseButton={created === null}
    >
      {created === null ? (
        <DeviceForm connectionId={connectionId} platform={platform} onCreated={setCreated} onClose={onClose} />
      ) : (
        <Stack gap="md">
          {created.credentials === null ? (
            <div>The platform gave no keys with it.</div>
          ) : (
            <>
              <div>
                <strong>Take its keys now:</strong> this dialog shows them once. The vehicle needs them to connect.
              </div>
              <CredentialLines credentials={created.credentials} />
            </>
          )}
          <Group justify="flex-end">
            <Button
              component="a"
              href={hrefOf({ view: 'vehicle', connectionId, vehicleId: created.vehicleId })}
              onClick={onClose}
            >
              Open {created.vehicleId}
            </Button>
            <Button variant="filled" data-autofocus onClick={onClose}>
              {created.credentials === null ? 'Close' : 'I have them: close'}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
};

interface DeviceFormProps extends OpenDialogProps {
  readonly onCreated: (created: Created) => void;
}

const DeviceForm = ({ connectionId, platform, onCreated, onClose }: DeviceFormProps) => {
  const types = useReading('platforms.types', { connectionId });
  const { isBusy, failure, ask } = useAsking('devices.create');
  const [inputs, setInputs] = useState<NewDeviceInputs>(emptyDevice);
  const [showsProblems, setShowsProblems] = useState(false);
  const problems = showsProblems ? problemsOfDevice(inputs) : {};
  const change = (part: Partial<NewDeviceInputs>): void => {
    setInputs((before) => ({ ...before, ...part }));
  };

  const create = async (): Promise<void> => {
    setShowsProblems(true);
    if (Object.keys(problemsOfDevice(inputs)).length > 0) return;
    const result = await ask({ connectionId, device: deviceOf(inputs) });
    if (result?.ok === true) onCreated(result.value);
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Id"
          description="What the vehicle calls itself when it connects. It cannot be changed later."
          value={inputs.deviceId}
          error={problems.deviceId}
          withAsterisk
          data-autofocus
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            change({ deviceId: event.currentTarget.value });
          }}
        />
        <TextInput
          label="Name"
          description="What people call it. Left empty, it is the id."
          value={inputs.name}
          error={problems.name}
          onChange={(event) => {
            change({ name: event.currentTarget.value });
          }}
        />
        <Select
          label={typeWord[platform.kind]}
          description="Says what it measures, and which settings and commands it has."
          placeholder={types.value === undefined ? 'Not read yet' : 'Choose'}
          data={(types.value ?? []).map(({ id, name }) => ({ value: id, label: name === id ? id : `${name} (${id})` }))}
          value={inputs.typeId === '' ? null : inputs.typeId}
          error={problems.typeId}
          withAsterisk
          searchable
          nothingFoundMessage="No such type"
          onChange={(typeId) => {
            change({ typeId: typeId ?? '' });
          }}
        />
        <ReadingNotice reading={types} what="The types" />
        {types.value?.length === 0 && (
          <p className={classes.quiet}>
            The platform has no {typeWord[platform.kind].toLowerCase()} yet. Somebody who builds the application there
            has to make one first.
          </p>
        )}
        {mayTry(rightOf(platform, 'view-organizations')) && (
          <OrganizationField
            connectionId={connectionId}
            value={inputs.organizationId}
            onChange={(organizationId) => {
              change({ organizationId });
            }}
          />
        )}
        {platform.kind === 'iot-central' && (
          <Checkbox
            label="Simulated"
            description="The platform makes up its values. It cannot become a real vehicle later."
            checked={inputs.isSimulated}
            onChange={(event) => {
              change({ isSimulated: event.currentTarget.checked });
            }}
          />
        )}
        <NotDone failure={failure} title="Not created" />
        <Group justify="flex-end">
          <Button onClick={onClose} disabled={isBusy}>
            Cancel
          </Button>
          <Button type="submit" variant="filled" loading={isBusy}>
            Create vehicle
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

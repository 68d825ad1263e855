import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import { mostDevicesAtOnce, type RemovedDevice } from '../../shared/platform/many-devices.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { useFocusWhenLost } from '../admin/use-focus-when-lost.ts';
import { useEngine } from '../engine/engine-context.ts';
import { useFleet } from '../fleet/fleet-context.ts';
import { countOf } from '../format/number.ts';
import { VehicleChooser } from '../jobs/vehicle-chooser.tsx';
import type { NamedVehicle } from './named-vehicle.ts';
import { RemovedList } from './removed-list.tsx';
import { RunProgress } from './run-progress.tsx';
import { runInParts } from './run-in-parts.ts';
import classes from './many-devices.module.css';

interface RemoveSeveralDialogProps {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly platform: PlatformStatus;
  readonly onClose: () => void;
}

type Step =
  | { readonly name: 'choose' }
  | { readonly name: 'ask'; readonly vehicles: readonly NamedVehicle[] }
  | { readonly name: 'run'; readonly doneCount: number; readonly count: number; readonly isStopping: boolean }
  | {
      readonly name: 'end';
      readonly vehicles: readonly NamedVehicle[];
      readonly outcomes: readonly RemovedDevice[];
      readonly problem: string | null;
    };

const outcomeOf = (
  { vehicleId }: NamedVehicle,
  state: RemovedDevice['state'],
  message: string | null,
): RemovedDevice => ({ vehicleId, state, message });

export const RemoveSeveralDialog = ({ connectionId, connectionName, platform, onClose }: RemoveSeveralDialogProps) => {
  const engine = useEngine();
  const fleet = useFleet();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [step, setStep] = useState<Step>({ name: 'choose' });
  const isStopped = useRef(false);
  const place = useFocusWhenLost<HTMLDivElement>(step.name);

  const namesOf = (vehicleIds: ReadonlySet<string>): readonly NamedVehicle[] =>
    [...fleet.store.rows()]
      .filter((row) => fleet.store.connectionIdOf(row) === connectionId && vehicleIds.has(fleet.store.vehicleIdOf(row)))
      .map((row) => ({ vehicleId: fleet.store.vehicleIdOf(row), name: fleet.store.nameOf(row) }))
      .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));

  const run = async (vehicles: readonly NamedVehicle[]): Promise<void> => {
    isStopped.current = false;
    setStep({ name: 'run', doneCount: 0, count: vehicles.length, isStopping: false });
    const end = await runInParts<NamedVehicle, RemovedDevice>({
      items: vehicles,
      partSize: mostDevicesAtOnce,
      ask: (part) =>
        engine.call('manyDevices.remove', { connectionId, vehicleIds: part.map(({ vehicleId }) => vehicleId) }),
      outcomeOf,
      onProgress: (known) => {
        setStep((former) => (former.name === 'run' ? { ...former, doneCount: known.length } : former));
      },
      isStopped: () => isStopped.current,
    });
    setStep({ name: 'end', vehicles, ...end });
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={titleOf(step, connectionName)}
      size="xl"
      closeOnClickOutside={false}
      closeOnEscape={step.name !== 'run'}
      withCloseButton={step.name !== 'run'}
    >
      <div ref={place} tabIndex={-1} className={classes.step}>
        {step.name === 'choose' && (
          <Stack gap="md">
            <VehicleChooser
              connectionId={connectionId}
              type={[]}
              chosen={chosen}
              problem={undefined}
              onChange={setChosen}
            />
            <Group justify="flex-end">
              <Button onClick={onClose}>Cancel</Button>
              <Button
                variant="filled"
                disabled={chosen.size === 0}
                onClick={() => {
                  setStep({ name: 'ask', vehicles: namesOf(chosen) });
                }}
              >
                Continue with {countOf(chosen.size, 'vehicle')}
              </Button>
            </Group>
          </Stack>
        )}
        {step.name === 'ask' && (
          <AskStep
            vehicles={step.vehicles}
            platform={platform}
            onBack={() => {
              setStep({ name: 'choose' });
            }}
            onDelete={() => {
              void run(step.vehicles);
            }}
          />
        )}
        {step.name === 'run' && (
          <RunProgress
            {...step}
            what="deleted"
            onStop={() => {
              isStopped.current = true;
              setStep({ ...step, isStopping: true });
            }}
          />
        )}
        {step.name === 'end' && (
          <RemovedList
            {...step}
            onGoOn={(vehicles) => {
              void run(vehicles);
            }}
            onClose={onClose}
          />
        )}
      </div>
    </Modal>
  );
};

interface AskStepProps extends Pick<RemoveSeveralDialogProps, 'platform'> {
  readonly vehicles: readonly NamedVehicle[];
  readonly onBack: () => void;
  readonly onDelete: () => void;
}

/** Their number is typed: a click alone must not delete a fleet. */
const AskStep = ({ vehicles, platform, onBack, onDelete }: AskStepProps) => {
  const [typed, setTyped] = useState('');
  const reasonId = useId();
  const count = String(vehicles.length);
  const isConfirmed = typed.trim() === count;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isConfirmed) onDelete();
      }}
    >
      <Stack gap="md">
        <div>
          Their entries, their keys{platform.kind === 'watson' ? '' : ', their settings'} and what the platform kept of
          them are deleted for everybody. They can connect no more until they are created again and given new keys. This
          cannot be undone.
        </div>
        <div className={classes.names} role="region" aria-label="Vehicles to be deleted" tabIndex={0}>
          <ul>
            {vehicles.map(({ vehicleId, name }) => (
              <li key={vehicleId}>{name === vehicleId ? name : `${name} (${vehicleId})`}</li>
            ))}
          </ul>
        </div>
        <TextInput
          label={`Type ${count}, their number, to allow it`}
          inputMode="numeric"
          value={typed}
          autoComplete="off"
          autoFocus
          onChange={(event) => {
            setTyped(event.currentTarget.value);
          }}
        />
        <div id={reasonId} role="status" className={classes.reason}>
          {isConfirmed ? '' : 'Type the number of vehicles to allow deleting.'}
        </div>
        <Group justify="flex-end">
          <Button onClick={onBack}>Back</Button>
          <Button type="submit" variant="filled" color="red.9" disabled={!isConfirmed} aria-describedby={reasonId}>
            Delete {countOf(vehicles.length, 'vehicle')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

const titleOf = (step: Step, connectionName: string): string => {
  switch (step.name) {
    case 'choose':
      return `Which vehicles of ${connectionName} are to be deleted?`;
    case 'ask':
      return `Delete ${countOf(step.vehicles.length, 'vehicle')} from the platform?`;
    case 'run':
      return 'Deleting vehicles…';
    case 'end':
      return 'What became of them';
  }
};

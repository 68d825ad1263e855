import { Modal } from '@mantine/core';
import { useRef, useState } from 'react';
import { mostDevicesAtOnce, type CreatedDevice } from '../../shared/platform/many-devices.ts';
import type { NewDevice } from '../../shared/platform/device.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { useFocusWhenLost } from '../admin/use-focus-when-lost.ts';
import { AskDialog } from '../connections/ask-dialog.tsx';
import { useLeaveGuard } from '../connections/use-leave-guard.ts';
import { useEngine } from '../engine/engine-context.ts';
import { countOf } from '../format/number.ts';
import { CheckedList } from './checked-list.tsx';
import { CreatedList } from './created-list.tsx';
import type { ListedDevice } from './device-list-text.ts';
import { ListForm } from './list-form.tsx';
import { RunProgress } from './run-progress.tsx';
import { runInParts } from './run-in-parts.ts';
import classes from './many-devices.module.css';

interface AddSeveralDialogProps {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly platform: PlatformStatus;
  readonly onClose: () => void;
}

type Step =
  | { readonly name: 'enter' }
  | { readonly name: 'check'; readonly devices: readonly ListedDevice[] }
  | { readonly name: 'run'; readonly doneCount: number; readonly count: number; readonly isStopping: boolean }
  | { readonly name: 'end'; readonly problem: string | null };

/** What came of a device that nothing was told of. */
const outcomeOf = (
  { deviceId, typeId }: NewDevice,
  state: CreatedDevice['state'],
  message: string | null,
): CreatedDevice => ({ deviceId, typeId, state, message, vehicleId: null, credentials: null });

/** A list of vehicles goes into the platform's registry: seen before it is sent, and told one by one afterwards. */
export const AddSeveralDialog = ({ connectionId, connectionName, platform, onClose }: AddSeveralDialogProps) => {
  const engine = useEngine();
  const [text, setText] = useState('');
  const [standard, setStandard] = useState({ typeId: '', organizationId: '' });
  const [step, setStep] = useState<Step>({ name: 'enter' });
  const [outcomes, setOutcomes] = useState<readonly CreatedDevice[]>([]);
  const wanted = useRef<readonly NewDevice[]>([]);
  const isStopped = useRef(false);

  const run = async (devices: readonly NewDevice[], before: readonly CreatedDevice[]): Promise<void> => {
    isStopped.current = false;
    setStep({ name: 'run', doneCount: 0, count: devices.length, isStopping: false });
    const end = await runInParts<NewDevice, CreatedDevice>({
      items: devices,
      partSize: mostDevicesAtOnce,
      ask: (part) => engine.call('manyDevices.create', { connectionId, devices: [...part] }),
      outcomeOf,
      onProgress: (known) => {
        // What came is kept at once: the keys in it are told this once.
        setOutcomes([...before, ...known]);
        setStep((former) => (former.name === 'run' ? { ...former, doneCount: known.length } : former));
      },
      isStopped: () => isStopped.current,
    });
    setOutcomes([...before, ...end.outcomes]);
    setStep({ name: 'end', problem: end.problem });
  };

  const guard = useLeaveGuard(step.name === 'run');
  const place = useFocusWhenLost<HTMLDivElement>(step.name);
  const isOpenToLeave = step.name === 'enter' && text.trim() === '';
  return (
    <Modal
      opened
      onClose={onClose}
      title={titleOf(step, connectionName)}
      size="xl"
      closeOnClickOutside={false}
      // A pasted list, and keys that are shown once, must not go by a stray key.
      closeOnEscape={isOpenToLeave}
      withCloseButton={step.name === 'enter' || step.name === 'check'}
    >
      <div ref={place} tabIndex={-1} className={classes.step}>
        {step.name === 'enter' && (
          <ListForm
            connectionId={connectionId}
            platform={platform}
            text={text}
            standard={standard}
            onText={setText}
            onStandard={setStandard}
            onChecked={(devices) => {
              setStep({ name: 'check', devices });
            }}
            onClose={onClose}
          />
        )}
        {step.name === 'check' && (
          <CheckedList
            devices={step.devices}
            onBack={() => {
              setStep({ name: 'enter' });
            }}
            onAdd={(devices) => {
              wanted.current = devices;
              void run(devices, []);
            }}
          />
        )}
        {step.name === 'run' && (
          <RunProgress
            {...step}
            what="created"
            onStop={() => {
              isStopped.current = true;
              setStep({ ...step, isStopping: true });
            }}
          />
        )}
        {step.name === 'end' && (
          <CreatedList
            connectionId={connectionId}
            outcomes={outcomes}
            problem={step.problem}
            onGoOn={() => {
              const unsent = new Set(outcomes.filter(({ state }) => state === 'not-sent').map(keyOf));
              const sent = outcomes.filter(({ state }) => state !== 'not-sent');
              void run(
                wanted.current.filter((device) => unsent.has(keyOf(device))),
                sent,
              );
            }}
            onClose={onClose}
          />
        )}
      </div>
      <AskDialog
        isOpen={step.name === 'run' && guard.isAsking}
        title="Leave while vehicles are being created?"
        action="Leave, and lose the keys"
        onAction={guard.leave}
        cancel="Stay"
        onCancel={guard.stay}
      >
        The vehicles of the part under way are created all the same, and the keys of all that were created here are
        lost.
      </AskDialog>
    </Modal>
  );
};

const keyOf = ({ deviceId, typeId }: { readonly deviceId: string; readonly typeId: string }): string =>
  `${typeId}\n${deviceId}`;

const titleOf = (step: Step, connectionName: string): string => {
  switch (step.name) {
    case 'enter':
      return `Several new vehicles on ${connectionName}`;
    case 'check':
      return `Check ${countOf(step.devices.length, 'line')} before anything is sent`;
    case 'run':
      return 'Creating vehicles…';
    case 'end':
      return 'What became of them';
  }
};

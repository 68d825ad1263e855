import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { useId, useState } from 'react';
import type { Failure } from '../../shared/contract/result.ts';
import type { SettingsReading } from '../../shared/platform/setting.ts';
import type { CommandTarget } from '../commands/command-flow.ts';
import { NameToAllow, nameMissing } from '../commands/name-to-allow.tsx';
import { useEngine } from '../engine/engine-context.ts';
import { countOf } from '../format/number.ts';
import { mayHaveHappened } from '../platform/failure.ts';
import type { SettingChange } from './settings-model.ts';
import { DataTable } from '../layout/data-table.tsx';
import classes from './settings.module.css';

interface ReviewDialogProps {
  readonly target: CommandTarget;
  readonly changes: readonly SettingChange[];
  /** The platform keeps what is wanted for a vehicle that is not connected. */
  readonly isKeptByPlatform: boolean;
  readonly onSent: (answer: SettingsReading) => void;
  /** Nobody can say whether the changes were made: what stands has to be read. */
  readonly onInDoubt: () => void;
  readonly onClose: () => void;
}

/** Old against new, once more, before anything leaves. What was entered stays until it is known to have been taken. */
export const ReviewDialog = ({ target, changes, isKeptByPlatform, onSent, onInDoubt, onClose }: ReviewDialogProps) => {
  const engine = useEngine();
  const reasonId = useId();
  // As it was when the dialog opened: a reading that comes in between must not change what is being read.
  const [shown] = useState(changes);
  const [isSending, setIsSending] = useState(false);
  const [typedName, setTypedName] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);

  const isDisruptive = shown.some(({ setting }) => setting.risk === 'disruptive');
  const missing = isDisruptive ? nameMissing(typedName, target.vehicleName) : undefined;

  const send = async (): Promise<void> => {
    if (isSending || missing !== undefined) return;
    setIsSending(true);
    const result = await engine.call('settings.change', {
      connectionId: target.connectionId,
      vehicleId: target.vehicleId,
      values: Object.fromEntries(shown.map(({ setting, value }) => [setting.path, value])),
    });
    setIsSending(false);
    if (result.ok) {
      onSent(result.value);
      return;
    }
    setFailure(result.error);
    if (mayHaveHappened(result.error)) onInDoubt();
  };

  return (
    <Modal
      opened
      onClose={isSending ? () => undefined : onClose}
      title={`Change ${countOf(shown.length, 'setting')} of ${target.vehicleName}?`}
      closeOnClickOutside={false}
      size="lg"
    >
      <Stack gap="md">
        <DataTable className={classes.review}>
          <thead>
            <tr>
              <th scope="col">Setting</th>
              <th scope="col">Now</th>
              <th scope="col">New</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ setting, oldText, newText }) => (
              <tr key={setting.path}>
                <th scope="row">
                  {setting.title}
                  {setting.group !== null && <span className={classes.small}>{setting.group}</span>}
                </th>
                <td>{oldText}</td>
                <td>
                  <strong>
                    <span aria-hidden>→ </span>
                    {newText}
                  </strong>
                </td>
              </tr>
            ))}
          </tbody>
        </DataTable>
        <p className={classes.quiet}>
          {isKeptByPlatform
            ? 'The platform takes the values at once; the vehicle follows when it is connected, and says so. Until then they are pending.'
            : 'The values go to the vehicle as one command, and are pending until it reports them. A vehicle that is not connected does not get it.'}
        </p>
        {isDisruptive && (
          <NameToAllow
            vehicleName={target.vehicleName}
            typedName={typedName}
            onType={setTypedName}
            isDisabled={isSending}
          />
        )}
        <div id={reasonId} className={classes.quiet} role="status">
          {missing}
        </div>
        {failure !== null && (
          <Alert
            color="red"
            role="alert"
            title={mayHaveHappened(failure) ? 'Nobody can say whether they were taken' : 'Not changed'}
          >
            {failure.message}
            {mayHaveHappened(failure) && ' The settings are being read again: look at them before you send once more.'}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button onClick={onClose} disabled={isSending}>
            {failure === null ? 'Cancel' : 'Close and keep what I entered'}
          </Button>
          <Button
            variant="filled"
            data-autofocus={!isDisruptive}
            {...(isDisruptive ? { color: 'red.9' } : {})}
            disabled={missing !== undefined}
            aria-describedby={reasonId}
            loading={isSending}
            onClick={() => {
              void send();
            }}
          >
            {failure === null ? `Send ${countOf(shown.length, 'change')}` : 'Send again'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};

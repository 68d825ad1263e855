import { Alert, Button, Group, Loader, Modal, Stack } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { CommandDefinition } from '../../shared/command/definition.ts';
import type { SignalState } from '../../shared/vehicle/detail.ts';
import { useEngine } from '../engine/engine-context.ts';
import { createCommandFlow, type CommandTarget } from './command-flow.ts';
import { ConfirmStep } from './confirm-step.tsx';
import { valuesOf, type ParameterInputs } from './parameter-model.ts';
import { ParametersStep } from './parameters-step.tsx';

interface CommandDialogProps {
  readonly target: CommandTarget;
  readonly connectionName: string;
  readonly definition: CommandDefinition;
  readonly signals: ReadonlyMap<string, SignalState>;
  readonly obstacle: string | undefined;
  readonly onClose: () => void;
}

export const CommandDialog = ({
  target,
  connectionName,
  definition,
  signals,
  obstacle,
  onClose,
}: CommandDialogProps) => {
  const engine = useEngine();
  const { connectionId, vehicleId, vehicleName } = target;
  const flow = useMemo(
    () => createCommandFlow(engine, { connectionId, vehicleId, vehicleName }, definition),
    [engine, connectionId, vehicleId, vehicleName, definition],
  );
  const state = useStore(flow.store);
  const [inputs, setInputs] = useState<ParameterInputs | null>(null);
  const hasParameters = definition.parameters.length > 0;

  const draft = (typed: ParameterInputs): void => {
    setInputs(typed);
    void flow.draft(valuesOf(definition.parameters, typed));
  };

  // Without parameters there is nothing to enter: the dialog begins with what would be sent.
  const hasBegun = useRef(false);
  useEffect(() => {
    if (hasParameters || hasBegun.current) return;
    hasBegun.current = true;
    void flow.draft({});
  }, [flow, hasParameters]);

  const isSent = state.step === 'sent';
  useEffect(() => {
    if (isSent) onClose();
  }, [isSent, onClose]);

  const isSending = state.step === 'sending';
  const close = (): void => {
    if (isSending) return;
    flow.close();
    onClose();
  };

  return (
    <Modal opened onClose={close} title={`${definition.title} · ${vehicleName}`} closeOnClickOutside={false} size="lg">
      {(state.step === 'armed' || state.step === 'sending') && (
        <ConfirmStep
          key={state.draft.record.id}
          definition={definition}
          draft={state.draft}
          signals={signals}
          connectionName={connectionName}
          obstacle={obstacle}
          refusal={state.step === 'armed' ? state.refusal : null}
          isSending={isSending}
          onConfirm={() => {
            void flow.confirm(Date.now());
          }}
          onCheckAgain={() => {
            draft(inputs ?? {});
          }}
          onBack={hasParameters ? flow.reconsider : null}
          onCancel={close}
        />
      )}
      {(state.step === 'entering' || state.step === 'drafting') && hasParameters && (
        <ParametersStep
          definition={definition}
          inputs={inputs}
          refusal={state.step === 'entering' ? state.refusal : null}
          isBusy={state.step === 'drafting'}
          onSubmit={draft}
          onCancel={close}
        />
      )}
      {state.step === 'drafting' && !hasParameters && (
        <Group gap="sm" role="status">
          <Loader size="sm" aria-hidden /> Checking the vehicle’s state…
        </Group>
      )}
      {state.step === 'entering' && !hasParameters && state.refusal !== null && (
        <Stack gap="md">
          <Alert color="red" title="Not sent" role="alert">
            {state.refusal}
          </Alert>
          <Group justify="flex-end">
            <Button onClick={close}>Close</Button>
            <Button
              variant="filled"
              onClick={() => {
                draft({});
              }}
            >
              Check again
            </Button>
          </Group>
        </Stack>
      )}
      {state.step === 'in-doubt' && (
        <Stack gap="md">
          <Alert color="red" title="Nobody can say whether it was sent" role="alert">
            Fleetdeck’s engine did not answer. Look at the command history and at the vehicle before you send it again.
          </Alert>
          <Group justify="flex-end">
            <Button variant="filled" data-autofocus onClick={close}>
              Close
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
};

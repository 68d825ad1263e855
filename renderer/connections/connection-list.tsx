import { Button, Loader } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { MethodName, MethodParams } from '../../shared/contract/contract.ts';
import type { ConnectionStatus, ConnectionView } from '../../shared/connection/status.ts';
import { useEngine } from '../engine/engine-context.ts';
import { useConnections } from '../engine/connections-context.ts';
import { CreateDeviceDialog } from '../device/create-device-dialog.tsx';
import { AskDialog } from './ask-dialog.tsx';
import { ConnectionCard } from './connection-card.tsx';
import { createConnectionTester } from './connection-test.ts';
import { tell, tellFailure } from './notify.ts';
import { TestPanel } from './test-panel.tsx';
import { endTokenErrand, useTokenErrand } from './token-errand.ts';
import classes from './connections-view.module.css';

interface ConnectionListProps {
  /** True when one comes back to the list from a form: the focus was in it and has nowhere to be. */
  readonly takesFocus: boolean;
  readonly onAdd: () => void;
  readonly onEdit: (view: ConnectionView, part: 'all' | 'token') => void;
}

type ListMethod = Extract<
  MethodName,
  'connections.setEnabled' | 'connections.retry' | 'connections.remove' | 'platforms.refresh'
>;

export const ConnectionList = ({ takesFocus, onAdd, onEdit }: ConnectionListProps) => {
  const engine = useEngine();
  const connections = useConnections();
  const [tester] = useState(() => createConnectionTester(engine));
  const test = useStore(tester.store);
  const [testedId, setTestedId] = useState<string | null>(null);
  const [busyId, setBusyId] = useState<string | null>(null);
  const [removing, setRemoving] = useState<ConnectionStatus | null>(null);
  const [addingTo, setAddingTo] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  useEffect(
    () => () => {
      tester.reset();
    },
    [tester],
  );

  /** True when it was done. What was not is told in the engine's words. */
  const ask = async <M extends ListMethod>(
    connectionId: string,
    method: M,
    params: MethodParams<M>,
    whatFailed: string,
  ): Promise<boolean> => {
    if (busyId === connectionId) return false;
    setBusyId(connectionId);
    const result = await engine.call(method, params);
    setBusyId(null);
    if (!result.ok) tellFailure(whatFailed, result.error.message);
    return result.ok;
  };

  const withSettings = async (status: ConnectionStatus, then: (view: ConnectionView) => void): Promise<void> => {
    if (busyId === status.id) return;
    setBusyId(status.id);
    const result = await engine.call('connections.get', { id: status.id });
    setBusyId(null);
    if (result.ok) then(result.value);
    else tellFailure(`The settings of ${status.name} could not be read`, result.error.message);
  };

  const enterToken = (status: ConnectionStatus): void => {
    void withSettings(status, (view) => {
      onEdit(view, 'token');
    });
  };

  // Somebody came here to enter a new token.
  const errandId = useTokenErrand((errand) => errand.connectionId);
  const onView = useEffectEvent((view: ConnectionView) => {
    onEdit(view, 'token');
  });
  useEffect(() => {
    if (errandId === null) return;
    endTokenErrand();
    void engine.call('connections.get', { id: errandId }).then((result) => {
      if (result.ok) onView(result.value);
      else tellFailure('The settings could not be read', result.error.message);
    });
  }, [engine, errandId]);

  const remove = async (status: ConnectionStatus): Promise<void> => {
    const isDone = await ask(status.id, 'connections.remove', { id: status.id }, `${status.name} could not be removed`);
    if (!isDone) return;
    setRemoving(null);
    heading.current?.focus();
    tell(`${status.name} is removed.`, 'Its settings and stored password are gone. Its history stays.');
  };

  return (
    <>
      <div className={classes.head}>
        <h1 ref={heading} tabIndex={-1}>
          Connections
        </h1>
        <Button variant="filled" leftSection={<IconPlus size={16} aria-hidden />} onClick={onAdd}>
          Add connection
        </Button>
      </div>
      {connections === undefined && <Loader size="sm" aria-label="Loading" />}
      {connections?.length === 0 && (
        <p className={classes.empty}>
          There is no connection yet. Add one to a platform or broker of yours, and its vehicles appear on the fleet
          view.
        </p>
      )}
      <ul className={classes.list} aria-label="Connections">
        {connections?.map((status) => (
          <ConnectionCard
            key={status.id}
            status={status}
            onSetEnabled={(isEnabled) => {
              void ask(
                status.id,
                'connections.setEnabled',
                { id: status.id, isEnabled },
                `${status.name} could not be switched ${isEnabled ? 'on' : 'off'}`,
              );
            }}
            onRetry={() => {
              void ask(status.id, 'connections.retry', { id: status.id }, `${status.name} could not be tried again`);
            }}
            onEdit={() => {
              void withSettings(status, (view) => {
                onEdit(view, 'all');
              });
            }}
            onTest={() => {
              void withSettings(status, ({ id, settings }) => {
                setTestedId(id);
                void tester.run({ id, settings, secrets: {} }, Date.now());
              });
            }}
            onRemove={() => {
              setRemoving(status);
            }}
            onEnterToken={() => {
              enterToken(status);
            }}
            onRefreshList={() => {
              void ask(
                status.id,
                'platforms.refresh',
                { connectionId: status.id },
                `The list of ${status.name} could not be refreshed`,
              );
            }}
            onAddVehicle={() => {
              setAddingTo(status.id);
            }}
          >
            {testedId === status.id && (
              <TestPanel state={test} onCancel={tester.cancel} hasPlatform={status.platform !== null} />
            )}
          </ConnectionCard>
        ))}
      </ul>
      <CreateDeviceDialog
        connectionId={addingTo ?? ''}
        isOpen={addingTo !== null}
        onClose={() => {
          setAddingTo(null);
        }}
      />
      <AskDialog
        isOpen={removing !== null}
        title={`Remove ${removing?.name ?? ''}?`}
        action="Remove connection"
        isBusy={busyId !== null}
        onAction={() => {
          if (removing !== null) void remove(removing);
        }}
        cancel="Keep it"
        onCancel={() => {
          setRemoving(null);
        }}
      >
        Its settings and its stored password are deleted, and its{' '}
        {removing === null || removing.vehicleCount === 0 ? 'vehicles' : `${String(removing.vehicleCount)} vehicles`}{' '}
        disappear from the screen. Its history stays. This cannot be undone.
      </AskDialog>
    </>
  );
};

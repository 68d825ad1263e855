import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import type { CommandDefinition } from '../../shared/command/definition.ts';
import type { SignalState } from '../../shared/vehicle/detail.ts';
import { sendObstacle } from '../connections/connection-words.ts';
import { useLinkState } from '../engine/engine-context.ts';
import { useConnections } from '../engine/connections-context.ts';
import { Panel } from '../vehicle/panel.tsx';
import { denialOf, rightOf } from '../platform/use-platform.ts';
import { CommandDialog } from './command-dialog.tsx';
import { commandGroups } from './command-groups.ts';
import type { CommandTarget } from './command-flow.ts';
import classes from './actions-panel.module.css';

/** From here on finding a command by eye takes longer than typing. */
const filterFrom = 12;

interface ActionsPanelProps {
  readonly target: CommandTarget;
  readonly connectionName: string;
  readonly commands: readonly CommandDefinition[];
  readonly signals: ReadonlyMap<string, SignalState>;
  /** What is shown is from before the engine's restart: nothing is decided on it. */
  readonly isFromBefore: boolean;
}

export const ActionsPanel = ({ target, connectionName, commands, signals, isFromBefore }: ActionsPanelProps) => {
  const obstacle = useObstacle(target.connectionId, isFromBefore);
  const reasonId = useId();
  const [filter, setFilter] = useState('');
  const groups = commandGroups(commands, commands.length > filterFrom ? filter : '');
  // The definition is kept as it was when the dialog opened: events bring the same one as new objects.
  const [open, setOpen] = useState<CommandDefinition | null>(null);
  const opener = useRef<HTMLButtonElement | null>(null);
  const close = useCallback(() => {
    setOpen(null);
  }, []);
  useEffect(() => {
    if (open === null) opener.current?.focus();
  }, [open]);

  return (
    <Panel title="Actions" role="group">
      {commands.length === 0 ? (
        <p className={classes.none}>
          No commands are set up for this vehicle. They come from its type on the platform, or an admin adds them in the
          mapping of its connection.
        </p>
      ) : (
        <>
          {obstacle !== undefined && (
            <p id={reasonId} className={classes.obstacle}>
              {obstacle}
            </p>
          )}
          {commands.length > filterFrom && (
            <TextInput
              aria-label="Filter actions"
              placeholder="Filter actions"
              className={classes.filter}
              leftSection={<IconSearch size={14} aria-hidden />}
              value={filter}
              onChange={(event) => {
                setFilter(event.currentTarget.value);
              }}
            />
          )}
          {groups.length === 0 && <p className={classes.none}>No action’s name holds this text.</p>}
          {groups.map(({ key, title, commands: members }) => (
            <div key={key} {...(title === null ? {} : { role: 'group', 'aria-label': title })}>
              {title !== null && <h3 className={classes.component}>{title}</h3>}
              <div className={classes.buttons}>
                {members.map(({ command, label }) => (
                  <Button
                    key={command.name}
                    size="sm"
                    fullWidth
                    classNames={{ root: classes.button ?? '', label: classes.label ?? '' }}
                    disabled={obstacle !== undefined}
                    aria-describedby={obstacle === undefined ? undefined : reasonId}
                    title={command.description}
                    onClick={(event) => {
                      opener.current = event.currentTarget;
                      setOpen(command);
                    }}
                  >
                    {label}
                    {command.parameters.length > 0 || command.risk === 'disruptive' ? '…' : ''}
                  </Button>
                ))}
              </div>
            </div>
          ))}
        </>
      )}
      {open !== null && (
        <CommandDialog
          target={target}
          connectionName={connectionName}
          definition={open}
          signals={signals}
          obstacle={obstacle}
          onClose={close}
        />
      )}
    </Panel>
  );
};

const useObstacle = (connectionId: string, isFromBefore: boolean): string | undefined => {
  const link = useLinkState();
  const connections = useConnections();
  if (link !== 'ready')
    return 'Fleetdeck’s engine does not answer at the moment. Commands can be sent when it is back.';
  if (connections === undefined) return 'The state of the connection is not known yet.';
  const status = connections.find(({ id }) => id === connectionId);
  const obstacle = sendObstacle(status);
  if (obstacle !== undefined) return obstacle;
  const platform = status?.platform ?? null;
  const denial = platform === null ? undefined : denialOf(rightOf(platform, 'send-command'));
  if (denial !== undefined) return `Commands cannot be sent with this token. ${denial}`;
  return isFromBefore
    ? 'The vehicle has not been heard since the engine started again. Commands can be sent when it is.'
    : undefined;
};

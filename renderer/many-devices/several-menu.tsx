import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { denialOf, isOffered, rightOf } from '../platform/use-platform.ts';
import { AddSeveralDialog } from './add-several-dialog.tsx';
import { RemoveSeveralDialog } from './remove-several-dialog.tsx';
import classes from './several-menu.module.css';

interface SeveralMenuProps {
  readonly connection: ConnectionStatus;
  readonly platform: PlatformStatus;
}

/** Adding and deleting of many vehicles at a time, as far as the platform has it and the token may. */
export const SeveralMenu = ({ connection, platform }: SeveralMenuProps) => {
  const [open, setOpen] = useState<'add' | 'remove' | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  // What opened the dialog was an entry of the menu, which is gone: the keyboard goes back to the menu's button.
  useEffect(() => {
    if (wasOpen.current && open === null) button.current?.focus();
    wasOpen.current = open !== null;
  }, [open]);
  const add = rightOf(platform, 'create-device');
  const remove = rightOf(platform, 'delete-device');
  if (!isOffered(add) && !isOffered(remove)) return null;
  const dialog = {
    ...{ connectionId: connection.id, connectionName: connection.name, platform },
    onClose: () => {
      setOpen(null);
    },
  };
  return (
    <>
      <Menu position="bottom-start" shadow="md" withinPortal>
        <Menu.Target>
          <Button
            ref={button}
            aria-label={`Several vehicles of ${connection.name}`}
            rightSection={<IconChevronDown size={14} aria-hidden />}
          >
            Several vehicles
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {isOffered(add) && (
            <Item
              label="Add several…"
              denial={denialOf(add)}
              onClick={() => {
                setOpen('add');
              }}
            />
          )}
          {isOffered(remove) && (
            <Item
              label="Delete several…"
              denial={denialOf(remove)}
              onClick={() => {
                setOpen('remove');
              }}
            />
          )}
        </Menu.Dropdown>
      </Menu>
      {open === 'add' && <AddSeveralDialog {...dialog} />}
      {open === 'remove' && <RemoveSeveralDialog {...dialog} />}
    </>
  );
};

interface ItemProps {
  readonly label: string;
  readonly denial: string | undefined;
  readonly onClick: () => void;
}

/** One that cannot be used says why where it stands. */
const Item = ({ label, denial, onClick }: ItemProps) =>
  denial === undefined ? (
    <Menu.Item onClick={onClick}>{label}</Menu.Item>
  ) : (
    <Menu.Item aria-disabled data-disabled closeMenuOnClick={false} className={classes.denied ?? ''}>
      {label}
      <div className={classes.reason}>{denial}</div>
    </Menu.Item>
  );
